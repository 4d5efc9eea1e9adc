import { type FindOptions, UniqueConstraintError, type WhereOptions } from 'sequelize'
import { modelOf, type Table } from './models/table'
import { type Db, type Tx } from './store'

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

/** Writes the row: a new one, or over the one that has its key. */
export async function put<Row extends object>(tx: Tx, table: Table<Row>, row: Row): Promise<void> {
  const where = Object.fromEntries(table.key.map((column) => [column, row[column]])) as WhereOptions<Row>
  if (await update(tx, table, row, where) === 0) await insert(tx, table, [row])
}
