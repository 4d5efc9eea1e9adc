import { type Order } from '../orders/order'
import { joined } from './longText'
import { type OrderRow, orders } from './models/orders'
import { select, selectOf } from './rows'
import { type Db } from './store'

/** The orders of these ids that are there, by id, in one query. */
export async function ordersById(db: Db, company: string, ids: readonly string[]): Promise<Map<string, Order>> {
  return new Map((await ordersWithParts(db, company, ids)).map(({ order }) => [order.id, order]))
}

/** The same with in how many further parts each has its state: who writes an order back, and knows that nobody has written it since, need not ask again. */
export async function ordersWithParts(db: Db, company: string, ids: readonly string[]): Promise<{ order: Order; parts: number }[]> {
  if (ids.length === 0) return []
  const rows = await select(db, orders, { company, id: [...new Set(ids)] })
  return Promise.all(rows.map(async (row) => ({ order: await stateOf(db, row), parts: row.state_parts })))
}

/** Which of these ids are orders, in one query. */
export async function ordersAmong(db: Db, company: string, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await selectOf(db, orders, ['id'], { company, id: [...new Set(ids)] })).map(({ id }) => id))
}

const stateOf = async (db: Db, row: OrderRow): Promise<Order> =>
  JSON.parse(await joined(db, ['order', row.company, row.id], row.state, row.state_parts)) as Order
