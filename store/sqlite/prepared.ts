import type * as NodeSqlite from 'node:sqlite'

export type Input = NodeSqlite.SQLInputValue

/** A prepared statement. The rows that node:sqlite makes are dictionaries, which cost more to read than the statement to run: they are made here of its arrays. */
export class Prepared {
  private readonly arrays: boolean
  private names: readonly string[] = []
  private empty: Row = {}

  constructor(private readonly statement: NodeSqlite.StatementSync) {
    statement.setAllowUnknownNamedParameters(true)
    // Node 22.13 to 22.15 have it not
    this.arrays = 'setReturnArrays' in statement
    if (this.arrays) statement.setReturnArrays(true)
  }

  all(values: readonly Input[]): Row[] {
    const rows = this.statement.all(...values) as unknown[]
    if (rows.length === 0) return []
    if (!this.arrays) return (rows as Row[]).map((row) => filled({ ...row }, Object.keys(row), Object.values(row)))
    const arrays = rows as unknown[][]
    // a column that was added since belongs to the rows of `*`
    if (this.names.length !== arrays[0]!.length) {
      this.names = this.statement.columns().map(({ name }) => name)
      this.empty = emptyOf(this.names)
    }
    return arrays.map((row) => filled({ ...this.empty }, this.names, row))
  }

  run(values: readonly Input[]): { lastInsertRowid: number | bigint; changes: number | bigint } {
    return this.statement.run(...values)
  }
}

type Row = Record<string, unknown>

/** A row of NULLs. What JSON makes, and its copies, are objects of one shape; one of some twenty columns that is made name by name would be a dictionary too. */
const emptyOf = (names: readonly string[]): Row => JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Row

/** Writes the values over the NULLs of a row. */
function filled(row: Row, names: readonly string[], values: readonly unknown[]): Row {
  for (let place = 0; place < names.length; place++) {
    const value = values[place]
    if (value !== null) row[names[place]!] = value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
  }
  return row
}
