import { BaseError, QueryTypes, Sequelize, UniqueConstraintError } from 'sequelize'
import { type Connection } from '../connection'

export interface MariadbLimits {
  /** Connections of this process at most. (Default: 10) */
  connections?: number
  /** How long to wait for a free connection, in ms. (Default: 60,000) */
  acquireMs?: number
}

/** Connects to MariaDB (tested: 10.11) or MySQL by `mysql://user:password@host:port/database`; READ COMMITTED, strict, UTC. */
export async function connectMariadb(url: string, limits: MariadbLimits = {}): Promise<Connection> {
  const mysql2 = await import('mysql2')
  const sequelize = new Sequelize(url, {
    dialect: 'mysql',
    dialectModule: mysql2,
    logging: false,
    timezone: '+00:00',
    retry: { max: 1 },
    pool: { max: limits.connections ?? 10, acquire: limits.acquireMs ?? 60_000, idle: 10_000 },
    // FOUND_ROWS (mysql2's default, which Sequelize takes away): an UPDATE counts the rows it met, as on SQLite
    dialectOptions: { flags: '', charset: 'utf8mb4' },
    hooks: {
      // under the default REPEATABLE READ a conditional update judges by a snapshot, and twenty orders take the credit of ten
      afterConnect: (connection) => prepareSession(connection as Session),
    },
  })
  const [server] = await sequelize.query<{ version: string }>('SELECT version() AS version', { type: QueryTypes.SELECT })
  return {
    dialect: 'mariadb',
    sequelize,
    collate: server?.version.includes('MariaDB') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin',
    exclusive: (work) => work(),
    triesFor,
    close: () => sequelize.close(),
  }
}

interface Session { query(sql: string, done: (error: Error | null) => void): void }

const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'",
]

async function prepareSession(connection: Session): Promise<void> {
  for (const sql of SESSION) await new Promise<void>((resolve, reject) => connection.query(sql, (error) => (error ? reject(error) : resolve())))
}

/** ER_LOCK_DEADLOCK and ER_LOCK_WAIT_TIMEOUT. */
const AGAIN = [1213, 1205]
/** Deadlocks come in crowds, and the last of forty got through at its eighth try. */
const DEADLOCK_TRIES = 20
/** Whoever lost a race for a unique key sees the winner's row at the second try. */
const UNIQUE_TRIES = 3

function triesFor(error: unknown): number {
  if (error instanceof UniqueConstraintError) return UNIQUE_TRIES
  const parent: unknown = error instanceof BaseError && 'parent' in error ? error.parent : error
  const again = typeof parent === 'object' && parent !== null && 'errno' in parent && typeof parent.errno === 'number' && AGAIN.includes(parent.errno)
  return again ? DEADLOCK_TRIES : 1
}
