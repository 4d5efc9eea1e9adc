import { join } from 'node:path'
import { openStore } from '../../store/open'
import { type Store } from '../../store/store'
import { type Raw, rawMariadb, rawSqlite } from './raw'
import { type startMariadb } from './servers'

/** A kind of database to measure on: makes empty stores, each in a database of its own. */
export interface Kind {
  name: 'SQLite' | 'MariaDB'
  driver: string
  fresh(): Promise<Place>
}

/** One database with the product's tables, to be reached by the product and by the bare driver. */
export interface Place {
  store: Store
  raw: Raw
  close(): Promise<void>
}

let made = 0

export const sqlite = (folder: string): Kind => ({
  name: 'SQLite', driver: 'node:sqlite',
  async fresh() {
    const file = join(folder, `store-${++made}.db`)
    return place(await openStore(`sqlite:${file}`, { keys: join(folder, `keys-${made}`) }), rawSqlite(file))
  },
})

export const mariadb = (folder: string, server: Awaited<ReturnType<typeof startMariadb>>): Kind => ({
  name: 'MariaDB', driver: 'mysql2',
  async fresh() {
    const database = `bench_${++made}`
    await server.create(database)
    return place(await openStore(server.url(database), { keys: join(folder, `keys-${made}`) }), await rawMariadb(server.url(database)))
  },
})

const place = (store: Store, raw: Raw): Place => ({ store, raw, async close() { await raw.close(); await store.close() } })
