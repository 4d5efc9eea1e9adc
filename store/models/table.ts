/** A table as the code sees it; `Row` is a row in the database's own names. The columns' lengths and indexes are the migrations' business. */
export interface Table<Row extends object> {
  readonly name: string
  readonly key: readonly (keyof Row & string)[]
  readonly columns: { readonly [C in keyof Row]-?: ColumnType }
}

export type ColumnType = 'string' | 'text' | 'integer' | 'bytes'

export const string: ColumnType = 'string'
export const text: ColumnType = 'text'
export const integer: ColumnType = 'integer'
export const bytes: ColumnType = 'bytes'

export const table = <Row extends object>(name: string, key: (keyof Row & string)[], columns: Table<Row>['columns']): Table<Row> => ({ name, key, columns })
