import { type Order } from '../orders/order'
import { OF_COURSE, type Told } from '../orders/reports/course'
import { cases } from './models/engine'
import { type EventRow } from './models/events'
import { ordersById } from './orderPages'
import { selectOf, sorting } from './rows'
import { type Db } from './store'
import { eventOf } from './streams'

const PAGE = 100

/** The orders received between two UTC instants, the second not included, in pages: which they are is read once, as many may have come at one instant. */
export async function* ordersReceived(db: Db, company: string, from: string, before: string): AsyncGenerator<Order[]> {
  const ids = (await db.query<{ id: string }>('SELECT id FROM orders WHERE company = $1 AND received_at >= $2 AND received_at < $3 ORDER BY received_at, id', [company, from, before])).map(({ id }) => id)
  for (let place = 0; place < ids.length; place += PAGE) yield [...(await ordersById(db, company, ids.slice(place, place + PAGE))).values()]
}

/** Events of which more is wanted than that they were told. */
const READ: readonly string[] = ['changed', 'delivered'] satisfies Told['type'][]

/** What was told of the way of these orders, in order, by order; personal values are left out. */
export async function toldOf(db: Db, company: string, orders: readonly string[]): Promise<Map<string, Told[]>> {
  const streams = orders.map((id) => `order/${id}`)
  const rows = await eventsOf<Pick<EventRow, 'stream' | 'sequence' | 'type' | 'at'>>(db, 'stream, sequence, type, at', company, streams, OF_COURSE)
  const read = new Map<string, Record<string, unknown>>()
  for (const row of await eventsOf<EventRow>(db, '*', company, streams, READ)) read.set(placeOf(row), (await eventOf(db, row, () => [])).data)
  const told = new Map<string, Told[]>(orders.map((id) => [id, []]))
  for (const row of rows) told.get(row.stream.slice('order/'.length))!.push({ type: row.type as Told['type'], at: row.at, data: read.get(placeOf(row)) ?? {} })
  return told
}

/** By their streams: SQLite would sooner walk all events of these types. */
async function eventsOf<Row extends object>(db: Db, columns: string, company: string, streams: readonly string[], types: readonly string[]): Promise<Row[]> {
  if (streams.length === 0) return []
  const values: string[] = [company]
  const places = (of: readonly string[]): string => of.map((value) => `$${values.push(value)}`).join(', ')
  return db.query<Row>(`SELECT ${columns} FROM events WHERE company = $1 AND stream IN (${places(streams)}) AND ${sorting(db)}type IN (${places(types)}) ORDER BY stream, sequence`, values)
}

const placeOf = ({ stream, sequence }: { stream: string; sequence: number }): string => `${stream} ${sequence}`

/** Those of these orders about which a case was ever opened. */
export async function ordersWithCases(db: Db, company: string, orders: readonly string[]): Promise<Set<string>> {
  const rows = await selectOf(db, cases, ['subject'], { company, subject: orders.map((id) => `order/${id}`) })
  return new Set(rows.map(({ subject }) => subject.slice('order/'.length)))
}
