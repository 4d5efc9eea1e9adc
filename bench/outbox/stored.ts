import { type Batch, type Raw, type Row } from './raw'

/** Tables that an order's rows are in, and the column that names its order. */
const TABLES = new Map<string, string>([
  ['streams', 'stream'], ['events', 'stream'], ['private_values', 'stream'], ['orders', 'id'], ['approvals', 'subject'], ['commitments', 'order_id'],
  ['parts', 'order_id'], ['messages', 'stream'], ['arrival_items', 'order_id'],
])
const PREFIXED = new Set(['stream', 'subject'])
const PREFIX = 'order/'

/**
 * What the product stored for its orders from one on, a hundred orders a batch in the order in which they came (their ids rise): the rows that
 * the bare driver is to write too.
 */
export async function storedRows(raw: Raw, { after = '', size = 100 }: { after?: string; size?: number } = {}): Promise<Batch[]> {
  const places = new Map((await raw.read(`SELECT id FROM orders WHERE id >= '${after}' ORDER BY id`)).map((row, place) => [String(row.id), place]))
  const batches = Array.from({ length: Math.ceil(places.size / size) }, () => new Map<string, Row[]>())
  for (const [table, column] of TABLES) {
    const prefix = PREFIXED.has(column) ? PREFIX : ''
    for (const row of await raw.read(`SELECT * FROM ${table} WHERE ${column} >= '${prefix}${after}'`)) {
      const batch = batches[Math.floor(places.get(String(row[column]).slice(prefix.length))! / size)]!
      const rows = batch.get(table) ?? []
      batch.set(table, rows)
      rows.push(row)
    }
  }
  return batches
}

export const countRows = (batches: readonly Batch[]): number => batches.reduce((sum, batch) => sum + [...batch.values()].reduce((rows, of) => rows + of.length, 0), 0)
