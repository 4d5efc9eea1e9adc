import { type LineQuantity } from '../orders/event'
import { type Order } from '../orders/order'
import { impactOf, type ReturnImpact } from '../orders/returns/impact'
import { type ReturnReason } from '../orders/returns/terms'
import { ownCompany } from './company'
import { type Context } from './context'
import { ruleBook } from './rules'
import { dateIn } from './zone'

/** What a return would undo and cost, and who would be asked, by the rules of now. Nothing is done. */
export async function previewReturn(context: Context, order: Order, wanted: { lines: readonly LineQuantity[]; reason: ReturnReason }): Promise<ReturnImpact> {
  const { zone } = await ownCompany(context.store, order.company)
  return impactOf(order, wanted, { today: dateIn(zone, context.clock.now()), rules: await ruleBook(context.store, order.company) })
}
