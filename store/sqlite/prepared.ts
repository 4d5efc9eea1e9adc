import type * as NodeSqlite from 'node:sqlite'

export type Input = NodeSqlite.SQLInputValue

/** A prepared statement. The rows that node:sqlite makes are dictionaries, which cost more to read than the statement to run: they are made here of its arrays. */
export class Prepared {
  private readonly arrays: boolean
  private names: readonly string[] = []

  constructor(private readonly statement: NodeSqlite.StatementSync) {
    statement.setAllowUnknownNamedParameters(true)
    // Node 22.13 to 22.15 have it not
    this.arrays = 'setReturnArrays' in statement
    if (this.arrays) statement.setReturnArrays(true)
  }

  all(values: readonly Input[]): Record<string, unknown>[] {
    const rows = this.statement.all(...values) as unknown[]
    if (rows.length === 0) return []
    if (!this.arrays) return (rows as Record<string, unknown>[]).map((row) => rowOf(Object.keys(row), Object.values(row)))
    const arrays = rows as unknown[][]
    // a column that was added since belongs to the rows of `*`
    if (this.names.length !== arrays[0]!.length) this.names = this.statement.columns().map(({ name }) => name)
    return arrays.map((row) => rowOf(this.names, row))
  }

  run(values: readonly Input[]): { lastInsertRowid: number | bigint; changes: number | bigint } {
    return this.statement.run(...values)
  }
}

function rowOf(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (let place = 0; place < names.length; place++) {
    const value = values[place]
    row[names[place]!] = value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value
  }
  return row
}
