import { realpathSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { type Options, QueryTypes, Sequelize, Transaction } from 'sequelize'
import { asSequelizes, type Connection, type Ongoing } from '../connection'
import { hasCode } from '../errorCode'
import { makeFolder } from '../folder'
import { positional } from '../positional'
import { type OpenTransaction, type Sqlite, sqliteDriver } from './driver'
import { SqliteError } from './errors'
import { refuseForeignLog, refuseNetwork } from './disk'
import { queueOf } from './queue'
import { insertion, updating } from './texts'

export interface SqliteLimits {
  /** How long a write may wait for another process's lock, in ms. (Default: 60,000) */
  busyMs?: number
}

/**
 * Opens (and makes) a database file in WAL mode with `synchronous=FULL`. All writers of this process go one after the other through one
 * queue per real path; those of other processes are waited for from timers, so that the event loop stays free.
 */
export async function connectSqlite(path: string, limits: SqliteLimits = {}): Promise<Connection> {
  const sqlite = builtin()
  const file = realFile(path)
  refuseNetwork(file)
  refuseForeignLog(file)
  makeFolder(dirname(file))
  const driver = sqliteDriver(sqlite, { busyMs: limits.busyMs ?? 60_000 })
  const options: Options & { foreignKeys: boolean } = {
    dialect: 'sqlite', storage: file, dialectModule: driver, logging: false, retry: { max: 1 }, transactionType: Transaction.TYPES.IMMEDIATE,
    // Sequelize would switch them on anew for each transaction; the tables have none
    foreignKeys: false,
  }
  const sequelize = new Sequelize(options)
  releaseWhatFails(sequelize)
  // kept in the file: every later connection has it
  const [mode] = await sequelize.query<{ journal_mode: string }>('PRAGMA journal_mode = WAL', { type: QueryTypes.SELECT })
  if (mode?.journal_mode !== 'wal') throw new Error(`${file} cannot be shared between processes where it lies (journal mode ${mode?.journal_mode}): put it on a local disk`)
  const queue = queueOf(file)
  const asked = <T>(transaction: Ongoing, work: (open: OpenTransaction) => T): T => {
    try {
      return work(transaction as OpenTransaction)
    } catch (error) {
      throw asSequelizes(sequelize, error)
    }
  }
  return {
    dialect: 'sqlite',
    sequelize,
    exclusive: (work) => queue.run(work),
    triesFor: () => 1,
    async transaction(work) {
      try {
        return await driver.transaction(file, work)
      } catch (error) {
        throw asSequelizesIfSqlites(sequelize, error)
      }
    },
    async read(sql, params) {
      const { text, values } = positional(sql, params)
      try {
        return await driver.read(file, text, values)
      } catch (error) {
        throw asSequelizes(sequelize, error)
      }
    },
    async statement(transaction, sql, values, how) {
      const { rows = [], changes } = asked(transaction, (open) => open.now(sql, values, how === 'read' ? 'all' : 'run'))
      return { rows: rows as object[], changes }
    },
    async insertRows(transaction, insert, rows) {
      // a prepared statement a row is faster here than one for all
      asked(transaction, (open) => open.each(insertion(insert), rows))
    },
    async insertNew(transaction, insert, rows) {
      return asked(transaction, (open) => open.each(insertion({ ...insert, ending: 'ON CONFLICT DO NOTHING' }), rows)).map((changes) => changes === 1)
    },
    async updateRows(transaction, update, rows) {
      const met = asked(transaction, (open) => open.each(updating(update), rows.map(({ key, values }) => [...values, ...key])))
      return met.reduce((sum, changes) => sum + changes, 0)
    },
    async close() {
      await queue.run(() => sequelize.close())
      driver.end()
    },
  }
}

/** What the transaction's own work throws stays as it is. */
const asSequelizesIfSqlites = (sequelize: Sequelize, error: unknown): unknown => (error instanceof SqliteError ? asSequelizes(sequelize, error) : error)

/** After a failed COMMIT Sequelize destroys the connection through its pool, and those of SQLite are not in it: the real error would be lost. */
function releaseWhatFails(sequelize: Sequelize): void {
  const connections = sequelize.connectionManager as unknown as { destroyConnection(connection: unknown): Promise<void>; releaseConnection(connection: unknown): void }
  connections.destroyConnection = async (connection) => connections.releaseConnection(connection)
}

/** Symbolic links resolved, so that one file has one queue whatever it is called; it and its folders need not be there yet. */
export function realFile(path: string): string {
  if (path === ':memory:' || path === '') throw new Error('an SQLite store needs a file, such as sqlite:./data/order-to-cash.db')
  return real(resolve(path))
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT') && dirname(path) !== path) return join(real(dirname(path)), basename(path))
    throw error
  }
}

function builtin(): Sqlite {
  const sqlite = process.getBuiltinModule?.('node:sqlite') as Sqlite | undefined
  if (!sqlite) {
    throw new Error(`the embedded SQLite store needs Node 22.13 or newer, and this is Node ${process.versions.node}. `
      + 'Use the one that comes with the project (npx order-to-cash …, npm start), or a server: --store mysql://…')
  }
  return sqlite
}
