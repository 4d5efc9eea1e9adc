import { type Order } from '../orders/order'
import { type StageTimes } from '../orders/report'
import { ordersById } from './orderPages'
import { type Db } from './store'

const PAGE = 500

/** The orders received between two UTC instants, the second not included, in pages. */
export async function* ordersReceived(db: Db, company: string, from: string, before: string): AsyncGenerator<Order[]> {
  for (let [at, last] = [from, '']; ;) {
    const rows = await db.query<{ id: string; received_at: string }>(
      `SELECT id, received_at FROM orders WHERE company = $1 AND received_at < $2 AND (received_at > $3 OR (received_at = $4 AND id > $5)) ORDER BY received_at, id LIMIT ${PAGE}`, [company, before, at, at, last])
    if (rows.length > 0) yield [...(await ordersById(db, company, rows.map(({ id }) => id))).values()]
    if (rows.length < PAGE) return
    ;[at, last] = [rows.at(-1)!.received_at, rows.at(-1)!.id]
  }
}

/** When these orders were confirmed first, and last shipped, delivered and paid. */
export async function stageTimes(db: Db, company: string, orders: readonly string[]): Promise<Map<string, StageTimes>> {
  const times = new Map<string, StageTimes>()
  if (orders.length === 0) return times
  const rows = await db.query<{ stream: string; type: 'confirmed' | 'shipped' | 'delivered' | 'paid'; first: string; last: string }>(
    `SELECT stream, type, min(at) AS first, max(at) AS last FROM events WHERE company = $1 AND type IN ('confirmed', 'shipped', 'delivered', 'paid')
      AND stream IN (${orders.map((_, index) => `$${index + 2}`).join(', ')}) GROUP BY stream, type`, [company, ...orders.map((id) => `order/${id}`)])
  for (const { stream, type, first, last } of rows) {
    const id = stream.slice('order/'.length)
    times.set(id, { ...times.get(id), [type]: type === 'confirmed' ? first : last })
  }
  return times
}
