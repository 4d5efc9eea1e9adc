import { type Sequelize } from 'sequelize'
import { type Value } from './store'

/** A transaction that goes on, as its kind of database has it. */
export interface Ongoing { readonly finished?: unknown }

/** An open database of either kind, below {@link Store}. */
export interface Connection {
  readonly dialect: 'sqlite' | 'mariadb'
  readonly sequelize: Sequelize
  /** Byte-order collation of the server. */
  readonly collate?: string
  /** Runs a whole transaction when its turn has come. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
  /** Runs `work` in one transaction and commits it; rolls back where it throws. */
  transaction<T>(work: (transaction: Ongoing) => Promise<T>): Promise<T>
  /** Rows of a SELECT with `$1`, `$2`, …, outside of any transaction. */
  read(sql: string, params: readonly Value[]): Promise<object[]>
  /** A statement with `?` for its values, by the driver itself on the transaction's own connection. Errors are Sequelize's. */
  statement(transaction: Ongoing, sql: string, values: readonly Value[], how: 'read' | 'write'): Promise<Answer>
  /** The same, for each row of an `INSERT INTO … VALUES` whose values are to follow; `ending` follows them. */
  insertRows(transaction: Ongoing, insert: Insert, rows: readonly (readonly Value[])[]): Promise<void>
  /** Adds rows, each only where no unique key of it is taken; says of each whether it was added. */
  insertNew(transaction: Ongoing, insert: Insert, rows: readonly (readonly Value[])[]): Promise<boolean[]>
  /** Writes other columns of many rows, found by key columns; answers with how many were met. */
  updateRows(transaction: Ongoing, update: Update, rows: readonly { key: readonly Value[]; values: readonly Value[] }[]): Promise<number>
  /** How often in all a transaction that failed with this error is worth running: 1, unless another try may mend it. */
  triesFor(error: unknown): number
  close(): Promise<void>
}

export interface Answer {
  /** Of a reading statement. */
  rows: object[]
  /** Rows that a writing one met. */
  changes: number
}

export interface Insert {
  table: string
  columns: readonly string[]
  /** What follows the values: `ON CONFLICT …`, `ON DUPLICATE KEY …`. */
  ending?: string
}

export interface Update {
  table: string
  key: readonly string[]
  columns: readonly string[]
}

interface Dialect { Query: new (connection: unknown, sequelize: Sequelize, options: object) => { formatError(error: unknown, stack?: string): Error } }

/** A driver's error as Sequelize would throw it (UniqueConstraintError, …), whoever ran the statement. */
export function asSequelizes(sequelize: Sequelize, error: unknown): Error {
  const { dialect } = sequelize as unknown as { dialect: Dialect }
  return new dialect.Query(undefined, sequelize, {}).formatError(error)
}

/** A column's name as both kinds take it, whatever words they reserve. */
export const quoted = (column: string): string => `\`${column}\``
