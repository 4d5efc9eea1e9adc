import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type StoreOptions } from '../../store/open'
import { type Store } from '../../store/store'
import { copyTemplate, giveBack, newDatabase, onServer, SERVER, takeDatabase } from './template'

/** STORE=mariadb runs the tests on SERVER; the default is SQLite in a folder of its own. */
export const onMariadb = process.env.STORE === 'mariadb'

const cleanups: (() => Promise<void>)[] = []
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup()
})

interface Place { url: string; keys: string; folder: string }

/** The URL and keys of a place where no store is yet; it is removed after the tests of the file. */
export const freshPlace = (): Promise<Place> => placeWith({ tables: false })

/** An empty store of the kind that STORE names; it is closed and removed after the tests of the file. */
export async function freshStore(options: StoreOptions = {}): Promise<Store & { keysFolder: string; folder: string }> {
  const { url, keys, folder } = await placeWith({ tables: true })
  const store = await openStore(url, { keys, ...options })
  cleanups.push(() => store.close())
  return Object.assign(store, { keysFolder: keys, folder })
}

async function placeWith({ tables }: { tables: boolean }): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-'))
  cleanups.push(async () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  const keys = join(folder, 'keys')
  if (!onMariadb) {
    const file = join(folder, 'store.db')
    if (tables) copyTemplate(file)
    return { url: `sqlite:${file}`, keys, folder }
  }
  if (tables) {
    const database = await takeDatabase()
    cleanups.push(() => giveBack(database))
    return { url: `${SERVER}/${database}`, keys, folder }
  }
  const database = newDatabase()
  await onServer((server) => server.query(`CREATE DATABASE ${database}`))
  cleanups.push(() => onServer((server) => server.query(`DROP DATABASE ${database}`)))
  return { url: `${SERVER}/${database}`, keys, folder }
}
