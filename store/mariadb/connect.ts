import { BaseError, QueryTypes, Sequelize, UniqueConstraintError } from 'sequelize'
import { asSequelizes, type Connection, type Ongoing, quoted, type Update } from '../connection'
import { type Value } from '../store'
import { tlsOf } from './tls'

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
    dialectOptions: { flags: '', charset: 'utf8mb4', ...(tls ? { ssl: tls } : {}) },
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
    transaction: (work) => sequelize.transaction((transaction) => work(transaction as Ongoing)),
    read: (sql, params) => sequelize.query(sql, { type: QueryTypes.SELECT, bind: [...params] }),
    async statement(transaction, sql, values) {
      const result = await run(sequelize, transaction, values.length === 0 || values.length > PREPARED ? 'query' : 'execute', sql, values)
      return Array.isArray(result) ? { rows: result as object[], changes: 0 } : { rows: [], changes: (result as { affectedRows: number }).affectedRows }
    },
    async insertRows(transaction, { table, columns, ending = '' }, rows) {
      for (const part of packets(rows)) {
        await run(sequelize, transaction, 'query', `INSERT INTO ${table} (${columns.map(quoted).join(', ')}) VALUES ? ${ending}`, [part])
      }
    },
    async updateRows(transaction, update, rows) {
      let changes = 0
      for (const part of packets(rows.map(({ key, values }) => [...key, ...values]))) {
        const { sql, values } = joinedUpdate(update, part, collate)
        changes += (await run(sequelize, transaction, 'query', sql, values) as { affectedRows: number }).affectedRows
      }
      return changes
    },
    close: () => sequelize.close(),
  }
}

/** A statement of more values will hardly come again in the same shape, and to prepare it would be one more way to the server. */
const PREPARED = 30

type Driver = Record<'query' | 'execute', (sql: string, values: readonly unknown[], done: (error: Error | null, result: unknown) => void) => void>

async function run(sequelize: Sequelize, transaction: Ongoing, how: 'query' | 'execute', sql: string, values: readonly unknown[]): Promise<unknown> {
  const { connection } = transaction as Ongoing & { connection: Driver }
  try {
    return await new Promise((resolve, reject) => connection[how](sql, values, (error, result) => (error ? reject(error) : resolve(result))))
  } catch (error) {
    throw asSequelizes(sequelize, error)
  }
}

/** In UTF-16 units: at most 12 MiB as UTF-8 with every character escaped, where the server takes 16 MiB by default. */
const PACKET = 2 * 1024 * 1024

function* packets(rows: readonly (readonly Value[])[]): Generator<(readonly Value[])[]> {
  let packet: (readonly Value[])[] = []
  let size = 0
  for (const row of rows) {
    const own = row.reduce<number>((sum, value) => sum + (typeof value === 'string' || Buffer.isBuffer(value) ? value.length : 8), 0)
    if (packet.length > 0 && size + own > PACKET) {
      yield packet
      packet = []
      size = 0
    }
    packet.push(row)
    size += own
  }
  if (packet.length > 0) yield packet
}

/**
 * The rows as a table to join with, since a statement a row is a way to the server each; what all of them have in common is said once.
 * The table's texts have no collation of their own to compare by.
 */
function joinedUpdate({ table, key, columns }: Update, rows: readonly (readonly Value[])[], collate: string): { sql: string; values: Value[] } {
  const common = columns.map((_, no) => rows.every((row) => row[key.length + no] === rows[0]![key.length + no]))
  const places = [...key.keys(), ...[...columns.keys()].filter((no) => !common[no]).map((no) => key.length + no)]
  const said = rows.map((_, no) => `SELECT ${places.map((place) => (no === 0 ? `? AS v${place}` : '?')).join(', ')}`).join(' UNION ALL ')
  const same = key.map((name, place) => `old.${quoted(name)} = said.v${place}${typeof rows[0]![place] === 'string' ? ` COLLATE ${collate}` : ''}`)
  const set = columns.map((name, no) => `old.${quoted(name)} = ${common[no] ? '?' : `said.v${key.length + no}`}`)
  return {
    sql: `UPDATE ${table} old JOIN (${said}) said ON ${same.join(' AND ')} SET ${set.join(', ')}`,
    values: [...rows.flatMap((row) => places.map((place) => row[place]!)), ...[...columns.keys()].filter((no) => common[no]).map((no) => rows[0]![key.length + no]!)],
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
