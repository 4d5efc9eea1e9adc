import { type Remote } from '../../connectors/connector'
import { type Profile } from '../../mappings/profile'
import { collectiveInvoice, type OrderShare } from '../../orders/answers'
import { type InvoiceShare } from '../../orders/invoicing/bill'
import * as config from '../../store/config'
import { type Tx } from '../../store/store'
import { ownCompany } from '../company'
import { type Context, instant } from '../context'
import { type Outcome } from '../submit'
import { type System } from '../systems'
import { dateIn } from '../zone'
import { sendDocument } from './sendDocument'

/**
 * R-INV-01, R-INV-04: an invoice over several orders is put out to a buyer who gets invoices by EDI, once: in the transaction in which the last of its orders
 * counts its share. Where one does not, a person has that as a case, and nothing goes out that the orders do not bear.
 */
export async function sendCollective(context: Context, tx: Tx, system: System, remote: Remote, outcomes: readonly Outcome[]): Promise<void> {
  const shares = remote.body?.shares as InvoiceShare[]
  if (outcomes.length < shares.length || !outcomes.some((outcome) => outcome.outcome === 'accepted' && outcome.changed)) return
  const known = shares.flatMap(({ order, lines }): OrderShare[] => outcomes.flatMap((outcome) => (outcome.outcome === 'accepted' && outcome.order.id === order ? [{ order: outcome.order, lines }] : [])))
  const [first] = known
  if (!first || known.length < shares.length || first.order.buyer === undefined) return
  const partner = await config.partner(tx, system.company, first.order.buyer)
  if (!(partner?.profile as Profile | undefined)?.edi?.send?.includes('invoice')) return
  const { zone } = await ownCompany(tx, system.company)
  const number = remote.number ?? remote.theirId
  const day = (field: string): string | undefined => (typeof remote.body?.[field] === 'string' ? remote.body[field] : undefined)
  const body = collectiveInvoice(known, { number, issuedOn: day('issuedOn') ?? dateIn(zone, context.clock.now()), dueOn: day('dueOn'), payable: remote.amount ?? '0' })
  await sendDocument(tx, first.order, { ourId: `${first.order.id}/invoice/${system.name}/${number}`, body }, { at: instant(context), correlation: remote.ourId ?? number })
}
