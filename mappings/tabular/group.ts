import { type Problem } from '../../orders/problem'
import { type DecimalMark, markOf } from '../number'
import { type Columns, numberColumns } from './columns'
import { type Row } from './rows'

/** The rows of one order, with what is wrong with them as rows. */
export interface Group {
  rows: Row[]
  problems: Problem[]
  /** Decimal mark that each number column has shown, by ordinal from 0. */
  marks: ReadonlyMap<number, DecimalMark>
}

/** So many rows are looked at before the first order is given out: for the marks of whole columns, and for orders whose rows are apart. */
const WINDOW = 5000

/**
 * Rows of the same buyer, reference and release are one order; a row without a reference belongs to the order before it.
 * Within the first 5,000 rows they may be apart; beyond, an order ends where the next begins, so that memory stays constant.
 */
export async function* groupsOf(rows: AsyncIterable<Row>, columns: Columns): AsyncIterable<Group> {
  const open = new Map<string, Group>()
  const done = new Set<string>()
  const evidence = columnEvidence(columns)
  let last = ''
  let count = 0
  for await (const row of rows) {
    const key = keyOf(row, columns) ?? last
    if (++count > WINDOW && key !== last) {
      for (const [other, group] of open) { yield group; done.add(other) }
      open.clear()
    }
    if (count <= WINDOW) evidence.see(row)
    let group = open.get(key)
    if (!group) open.set(key, group = { rows: [], problems: done.has(key) ? [returned(row)] : [], marks: evidence.marks })
    group.rows.push(row)
    group.problems.push(...ragged(row, columns))
    last = key
  }
  yield* open.values()
}

function keyOf(row: Row, columns: Columns): string | undefined {
  const key = columns.takeKey(row.cells)
  return key.some(({ to }) => to === 'reference') ? key.map(({ to, text }) => `${to}=${text}`).join('\u0000') : undefined
}

/** A column that proves both marks has shown none. */
function columnEvidence(columns: Columns): { marks: Map<number, DecimalMark>; see(row: Row): void } {
  const ordinals = numberColumns(columns)
  const marks = new Map<number, DecimalMark>()
  const contradicted = new Set<number>()
  return {
    marks,
    see(row) {
      for (const i of ordinals) {
        const mark = contradicted.has(i) ? undefined : markOf(row.cells[i] ?? '')
        if (!mark) continue
        if (marks.has(i) && marks.get(i) !== mark) { contradicted.add(i); marks.delete(i) } else marks.set(i, mark)
      }
    },
  }
}

function ragged(row: Row, columns: Columns): Problem[] {
  const surplus = row.cells.slice(columns.names.length).some((cell) => cell !== '')
  if (row.cells.length >= columns.names.length && !surplus) return []
  return [{
    code: 'row-length-differs', severity: 'error', line: row.line, segment: row.number, text: row.cells.join(' | ').slice(0, 80),
    message: `Line ${row.line} has ${row.cells.length} cells, the header has ${columns.names.length}. ${surplus ? 'A separator inside a text must be in quotes' : 'The row may be cut off'}; correct the line and send it again.`,
  }]
}

const returned = (row: Row): Problem => ({
  code: 'order-apart', severity: 'error', line: row.line, segment: row.number,
  message: `Line ${row.line} belongs to an order whose other rows came earlier and were given out. Sort the file by order number.`,
})
