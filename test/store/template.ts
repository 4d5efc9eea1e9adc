import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection, type Connection as Server, type RowDataPacket } from 'mysql2/promise'
import { type Connection } from '../../store/connection'
import { connectMariadb } from '../../store/mariadb/connect'
import { migrate } from '../../store/migrate'
import { connectSqlite } from '../../store/sqlite/connect'

/*
 * A store of the tests begins as a copy of one that was migrated once for all of them: the migrations take ten times as long as a copy, hundreds of times.
 * What they do is tried by the tests that open a place without a store.
 */

/** Where the tests on MariaDB run. */
export const SERVER = process.env.MARIADB_URL ?? 'mysql://root@127.0.0.1:3306'

/** Names the folder of the template to all workers of a run. */
const FOLDER = 'ORDER_TO_CASH_TEST_TEMPLATE'
const folder = (): string => process.env[FOLDER]!
const SQLITE = 'store.db'
const MARIADB = 'store.sql'

/** Makes the template of the kind of store that the tests run on, before the first of them. */
export async function makeTemplate(): Promise<void> {
  process.env[FOLDER] = mkdtempSync(join(tmpdir(), 'order-to-cash-template-'))
  if (process.env.STORE !== 'mariadb') return migrated(await connectSqlite(join(folder(), SQLITE)))
  const server = await createConnection(SERVER)
  const database = `o2c_template_${process.pid}`
  await server.query(`CREATE DATABASE ${database}`)
  await migrated(await connectMariadb(`${SERVER}/${database}`))
  await server.query(`USE ${database}`)
  writeFileSync(join(folder(), MARIADB), await statementsOf(server))
  await server.query(`DROP DATABASE ${database}`)
  await server.end()
}

export function removeTemplate(): void {
  rmSync(folder(), { recursive: true, force: true })
}

/** Puts the migrated tables where a new SQLite file is to be. */
export function copyTemplate(file: string): void {
  copyFileSync(join(folder(), SQLITE), file)
}

/** Makes the migrated tables in the empty database that the connection uses; it must take several statements at once. */
export async function runTemplate(server: Server): Promise<void> {
  await server.query(readFileSync(join(folder(), MARIADB), 'utf8'))
}

async function migrated(connection: Connection): Promise<void> {
  await migrate(connection)
  await connection.close()
}

async function statementsOf(server: Server): Promise<string> {
  const rows = async (sql: string): Promise<RowDataPacket[]> => (await server.query<RowDataPacket[]>(sql))[0]
  const statements: string[] = []
  for (const table of await rows('SHOW TABLES')) {
    const name = String(Object.values(table)[0])
    const [made] = await rows(`SHOW CREATE TABLE ${name}`)
    statements.push(String(made!['Create Table']))
    for (const row of await rows(`SELECT * FROM ${name}`)) statements.push(server.format(`INSERT INTO ${name} SET ?`, [row]))
  }
  return statements.join(';\n')
}
