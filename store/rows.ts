import { UniqueConstraintError } from 'sequelize'
import { conditionOf, shapeOf, type Where } from './condition'
import { quoted } from './connection'
import { type Table } from './models/table'
import { type Db, type Tx, type Value } from './store'

interface Options<Row> {
  order?: readonly ((keyof Row & string) | readonly [keyof Row & string, 'DESC'])[]
  limit?: number
  offset?: number
  /** Locks the rows until the transaction ends, where the dialect locks rows. */
  lock?: boolean
}

/** The rows of a table that `where` picks, in the database's own names. */
export const select = <Row extends object>(db: Db, table: Table<Row>, where: Where<Row>, options: Options<Row> = {}): Promise<Row[]> =>
  read(db, table, where, options) as Promise<Row[]>

/** The same, with these columns only. */
export const selectOf = <Row extends object, Column extends keyof Row & string>(db: Db, table: Table<Row>, columns: readonly Column[], where: Where<Row>, options: Options<Row> = {}): Promise<Pick<Row, Column>[]> =>
  read(db, table, where, options, columns) as Promise<Pick<Row, Column>[]>

/** Statements by what they are made of: one that is always the same text is also found faster among those that are prepared. */
const texts = new Map<string, string>()
const MOST = 2000

async function read<Row extends object>(db: Db, table: Table<Row>, where: Where<Row>, options: Options<Row>, columns?: readonly string[]): Promise<object[]> {
  // one of none
  for (const column in where) if (isNone(where[column])) return []
  const { shape, values } = shapeOf(where)
  const { order = [], limit = '', offset = 0, lock = false } = options
  const made = `${db.dialect} ${table.name} ${columns?.join() ?? ''}${shape};${order.join()};${limit} ${offset} ${lock}`
  let text = texts.get(made)
  if (text === undefined) {
    if (texts.size >= MOST) texts.clear()
    texts.set(made, text = selecting(db, table, columns ?? Object.keys(table.columns), where, options))
  }
  return db.query(text, values)
}

function selecting<Row extends object>(db: Db, table: Table<Row>, columns: readonly string[], where: Where<Row>, { order = [], limit, offset = 0, lock = false }: Options<Row>): string {
  let sql = `SELECT ${columns.map(quoted).join(', ')} FROM ${table.name} ${conditionOf(where).sql}`
  const sorted = limit === undefined ? sorting(db) : ''
  if (order.length > 0) sql += ` ORDER BY ${order.map((one) => (typeof one === 'string' ? sorted + quoted(one) : `${sorted}${quoted(one[0])} ${one[1]}`)).join(', ')}`
  if (limit !== undefined) sql += ` LIMIT ${Math.floor(limit)} OFFSET ${Math.floor(offset)}`
  if (lock && db.dialect === 'mariadb') sql += ' FOR UPDATE'
  return sql
}

/**
 * What stands before a column that all rows found are in the order of. SQLite knows no table's size, and would sooner walk all of a company by an index that
 * has this order than look up the few that are wanted by another and sort them.
 */
export const sorting = ({ dialect }: Db): string => (dialect === 'sqlite' ? '+' : '')

const isNone = (condition: unknown): boolean => Array.isArray(condition) && condition.length === 0

export async function selectOne<Row extends object>(db: Db, table: Table<Row>, where: Where<Row>, options: Options<Row> = {}): Promise<Row | undefined> {
  return (await select(db, table, where, { ...options, limit: 1 }))[0]
}

/** False, and nothing written, where one of the table's unique keys is taken. */
export async function insertIfNew<Row extends object>(tx: Tx, table: Table<Row>, row: Partial<Row>): Promise<boolean> {
  try {
    await insertMany(tx, table, [row])
    return true
  } catch (error) {
    if (error instanceof UniqueConstraintError) return false
    throw error
  }
}

