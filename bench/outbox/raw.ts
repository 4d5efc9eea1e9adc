import { type Connection, createConnection } from 'mysql2/promise'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { PRAGMAS } from '../../store/sqlite/driver'

export type Row = Record<string, string | number | null>
/** Rows that are committed together, by table. */
export type Batch = ReadonlyMap<string, readonly Row[]>

/** The bare driver in the form that is fastest for it, on the product's own tables: what the product is measured against. */
export interface Raw {
  /** Rows of a SELECT. */
  read(sql: string): Promise<Row[]>
  /** Adds the rows in one commit. */
  insert(batch: Batch): Promise<void>
  /** Takes up to so many due messages in one commit and answers with their rows. */
  claim(limit: number): Promise<Row[]>
  /** Notes in one commit that they are done. */
  done(messages: readonly Row[], result: string): Promise<void>
  run(sql: string): Promise<void>
  close(): Promise<void>
}

const DUE = "SELECT * FROM messages WHERE state = 'waiting' AND company = 'OC' AND system = 'erp' AND not_before_ms <= ? ORDER BY not_before_ms, position LIMIT ?"
const LEASE_MS = 60_000
/** Of the length that our rows have room for, so that no row of the bare driver's grows either. */
const OWNER = 'raw'.padEnd(64)

export function rawSqlite(file: string): Raw {
  const db = new DatabaseSync(file)
  db.exec(PRAGMAS)
  const statements = new Map<string, StatementSync>()
  const prepared = (sql: string): StatementSync => {
    let statement = statements.get(sql)
    if (!statement) statements.set(sql, statement = db.prepare(sql))
    return statement
  }
  const commit = (work: () => void): void => {
    db.exec('BEGIN IMMEDIATE')
    work()
    db.exec('COMMIT')
  }
  return {
    read: async (sql) => db.prepare(sql).all() as Row[],
    insert: async (batch) => commit(() => {
      for (const [table, rows] of batch) {
        const columns = Object.keys(rows[0]!)
        const statement = prepared(`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`)
        for (const row of rows) statement.run(...columns.map((column) => row[column]!))
      }
    }),
    async claim(limit) {
      let rows: Row[] = []
      commit(() => {
        rows = prepared(DUE).all(Date.now(), limit) as Row[]
        const take = prepared("UPDATE messages SET state = 'sending', owner = 'raw', not_before_ms = ?, attempt = attempt + 1 WHERE position = ?")
        for (const row of rows) take.run(Date.now() + LEASE_MS, row.position!)
      })
      return rows
    },
    done: async (messages, result) => commit(() => {
      const end = prepared("UPDATE messages SET state = 'done', result = ?, ended_ms = ?, owner = NULL WHERE position = ? AND owner = 'raw'")
      for (const row of messages) end.run(result, Date.now(), row.position!)
    }),
    run: async (sql) => db.exec(sql),
    close: async () => db.close(),
  }
}

export async function rawMariadb(url: string): Promise<Raw> {
  const connection = await createConnection(url)
  await connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED')
  const commit = async (work: () => Promise<void>): Promise<void> => {
    await connection.query('BEGIN')
    await work()
    await connection.query('COMMIT')
  }
  return {
    read: async (sql) => (await connection.query(sql))[0] as Row[],
    insert: (batch) => commit(async () => { for (const [table, rows] of batch) await insertAll(connection, table, rows) }),
    async claim(limit) {
      let rows: Row[] = []
      await commit(async () => {
        rows = (await connection.query(`${DUE} FOR UPDATE SKIP LOCKED`, [Date.now(), limit]))[0] as Row[]
        if (rows.length > 0) await connection.query("UPDATE messages SET state = 'sending', owner = ?, not_before_ms = ?, attempt = attempt + 1 WHERE position IN (?)", [OWNER, Date.now() + LEASE_MS, rows.map((row) => row.position)])
      })
      return rows
    },
    async done(messages, result) {
      await connection.query("UPDATE messages SET state = 'done', result = ?, ended_ms = ?, owner = NULL, room = NULL WHERE position IN (?) AND owner = ?", [result, Date.now(), messages.map((row) => row.position), OWNER])
    },
    run: async (sql) => { await connection.query(sql) },
    close: () => connection.end(),
  }
}

const PREPARED = 100

/** A prepared statement for a hundred rows, which costs the server less than their text; one of its own for the rest. */
async function insertAll(connection: Connection, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0]!)
  const places = `(${columns.map(() => '?').join()})`
  for (let from = 0; from < rows.length; from += PREPARED) {
    const some = rows.slice(from, from + PREPARED)
    const sql = `INSERT INTO ${table} (${columns.join()}) VALUES ${some.map(() => places).join()}`
    const values = some.flatMap((row) => columns.map((column) => row[column]!))
    await (some.length === PREPARED ? connection.execute(sql, values) : connection.query(sql, values))
  }
}
