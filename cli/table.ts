import { cut, width } from '../web/width'
import { plain } from './display'

export type Cell = string | number | undefined

export interface Column<Row> {
  title: string
  value: (row: Row) => Cell
  /** Numbers stand at the right. */
  right?: boolean
  /** Longer texts are cut. The last column never is. */
  most?: number
}

/** Rows as a plain text table that ends with a line break; `empty` where there are none. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], empty = 'none'): string {
  if (rows.length === 0) return `${empty}\n`
  const cells = rows.map((row) => columns.map((column) => cellOf(column, row)))
  const widths = columns.map((column, index) => Math.max(width(column.title), ...cells.map((line) => width(line[index]!))))
  const line = (texts: readonly string[]): string =>
    texts.map((text, index) => padded(text, widths[index]!, columns[index]!.right)).join('  ').trimEnd()
  return [line(columns.map((column) => column.title)), line(widths.map((columns) => '─'.repeat(columns))), ...cells.map(line), ''].join('\n')
}

/** Names and what they are, below each other: `status  shipped`. Absent values are left out. */
export function facts(pairs: readonly (readonly [string, Cell])[]): string {
  const said = pairs.filter(([, value]) => value !== undefined && value !== '')
  const columns = Math.max(...said.map(([name]) => width(name)))
  return said.map(([name, value]) => `${padded(name, columns)}  ${plain(String(value))}\n`).join('')
}

function cellOf<Row>(column: Column<Row>, row: Row): string {
  const text = plain(String(column.value(row) ?? ''))
  return column.most === undefined ? text : cut(text, column.most)
}

function padded(text: string, columns: number, right = false): string {
  const blanks = ' '.repeat(Math.max(0, columns - width(text)))
  return right ? blanks + text : text + blanks
}
