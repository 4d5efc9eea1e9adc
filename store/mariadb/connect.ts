import { BaseError, QueryTypes, Sequelize, UniqueConstraintError } from 'sequelize'
import { type Connection, type Insert, type Ongoing, quoted } from '../connection'
import { positional } from '../positional'
import { type Value } from '../store'
import { WentAway } from './gone'
import { parts } from './parts'
import { type Begun, lent, run, transacted } from './run'
import { tlsOf } from './tls'
import { updateOf } from './update'

export interface MariadbLimits {
  /** Connections of this process at most. (Default: 10) */
  connections?: number
  /** How long to wait for a free connection, in ms. (Default: 60,000) */
  acquireMs?: number
}

/** Connects to MariaDB (tested: 10.11) or MySQL by `mysql://user:password@host:port/database`, encrypted as {@link tlsOf} says; READ COMMITTED, strict, UTC. */
export async function connectMariadb(address: string, limits: MariadbLimits = {}): Promise<Connection> {
  const mysql2 = await import('mysql2')
  const { url, tls } = tlsOf(address)
  const sequelize = new Sequelize(url, {
    dialect: 'mysql',
    dialectModule: mysql2,
    logging: false,
    timezone: '+00:00',
    retry: { max: 1 },
    pool: { max: limits.connections ?? 10, acquire: limits.acquireMs ?? 60_000, idle: 10_000 },
    // FOUND_ROWS (mysql2's default, which Sequelize takes away): an UPDATE counts the rows it met, as on SQLite
    // a server has 16,382 prepared statements in all
    dialectOptions: { flags: '', charset: 'utf8mb4', maxPreparedStatements: 200, ...(tls ? { ssl: tls } : {}) },
    hooks: {
      // under the default REPEATABLE READ a conditional update judges by a snapshot, and twenty orders take the credit of ten
      afterConnect: (connection) => prepareSession(connection as Session),
    },
  })
  const [server] = await sequelize.query<{ version: string }>('SELECT version() AS version', { type: QueryTypes.SELECT })
  const collate = server?.version.includes('MariaDB') ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin'
  return {
    dialect: 'mariadb',
    sequelize,
    collate,
    exclusive: (work) => work(),
    triesFor,
    transaction: (work) => transacted(sequelize, work),
    read: (sql, params) => lent(sequelize, async (connection) => {
      const { text, values } = positional(sql, params)
      return await run(sequelize, { connection }, how(values), text, values) as object[]
    }),
    async statement(transaction, sql, values) {
      const result = await run(sequelize, transaction as Begun, how(values), sql, values)
      return Array.isArray(result) ? { rows: result as object[], changes: 0 } : { rows: [], changes: (result as { affectedRows: number }).affectedRows }
    },
    async insertRows(transaction, insert, rows) {
      for (const part of parts(rows)) await addTo(sequelize, transaction, insert, part)
    },
    async insertNew(transaction, insert, rows) {
      const added: boolean[] = []
      for (const part of parts(rows)) added.push(...await addNew(sequelize, transaction, insert, part))
      return added
    },
    async updateRows(transaction, update, rows) {
      let changes = 0
      for (const part of parts(rows.map(({ key, values }) => [...key, ...values]))) {
        const { how: by, sql, values } = updateOf(update, part, collate)
        changes += (await run(sequelize, transaction as Begun, by, sql, values) as { affectedRows: number }).affectedRows
      }
      return changes
    },
    close: () => sequelize.close(),
  }
}

/** A statement of more values will hardly come again in the same shape, and to prepare it would be one more way to the server. */
const PREPARED = 30

const how = (values: readonly Value[]): 'query' | 'execute' => (values.length === 0 || values.length > PREPARED ? 'query' : 'execute')

const addTo = (sequelize: Sequelize, transaction: Ongoing, { table, columns, ending = '' }: Insert, rows: readonly (readonly Value[])[]): Promise<unknown> => {
  const values = rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')
  return run(sequelize, transaction as Begun, 'execute', `INSERT INTO ${table} (${columns.map(quoted).join(', ')}) VALUES ${values} ${ending}`, rows.flat())
}

/** Nearly always all are new; a statement that meets a key that is taken adds none of its rows. */
async function addNew(sequelize: Sequelize, transaction: Ongoing, insert: Insert, rows: readonly (readonly Value[])[]): Promise<boolean[]> {
  try {
    await addTo(sequelize, transaction, insert, rows)
    return rows.map(() => true)
  } catch (error) {
    if (!(error instanceof UniqueConstraintError)) throw error
    if (rows.length === 1) return [false]
    const added: boolean[] = []
    for (const row of rows) added.push(...await addNew(sequelize, transaction, insert, [row]))
    return added
  }
}

interface Session { query(sql: string, done: (error: Error | null) => void): void }

const SESSION = [
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
  "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO'"
    // what MariaDB would keep of a sub-query's answers costs more than asking: those of a claim never come again
    + " /*M!, SESSION optimizer_switch = 'subquery_cache=off' */",
]

async function prepareSession(connection: Session): Promise<void> {
  for (const sql of SESSION) await new Promise<void>((resolve, reject) => connection.query(sql, (error) => (error ? reject(error) : resolve())))
}

/** With the pauses between them some ten seconds: as long as a server takes to start again. */
const GONE_TRIES = 25

/** ER_LOCK_DEADLOCK and ER_LOCK_WAIT_TIMEOUT. */
const AGAIN = [1213, 1205]
/** Deadlocks come in crowds, and the last of forty got through at its eighth try. */
const DEADLOCK_TRIES = 20
/** Whoever lost a race for a unique key sees the winner's row at the second try. */
const UNIQUE_TRIES = 3

function triesFor(error: unknown): number {
  if (error instanceof UniqueConstraintError) return UNIQUE_TRIES
  if (error instanceof WentAway) return GONE_TRIES
  const parent: unknown = error instanceof BaseError && 'parent' in error ? error.parent : error
  const again = typeof parent === 'object' && parent !== null && 'errno' in parent && typeof parent.errno === 'number' && AGAIN.includes(parent.errno)
  return again ? DEADLOCK_TRIES : 1
}