/** How many rows `where` met. */
export async function update<Row extends object>(tx: Tx, table: Table<Row>, values: Partial<Row>, where: Where<Row>): Promise<number> {
  const columns = columnsOf([values])
  const condition = conditionOf(where, columns.length + 1)
  const { changes } = await tx.execute(`UPDATE ${table.name} SET ${columns.map((column, no) => `${quoted(column)} = $${no + 1}`).join(', ')} ${condition.sql}`,
    [...columns.map((column) => valueOf(values, column)), ...condition.values])
  return changes
}

export async function remove<Row extends object>(tx: Tx, table: Table<Row>, where: Where<Row>): Promise<number> {
  const condition = conditionOf(where)
  return (await tx.execute(`DELETE FROM ${table.name} ${condition.sql}`, condition.values)).changes
}

/** Adds many rows, with the columns that the first one has; see `Tx.insertRows` for where it throws. */
export async function insertMany<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly Partial<Row>[]): Promise<void> {
  const columns = columnsOf(rows)
  await tx.insertRows(table.name, columns, rows.map((row) => columns.map((column) => valueOf(row, column))))
}

/** Adds those of the rows, all with the columns of the first, for which none of the table's unique keys is taken; says of each whether it was added. */
export async function insertNew<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly Partial<Row>[]): Promise<boolean[]> {
  const columns = columnsOf(rows)
  const values = rows.map((row) => columns.map((column) => valueOf(row, column)))
  return tx.insertNew(table.name, columns, values)
}

/** Writes the columns that the first row has over those of the rows with the same keys; how many were met. */
export async function updateMany<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly Partial<Row>[]): Promise<number> {
  const columns = columnsOf(rows).filter((column) => !(table.key as readonly string[]).includes(column))
  const { changes } = await tx.updateRows(table.name, table.key, columns, rows.map((row) =>
    ({ key: table.key.map((column) => valueOf(row, column)), values: columns.map((column) => valueOf(row, column)) })))
  return changes
}

/**
 * Writes of rows that are there what has become different, the same columns of all of them: an index none of whose columns is named is left alone, and SQLite
 * does not see by itself that a value stays as it is. A column that `before` lacks is written.
 */
export async function updateChanged<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly { before: Partial<Row>; row: Row }[]): Promise<void> {
  const columns = columnsOf<Row>(rows.map(({ row }) => row)).filter((column) => !(table.key as readonly string[]).includes(column) && rows.some(({ before, row }) => before[column] !== row[column]))
  if (columns.length === 0) return
  await tx.updateRows(table.name, table.key, columns, rows.map(({ row }) =>
    ({ key: table.key.map((column) => valueOf<Row>(row, column)), values: columns.map((column) => valueOf<Row>(row, column)) })))
}

/** Writes the rows: new ones, or over those that have their keys. Only for tables with no other unique key, which would be gone over too. */
export async function putMany<Row extends object>(tx: Tx, table: Table<Row>, rows: readonly Row[]): Promise<void> {
  const columns = columnsOf(rows)
  // an index none of whose columns is named is left alone
  const over = columns.filter((column) => !(table.key as readonly string[]).includes(column)).map((column) => (tx.dialect === 'sqlite' ? `${quoted(column)} = excluded.${quoted(column)}` : `${quoted(column)} = VALUES(${quoted(column)})`)).join(', ')
  const ending = tx.dialect === 'sqlite' ? `ON CONFLICT (${table.key.map(quoted).join(', ')}) DO UPDATE SET ${over}` : `ON DUPLICATE KEY UPDATE ${over}`
  await tx.insertRows(table.name, columns, rows.map((row) => columns.map((column) => valueOf(row, column))), ending)
}

export const put = <Row extends object>(tx: Tx, table: Table<Row>, row: Row): Promise<void> => putMany(tx, table, [row])

const columnsOf = <Row extends object>(rows: readonly Partial<Row>[]): (keyof Row & string)[] => Object.keys(rows[0] ?? {}) as (keyof Row & string)[]

/** A row's value as the database takes it; what is left out is NULL. */
const valueOf = <Row extends object>(row: Partial<Row>, column: keyof Row): Value => (row[column] ?? null) as Value
