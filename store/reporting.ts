import { type Order } from '../orders/order'
import { OF_COURSE, type Told } from '../orders/reports/course'
import { type StageTimes } from '../orders/reports/facts'
import { events as eventsTable } from './models/events'
import { cases } from './models/engine'
import { ordersById } from './orderPages'
import { select, selectOf } from './rows'
import { type Db } from './store'
import { eventOf } from './streams'

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

/** What was told of the way of these orders, in order, by order; personal values are left out. */
export async function toldOf(db: Db, company: string, orders: readonly string[]): Promise<Map<string, Told[]>> {
  const rows = await select(db, eventsTable, { company, stream: orders.map((id) => `order/${id}`), type: [...OF_COURSE] }, { order: ['stream', 'sequence'] })
  const told = new Map<string, Told[]>()
  for (const row of rows) {
    const { type, at, data } = await eventOf(db, row, () => [])
    const id = row.stream.slice('order/'.length)
    told.set(id, [...told.get(id) ?? [], { type: type as Told['type'], at, data }])
  }
  return told
}

/** Those of these orders about which a case was ever opened. */
export async function ordersWithCases(db: Db, company: string, orders: readonly string[]): Promise<Set<string>> {
  const rows = await selectOf(db, cases, ['subject'], { company, subject: orders.map((id) => `order/${id}`) })
  return new Set(rows.map(({ subject }) => subject.slice('order/'.length)))
}
