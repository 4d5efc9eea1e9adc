import { type PartnerDocument } from '../../orders/answers'
import { type Effect } from '../../orders/decision'
import { type Circumstance } from '../../orders/event'
import { type Order } from '../../orders/order'
import { type Profile } from '../../mappings/profile'
import * as config from '../../store/config'
import { type Tx } from '../../store/store'
import { ownCompany } from '../company'
import { businessDocument } from './businessDocument'
import { putOut } from './putOut'

/** Puts a document about an order out to its buyer, in the transaction of the decision that it tells. */
export async function sendDocument(tx: Tx, order: Order, effect: Pick<Effect, 'ourId' | 'body'>, circumstance: Pick<Circumstance, 'at' | 'correlation'>): Promise<void> {
  const partner = order.buyer === undefined ? undefined : await config.partner(tx, order.company, order.buyer)
  const edi = (partner?.profile as Profile | undefined)?.edi
  if (!partner || !edi) return
  await putOut(tx, {
    partner, edi, ...businessDocument(effect.body as PartnerDocument, partner, edi, await ownCompany(tx, order.company)),
    stream: `order/${order.id}`, ourId: effect.ourId, revision: order.version, at: circumstance.at, correlation: circumstance.correlation,
  })
}
