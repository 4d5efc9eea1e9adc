import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
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
const EMPTYING = 'empty.sql'
/** The databases that nobody uses, one file each. */
const FREE = 'free'

/** Makes the template of the kind of store that the tests run on, before the first of them. */
export async function makeTemplate(): Promise<void> {
  process.env[FOLDER] = mkdtempSync(join(tmpdir(), 'order-to-cash-template-'))
  if (process.env.STORE !== 'mariadb') return migrated(await connectSqlite(join(folder(), SQLITE)))
  const server = await createConnection(SERVER)
  const database = `o2c_template_${process.pid}`
  await server.query(`CREATE DATABASE ${database}`)
  await migrated(await connectMariadb(`${SERVER}/${database}`))
  await server.query(`USE ${database}`)
  const tables = await tablesOf(server)
  writeFileSync(join(folder(), MARIADB), tables.map(({ made, filled }) => [made, ...filled].join(';\n')).join(';\n'))
  writeFileSync(join(folder(), EMPTYING), tables.map(({ emptied, filled }) => [...emptied, ...filled].join(';\n')).join(';\n'))
  mkdirSync(join(folder(), FREE))
  await server.query(`DROP DATABASE ${database}`)
  await server.end()
}

export async function removeTemplate(): Promise<void> {
  const free = join(folder(), FREE)
  if (process.env.STORE === 'mariadb') await onServer(async (server) => { for (const name of readdirSync(free)) await server.query(`DROP DATABASE ${name}`) })
  rmSync(folder(), { recursive: true, force: true })
}

/** Puts the migrated tables where a new SQLite file is to be. */
export function copyTemplate(file: string): void {
  copyFileSync(join(folder(), SQLITE), file)
}

/** The name of a database on SERVER with the migrated tables: one that was given back, or a new one. */
export async function takeDatabase(): Promise<string> {
  const free = join(folder(), FREE)
  for (const name of readdirSync(free)) {
    try {
      // whoever moves it first has it
      renameSync(join(free, name), join(folder(), name))
      return name
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  const name = newDatabase()
  await onServer((server) => server.query(`CREATE DATABASE ${name}; USE ${name}; ${readFileSync(join(folder(), MARIADB), 'utf8')}`))
  writeFileSync(join(folder(), name), '')
  return name
}

/** Empties the tables, which costs a tenth of making them, and leaves the database to the next who asks for one. */
export async function giveBack(name: string): Promise<void> {
  await onServer((server) => server.query(`USE ${name}; ${readFileSync(join(folder(), EMPTYING), 'utf8')}`))
  renameSync(join(folder(), name), join(folder(), FREE, name))
}

export const newDatabase = (): string => `o2c_test_${process.pid}_${randomBytes(4).toString('hex')}`

/** Does something on a connection to SERVER of its own, which takes several statements at once. */
export async function onServer(work: (server: Server) => Promise<unknown>): Promise<void> {
  const server = await createConnection({ uri: SERVER, multipleStatements: true })
  try {
    await work(server)
  } finally {
    await server.end()
  }
}

async function migrated(connection: Connection): Promise<void> {
  await migrate(connection)
  await connection.close()
}

/** How each table is made, emptied and filled. */
async function tablesOf(server: Server): Promise<{ made: string; emptied: string[]; filled: string[] }[]> {
  const rows = async (sql: string): Promise<RowDataPacket[]> => (await server.query<RowDataPacket[]>(sql))[0]
  const tables = []
  for (const table of await rows('SHOW TABLES')) {
    const name = String(Object.values(table)[0])
    const made = String((await rows(`SHOW CREATE TABLE ${name}`))[0]!['Create Table'])
    const filled = (await rows(`SELECT * FROM ${name}`)).map((row) => server.format(`INSERT INTO ${name} SET ?`, [row]))
    tables.push({ made, filled, emptied: [`DELETE FROM ${name}`, ...(made.includes('AUTO_INCREMENT') ? [`ALTER TABLE ${name} AUTO_INCREMENT = 1`] : [])] })
  }
  return tables
}
