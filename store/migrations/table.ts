import { DataTypes, type ModelAttributeColumnOptions, type QueryInterface } from 'sequelize'

/** What a migration gets: Sequelize's own interface, inside the lock that lets one process migrate at a time. */
export interface MigrationContext {
  query: QueryInterface
  dialect: 'sqlite' | 'mariadb'
  /** `{ transaction }` where the dialect can roll a table back (SQLite). */
  options: Pick<NonNullable<Parameters<QueryInterface['createTable']>[2]>, 'transaction'>
  /** Byte order without padding, so that `PO-1`, `po-1` and `PO-1 ` are three values: its name on this server. */
  collate?: string
}

export interface Migration {
  name: string
  up(context: MigrationContext): Promise<void>
}

export type Column = ModelAttributeColumnOptions
const column = (type: Column['type']): Column => ({ type, allowNull: false })

/** A name of ours or a code: short enough for an index. */
export const name = (length = 64): Column => column(DataTypes.STRING(length))
/** An id: ours, or another system's. */
export const id = (): Column => column(DataTypes.STRING(255))
export const digest = (): Column => column(DataTypes.CHAR(64))
/** An ISO 8601 instant or date. */
export const instant = (): Column => column(DataTypes.STRING(40))
/** Of any length; SQLite takes the name as its TEXT. */
export const text = (): Column => column('LONGTEXT')
export const bytes = (): Column => column('LONGBLOB')
/** Up to 2^53: minor units, milliseconds, scaled quantities. */
export const integer = (): Column => column(DataTypes.BIGINT)
export const flag = (): Column => column(DataTypes.TINYINT)

export const key = (of: Column): Column => ({ ...of, primaryKey: true })
export const optional = (of: Column): Column => ({ ...of, allowNull: true })
/** Numbers the rows in the order they were added. */
export const position = (dialect: MigrationContext['dialect']): Column =>
  ({ type: dialect === 'sqlite' ? DataTypes.INTEGER : DataTypes.BIGINT, primaryKey: true, autoIncrement: true })

/**
 * Makes a table with its unique keys (in the table itself) and then its indexes. What is there already is left as it is: MariaDB keeps
 * the tables of a migration that was killed half-way, and it is run again.
 */
export async function createTable(context: MigrationContext, table: string, columns: Record<string, Column>, keys: { unique?: Record<string, string[]>; indexes?: Record<string, string[]> } = {}): Promise<void> {
  await context.query.createTable(table, columns, {
    ...context.options,
    ...(context.collate ? { charset: 'utf8mb4', collate: context.collate, engine: 'InnoDB' } : {}),
    uniqueKeys: Object.fromEntries(Object.entries(keys.unique ?? {}).map(([named, fields]) => [named, { fields }])),
  })
  const there = new Set((await context.query.showIndex(table, context.options) as { name: string }[]).map((index) => index.name))
  for (const [named, fields] of Object.entries(keys.indexes ?? {})) {
    if (!there.has(named)) await context.query.addIndex(table, { ...context.options, name: named, fields })
  }
}

/** Adds a column where it is not there yet: on MariaDB a migration that was killed half-way is run again. */
export async function addColumn(context: MigrationContext, table: string, named: string, column: Column): Promise<void> {
  // its typings leave out the transaction, without which SQLite would wait for itself
  if (named in await context.query.describeTable(table, context.options as never)) return
  await context.query.addColumn(table, named, column, context.options)
}
