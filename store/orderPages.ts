import { type Order } from '../orders/order'
import { joined } from './longText'
import { type OrderRow, orders } from './models/orders'
import { select, selectOf } from './rows'
import { type Db } from './store'

/** The orders of these ids that are there, by id, in one query. */
export async function ordersById(db: Db, company: string, ids: readonly string[]): Promise<Map<string, Order>> {
  if (ids.length === 0) return new Map()
  const rows = await select(db, orders, { company, id: [...new Set(ids)] })
  return new Map(await Promise.all(rows.map(async (row) => [row.id, await stateOf(db, row)] as const)))
}

/** Which of these ids are orders, in one query. */
export async function ordersAmong(db: Db, company: string, ids: readonly string[]): Promise<Set<string>> {
  return new Set((await selectOf(db, orders, ['id'], { company, id: [...new Set(ids)] })).map(({ id }) => id))
}

const stateOf = async (db: Db, row: OrderRow): Promise<Order> =>
  JSON.parse(await joined(db, ['order', row.company, row.id], row.state, row.state_parts)) as Order
