import { type FindOptions, UniqueConstraintError, type WhereOptions } from 'sequelize'
import { quoted } from './connection'
import { modelOf, type Table } from './models/table'
import { type Db, type Tx, type Value } from './store'

type Options<Row> = Pick<FindOptions<Row>, 'order' | 'limit' | 'offset'> & {
  /** Locks the rows until the transaction ends, where the dialect locks rows. */
  lock?: boolean
}

/** The rows of a table that `where` picks, in the database's own names. */
export async function select<Row extends object>(db: Db, table: Table<Row>, where: WhereOptions<Row>, options: Options<Row> = {}): Promise<Row[]> {
  const { lock, ...rest } = options
  const rows: unknown = await modelOf(db.sequelize, table).findAll({ ...rest, where, raw: true, transaction: db.transaction, lock: lock === true && db.dialect === 'mariadb' })
  return rows as Row[]
}

export async function selectOne<Row extends object>(db: Db, table: Table<Row>, where: WhereOptions<Row>, options: Options<Row> = {}): Promise<Row | undefined> {
  return (await select(db, table, where, { ...options, limit: 1 }))[0]
}

export async function insert<Row extends object>(tx: Tx, table: Table<Row>, rows: Partial<Row>[]): Promise<void> {
  const model = modelOf(tx.sequelize, table)
  const options = { transaction: tx.transaction, validate: false, hooks: false, returning: false }
  const [only, ...others] = rows
  if (only === undefined) return
  if (others.length === 0) await model.create(only as never, options)
  else await model.bulkCreate(rows as never, options)
}

/** False, and nothing written, where one of the table's unique keys is taken. */
export async function insertIfNew<Row extends object>(tx: Tx, table: Table<Row>, row: Partial<Row>): Promise<boolean> {
  try {
    await insert(tx, table, [row])
    return true
  } catch (error) {
    if (error instanceof UniqueConstraintError) return false
    throw error
  }
}

/** How many rows `where` met. */
export async function update<Row extends object>(tx: Tx, table: Table<Row>, values: Partial<Row>, where: WhereOptions<Row>): Promise<number> {
  const [changes] = await modelOf(tx.sequelize, table).update(values, { where, transaction: tx.transaction, hooks: false, validate: false })
  return changes
}

export async function remove<Row extends object>(tx: Tx, table: Table<Row>, where: WhereOptions<Row>): Promise<number> {
  return modelOf(tx.sequelize, table).destroy({ where, transaction: tx.transaction, hooks: false })
}

/** Adds many rows, with the columns that the first one has; see `Tx.insertRows` for where it throws. */
export async function insertMany<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly Partial<Row>[]): Promise<void> {
  const columns = columnsOf(rows)
  await tx.insertRows(table.name, columns, rows.map((row) => columns.map((column) => valueOf(row, column))))
}

/** Adds all of the rows; false, and nothing written, where one of the table's unique keys is taken. */
export async function insertAllIfNew<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly Partial<Row>[]): Promise<boolean> {
  await tx.execute('SAVEPOINT all_new')
  try {
    await insertMany(tx, table, rows)
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error
    await tx.execute('ROLLBACK TO SAVEPOINT all_new')
    return false
  }
  await tx.execute('RELEASE SAVEPOINT all_new')
  return true
}

/** Writes the columns that the first row has over those of the rows with the same keys; how many were met. */
export async function updateMany<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly Partial<Row>[]): Promise<number> {
  const columns = columnsOf(rows).filter((column) => !(table.key as readonly string[]).includes(column))
  const { changes } = await tx.updateRows(table.name, table.key, columns, rows.map((row) =>
    ({ key: table.key.map((column) => valueOf(row, column)), values: columns.map((column) => valueOf(row, column)) })))
  return changes
}

/** Writes the rows: new ones, or over those that have their keys. Only for tables with no other unique key, which would be gone over too. */
export async function putMany<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly Row[]): Promise<void> {
  const columns = columnsOf(rows)
  const over = columns.map((column) => (tx.dialect === 'sqlite' ? `${quoted(column)} = excluded.${quoted(column)}` : `${quoted(column)} = VALUES(${quoted(column)})`)).join(', ')
  const ending = tx.dialect === 'sqlite' ? `ON CONFLICT (${table.key.map(quoted).join(', ')}) DO UPDATE SET ${over}` : `ON DUPLICATE KEY UPDATE ${over}`
  await tx.insertRows(table.name, columns, rows.map((row) => columns.map((column) => valueOf(row, column))), ending)
}

export const put = <Row extends object>(tx: Tx, table: Table<Row>, row: Row): Promise<void> => putMany(tx, table, [row])

const columnsOf = <Row extends object>(rows: readonly Partial<Row>[]): (keyof Row & string)[] => Object.keys(rows[0] ?? {}) as (keyof Row & string)[]

/** A row's value as the database takes it; what is left out is NULL. */
const valueOf = <Row extends object>(row: Partial<Row>, column: keyof Row): Value => (row[column] ?? null) as Value
