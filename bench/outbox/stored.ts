import { type Batch, type Raw, type Row } from './raw'

/** Tables that an order's rows are in, and how a row names its order. */
const TABLES = new Map<string, (row: Row) => string>([
  ['streams', (row) => ofStream(row.stream)], ['events', (row) => ofStream(row.stream)], ['private_values', (row) => ofStream(row.stream)],
  ['orders', (row) => String(row.id)], ['approvals', (row) => ofStream(row.subject)], ['commitments', (row) => String(row.order_id)],
  ['parts', (row) => String(row.order_id)], ['messages', (row) => ofStream(row.stream)], ['arrival_items', (row) => String(row.order_id)],
])

const ofStream = (stream: unknown): string => String(stream).slice('order/'.length)

/** What the product stored for its orders, a hundred orders a batch in the order in which they came: the rows that the bare driver is to write too. */
export async function storedRows(raw: Raw, size = 100): Promise<Batch[]> {
  const places = new Map((await raw.read('SELECT id FROM orders ORDER BY id')).map((row, place) => [String(row.id), place]))
  const batches = Array.from({ length: Math.ceil(places.size / size) }, () => new Map<string, Row[]>())
  for (const [table, orderOf] of TABLES) {
    for (const row of await raw.read(`SELECT * FROM ${table}`)) {
      const batch = batches[Math.floor(places.get(orderOf(row))! / size)]!
      const rows = batch.get(table) ?? []
      batch.set(table, rows)
      rows.push(row)
    }
  }
  return batches
}

export const countRows = (batches: readonly Batch[]): number => batches.reduce((sum, batch) => sum + [...batch.values()].reduce((rows, of) => rows + of.length, 0), 0)
