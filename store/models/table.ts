import { DataTypes, type DataType, type Model, type ModelStatic, type Sequelize } from 'sequelize'

/** A table as the code sees it; `Row` is a row in the database's own names. The columns' lengths and indexes are the migrations' business. */
export interface Table<Row extends object> {
  readonly name: string
  readonly key: readonly (keyof Row & string)[]
  readonly columns: { readonly [C in keyof Row]-?: DataType }
}

export const string = DataTypes.STRING
export const text = DataTypes.TEXT
export const integer = DataTypes.BIGINT
export const bytes = DataTypes.BLOB

export const table = <Row extends object>(name: string, key: (keyof Row & string)[], columns: Table<Row>['columns']): Table<Row> => ({ name, key, columns })

/** Sequelize's model of a table, made when it is first asked for. */
export function modelOf<Row extends object>(sequelize: Sequelize, { name, key, columns }: Table<Row>): ModelStatic<Model<Row, Partial<Row>>> {
  if (sequelize.isDefined(name)) return sequelize.model(name)
  const attributes = Object.fromEntries(Object.entries<DataType>(columns).map(([column, type]) => [column, { type, primaryKey: (key as readonly string[]).includes(column) }]))
  return sequelize.define<Model<Row, Partial<Row>>>(name, attributes as never, { tableName: name, timestamps: false, freezeTableName: true })
}
