import { type Order } from '../orders/order'
import * as orders from '../store/orders'
import { searchOrders } from '../store/orderSearch'
import { type Db } from '../store/store'
import { Failure } from './failure'

/** The order of a number, an id, or a buyer's reference that only one order has (a held order has no number yet). */
export async function orderNamed(db: Db, company: string, name: string): Promise<Order> {
  const exact = await orders.byNumber(db, company, name) ?? await orders.get(db, company, name)
  if (exact) return exact
  const found = await searchOrders(db, company, { reference: name, limit: 20 })
  if (found.length === 1) return found[0]!
  throw new Failure(found.length === 0
    ? `There is no order ${name}; "order-to-cash orders" lists them.`
    : `${name} is the reference of several orders: ${found.map((order) => `${order.number ?? order.id} (${order.buyer ?? 'unknown buyer'})`).join(', ')}. Name one by its number or id.`)
}

/** What a person calls an order. */
export const nameOf = (order: Order): string => order.number ?? order.reference ?? order.id
