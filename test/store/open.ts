import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { openStore, type StoreOptions } from '../../store/open'
import { type Store } from '../../store/store'

/** STORE=mariadb runs the tests on the server of this address; the default is SQLite in a folder of its own. */
const SERVER = process.env.MARIADB_URL ?? 'mysql://root@127.0.0.1:3306'
export const onMariadb = process.env.STORE === 'mariadb'

const cleanups: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

/** The URL and keys of a place where no store is yet; it is removed after the tests of the file. */
export async function freshPlace(): Promise<{ url: string; keys: string; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-'))
  cleanups.push(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  const keys = join(folder, 'keys')
  if (!onMariadb) return { url: `sqlite:${join(folder, 'store.db')}`, keys, folder }
  const database = `o2c_test_${process.pid}_${randomBytes(4).toString('hex')}`
  await onServer(`CREATE DATABASE ${database}`)
  cleanups.push(() => onServer(`DROP DATABASE ${database}`))
  return { url: `${SERVER}/${database}`, keys, folder }
}

/** An empty store of the kind that STORE names; it is closed and removed after the tests of the file. */
export async function freshStore(options: StoreOptions = {}): Promise<Store & { keysFolder: string; folder: string }> {
  const { url, keys, folder } = await freshPlace()
  const store = await openStore(url, { keys, ...options })
  cleanups.push(() => store.close())
  return Object.assign(store, { keysFolder: keys, folder })
}

async function onServer(sql: string): Promise<void> {
  const connection = await createConnection(SERVER)
  try {
    await connection.query(sql)
  } finally {
    await connection.end()
  }
}
