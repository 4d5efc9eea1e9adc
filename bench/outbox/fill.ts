import { type Place } from './places'

/** A copied column's SQL: of what the template has in it, and of the copy's number. */
type Copied = (column: string, copy: number, concat: (...parts: string[]) => string) => string

/** Where an order's id stands in a column, the id of a copy stands: older than all real ones, and in their order. */
const idAt = (place: number): Copied => (column, copy, concat) => {
  // the first eight digits of a UUIDv7 are of its time
  const time = (0x10000 + copy).toString(16).padStart(8, '0')
  return concat(`substr(${column}, 1, ${place - 1})`, `'${time}'`, `substr(${column}, ${place + 8})`)
}
const id = idAt(1)
const stream = idAt('order/'.length + 1)
const tagged: Copied = (column, copy, concat) => concat(column, `'-${copy}'`)
const renumbered: Copied = (column, copy) => `${column} + ${copy * 1_000_000}`

/** References of the same buyer that were given before, and unique by the digest after them. */
const earlier: Copied = (column, copy, concat) => concat(`substr(${column}, 1, 8)`, `'OLD-${String(copy).padStart(12, '0')}'`, `substr(${column}, 25)`)

const TABLES: Record<string, Record<string, Copied>> = {
  streams: { stream }, events: { stream }, private_values: { stream }, orders: { id, number: tagged, natural_key: earlier },
  commitments: { order_id: id }, parts: { order_id: id }, arrival_items: { no: renumbered, order_id: id },
  messages: { position: () => 'NULL', id, our_id: id, stream, state: () => "'done'" },
}

/** Copies the orders that are there, with their events, messages (as done) and all the rest, until there are `wanted`. */
export async function fill({ raw, store }: Place, wanted: number): Promise<void> {
  const concat = (...parts: string[]): string => (store.dialect === 'sqlite' ? parts.join(' || ') : `concat(${parts.join(', ')})`)
  const [there] = await raw.read('SELECT count(*) AS n FROM orders')
  const copies = Math.ceil(wanted / Number(there!.n)) - 1
  const statements: { insert: string; changes: Record<string, Copied>; columns: string[]; template: string }[] = []
  for (const [table, changes] of Object.entries(TABLES)) {
    const template = `template_${table}`
    await raw.run(`CREATE TABLE ${template} AS SELECT * FROM ${table}`)
    const columns = Object.keys((await raw.read(`SELECT * FROM ${template} LIMIT 1`))[0]!)
    statements.push({ insert: `INSERT INTO ${table} (${columns.map((column) => `\`${column}\``).join(', ')})`, changes, columns, template })
  }
  for (let copy = 1; copy <= copies; copy++) {
    await raw.run('BEGIN')
    for (const { insert, changes, columns, template } of statements) {
      await raw.run(`${insert} SELECT ${columns.map((column) => changes[column]?.(column, copy, concat) ?? `\`${column}\``).join(', ')} FROM ${template}`)
    }
    await raw.run('COMMIT')
  }
  for (const { template } of statements) await raw.run(`DROP TABLE ${template}`)
}
