import { type Order } from '../../orders/order'
import * as orders from '../../store/orders'
import { searchOrders } from '../../store/orderSearch'
import { type Db } from '../../store/store'

/** The order of a number, an id, or a buyer's reference that only one order has. */
export async function orderNamed(db: Db, company: string, name: string): Promise<Order> {
  if (name === '') throw new Error('No order is named: give its number, its ID or the buyer\'s reference')
  const exact = await orders.byNumber(db, company, name) ?? await orders.get(db, company, name)
  if (exact) return exact
  const found = await searchOrders(db, company, { reference: name, limit: 20 })
  if (found.length === 1) return found[0]!
  throw new Error(found.length === 0
    ? `There is no order ${name} in ${company}: name it by its number, its ID or the buyer's reference`
    : `${name} is the reference of several orders: ${found.map((order) => `${order.number ?? order.id} (${order.buyer ?? 'unknown buyer'})`).join(', ')}. Name one by its number or ID`)
}
