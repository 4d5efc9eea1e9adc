import { type Sequelize } from 'sequelize'
import { type Keys } from './keys'

/** What SQL takes and gives here: money and quantities as integers, instants as ISO texts, bytes of documents. */
export type Value = string | number | Buffer | null

/** For reading, in a transaction or without one. */
export interface Db {
  readonly dialect: 'sqlite' | 'mariadb'
  readonly keys: Keys
  /** Only for `store/`; everyone else reads through its functions. */
  readonly sequelize: Sequelize
  /** Rows of a SELECT with `$1`, `$2`, … bound to `params`. */
  query<T extends object>(sql: string, params?: readonly Value[]): Promise<T[]>
}

/** For writing. It is only handed out inside {@link Store.write}, so that a write without a transaction does not compile. */
export interface Tx extends Db {
  /** An INSERT, UPDATE or DELETE; `changes` counts the rows it met (also those whose values stayed equal). */
  execute(sql: string, params?: readonly Value[]): Promise<{ changes: number }>
  /**
   * Adds rows in as few statements as the database's limits on packets allow; `ending` follows their values. Where it throws (Sequelize's
   * UniqueConstraintError where a key is taken), some may have been added: let the transaction end.
   */
  insertRows(table: string, columns: readonly string[], rows: readonly (readonly Value[])[], ending?: string): Promise<void>
  /** Adds those of the rows for which no unique key is taken; says of each whether it was added. */
  insertNew(table: string, columns: readonly string[], rows: readonly (readonly Value[])[]): Promise<boolean[]>
  /** Writes columns of many rows, each found by its key, in as few statements as the database allows; `changes` counts the rows that were met. */
  updateRows(table: string, key: readonly string[], columns: readonly string[], rows: readonly { key: readonly Value[]; values: readonly Value[] }[]): Promise<{ changes: number }>
}

/** One database. Get it by `openStore`. */
export interface Store extends Db {
  readonly url: string
  /** Name of this installation: a system record of another environment must refuse to send. */
  readonly environment: string
  /**
   * Runs `work` in one transaction and commits what it wrote; throws, and writes nothing, where it throws.
   * `work` must be repeatable: on MariaDB it is run again after a deadlock, a lock wait or a lost race for a unique key.
   * It awaits nothing but the database (no HTTP, no timer): on SQLite all writers of the file wait for it. A write inside a write is refused.
   */
  write<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Closes the database when everyone who opened it has closed it. */
  close(): Promise<void>
}
