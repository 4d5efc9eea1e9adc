import { type Order } from '../orders/order'
import { joined } from './longText'
import { type OrderRow, orders } from './models/orders'
import { selectOf } from './rows'
import { type Db } from './store'

/** The orders of these ids that are there, by id, in one query. */
export async function ordersById(db: Db, company: string, ids: readonly string[]): Promise<Map<string, Order>> {
  return new Map((await ordersWithParts(db, company, ids)).map(({ order }) => [order.id, order]))
}

/** The same with in how many further parts each has its state: who writes an order back, and knows that nobody has written it since, need not ask again. */
export async function ordersWithParts(db: Db, company: string, ids: readonly string[]): Promise<{ order: Order; parts: number }[]> {
  if (ids.length === 0) return []
  const rows = await selectOf(db, orders, WHOLE, { company, id: [...new Set(ids)] })
  return Promise.all(rows.map(async (row) => ({ order: await stateOf(db, row), parts: row.state_parts })))
}

/** Which of these ids are orders, in one query. */
export async function ordersAmong(db: Db, company: string, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await selectOf(db, orders, ['id'], { company, id: [...new Set(ids)] })).map(({ id }) => id))
}

/** What an order is read from; the other columns are there to look for it. */
export const WHOLE = ['company', 'id', 'state', 'state_parts'] as const

export const stateOf = async (db: Db, row: Pick<OrderRow, (typeof WHOLE)[number]>): Promise<Order> => JSON.parse(await joined(db, stateOwner(row), row.state, row.state_parts)) as Order

/** Whose the further parts of an order's state are. */
export const stateOwner = ({ company, id }: { company: string; id: string }) => ['order', company, id]
