import { quoted, type Update } from '../connection'
import { type Value } from '../store'

interface Statement { how: 'query' | 'execute'; sql: string; values: Value[] }

/**
 * One UPDATE of many rows (each its key's values, then those of the columns), since a statement a row is a way to the server each. What all of
 * them have in common is said once.
 */
export function updateOf(update: Update, rows: readonly (readonly Value[])[], collate: string): Statement {
  const differs = (place: number): boolean => rows.some((row) => row[place] !== rows[0]![place])
  const places = { keys: [...update.key.keys()], columns: [...update.columns.keys()].map((no) => update.key.length + no) }
  // one row has all in common with itself
  const [key = 0, ...furtherKeys] = places.keys.filter(differs)
  // a column that was set is read as its new value from then on
  const simple = furtherKeys.length === 0 && !update.columns.includes(update.key[key]!) && places.columns.filter(differs).length <= CASES
  return simple ? byCase(update, rows, key, differs) : byJoin(update, rows, places, differs, collate)
}

/** A CASE looks through the rows, for each row and column; more of them cost more than a join. */
const CASES = 2

/** Where one column of the key tells the rows apart: half the cost of a join. */
function byCase({ table, key, columns }: Update, rows: readonly (readonly Value[])[], by: number, differs: (place: number) => boolean): Statement {
  const values: Value[] = []
  const set = columns.map((column, no) => {
    const place = key.length + no
    if (!differs(place)) {
      values.push(rows[0]![place]!)
      return `${quoted(column)} = ?`
    }
    values.push(...rows.flatMap((row) => [row[by]!, row[place]!]))
    return `${quoted(column)} = CASE ${quoted(key[by]!)} ${rows.map(() => 'WHEN ? THEN ?').join(' ')} END`
  })
  const where = key.map((column, place) => {
    values.push(...(place === by ? rows.map((row) => row[place]!) : [rows[0]![place]!]))
    return place === by ? `${quoted(column)} IN (${rows.map(() => '?').join(', ')})` : `${quoted(column)} = ?`
  })
  return { how: 'execute', sql: `UPDATE ${table} SET ${set.join(', ')} WHERE ${where.join(' AND ')}`, values }
}

/** The rows as a table to join with. Its texts have no collation of their own to compare by. */
function byJoin({ table, key, columns }: Update, rows: readonly (readonly Value[])[], of: { keys: number[]; columns: number[] }, differs: (place: number) => boolean, collate: string): Statement {
  const places = [...of.keys, ...of.columns.filter(differs)]
  const said = rows.map((_, no) => `SELECT ${places.map((place) => (no === 0 ? `? AS v${place}` : '?')).join(', ')}`).join(' UNION ALL ')
  const same = of.keys.map((place) => `old.${quoted(key[place]!)} = said.v${place}${typeof rows[0]![place] === 'string' ? ` COLLATE ${collate}` : ''}`)
  const set = of.columns.map((place, no) => `old.${quoted(columns[no]!)} = ${differs(place) ? `said.v${place}` : '?'}`)
  return {
    // its shape depends on which columns differ, and hardly comes again
    how: 'query',
    sql: `UPDATE ${table} old JOIN (${said}) said ON ${same.join(' AND ')} SET ${set.join(', ')}`,
    values: [...rows.flatMap((row) => places.map((place) => row[place]!)), ...of.columns.filter((place) => !differs(place)).map((place) => rows[0]![place]!)],
  }
}
