import { type Insert, quoted, type Update } from '../connection'

/** A statement for one row of many, with `?` for its values. */
export const insertion = ({ table, columns, ending = '' }: Insert): string =>
  known('insert', table, columns, ending, () => `INSERT INTO ${table} (${columns.map(quoted).join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ${ending}`)

/** The same for what is written over rows that are found by their keys: the values, then the key. */
export const updating = ({ table, key, columns }: Update): string =>
  known('update', table, columns, key.join(), () => `UPDATE ${table} SET ${columns.map(assigned).join(', ')} WHERE ${key.map(assigned).join(' AND ')}`)

const assigned = (column: string): string => `${quoted(column)} = ?`

const texts = new Map<string, string>()

/** Made once for each shape: a text that is always the same one is also found faster among the prepared statements. */
function known(what: string, table: string, columns: readonly string[], rest: string, make: () => string): string {
  const shape = `${what} ${table} ${columns.join()} ${rest}`
  let text = texts.get(shape)
  if (text === undefined) texts.set(shape, text = make())
  return text
}
