import { type Column, table } from './table'
import { type Terminal } from './terminal'

/** Prints rows: with `--json` one object a line, else as a table. */
export async function list<Row>(terminal: Terminal, options: { json?: boolean }, columns: readonly Column<Row>[], rows: readonly Row[], empty: string): Promise<void> {
  if (!options.json) return terminal.out(table(columns, rows, empty))
  for (const row of rows) await terminal.out(`${JSON.stringify(row)}\n`)
}
