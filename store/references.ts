import { type ReferenceRow, references } from './models/engine'
import { type Reference } from './records'
import { putMany as putRows, select, selectOne, sorting } from './rows'
import { type Db, type Tx } from './store'

/** Takes over what the systems say: over an older copy of the same (company, system, kind, key). */
export async function putMany(tx: Tx, copies: readonly Reference[]): Promise<void> {
  await putRows(tx, references, copies.map(toRow))
}

export async function get(db: Db, company: string, system: string, kind: string, key: string): Promise<Reference | undefined> {
  const row = await selectOne(db, references, { company, system, kind, ref_key: key })
  return row && fromRow(row)
}

/** The copies of these keys from whatever system has them, by key and then system. */
export async function many(db: Db, company: string, kind: string, keys: readonly string[]): Promise<Reference[]> {
  return (await select(db, references, { company, kind, ref_key: [...keys] }, { order: ['ref_key', 'system'] })).map(fromRow)
}

/** The same for keys of several kinds, in one query; by kind. */
export async function ofKinds<Kind extends string>(db: Db, company: string, wanted: Readonly<Record<Kind, readonly string[]>>): Promise<Record<Kind, Reference[]>> {
  const found = Object.fromEntries(Object.keys(wanted).map((kind) => [kind, []])) as unknown as Record<Kind, Reference[]>
  const asked = (Object.entries(wanted) as [Kind, readonly string[]][]).filter(([, keys]) => keys.length > 0)
  if (asked.length === 0) return found
  const values: string[] = [company]
  const place = (value: string): string => `$${values.push(value)}`
  // the company in each: SQLite looks up each by the index, and else would walk all of the company
  const conditions = asked.map(([kind, keys]) => `(company = $1 AND kind = ${place(kind)} AND ref_key IN (${keys.map(place).join(', ')}))`)
  const rows = await db.query<ReferenceRow>(`SELECT * FROM references_held WHERE ${conditions.join(' OR ')} ORDER BY ${['kind', 'ref_key', 'system'].map((column) => sorting(db) + column).join(', ')}`, values)
  for (const row of rows) found[row.kind as Kind].push(fromRow(row))
  return found
}

/** All copies of a kind, by key and then system. */
export async function all(db: Db, company: string, kind: string): Promise<Reference[]> {
  return (await select(db, references, { company, kind }, { order: ['ref_key', 'system'] })).map(fromRow)
}

const toRow = (copy: Reference): ReferenceRow => ({
  company: copy.company, system: copy.system, kind: copy.kind, ref_key: copy.key, value: JSON.stringify(copy.value), as_of: copy.asOf, fetched_at: copy.fetchedAt,
})

const fromRow = (row: ReferenceRow): Reference => ({
  company: row.company, system: row.system, kind: row.kind, key: row.ref_key, value: JSON.parse(row.value) as Reference['value'], asOf: row.as_of, fetchedAt: row.fetched_at,
})
