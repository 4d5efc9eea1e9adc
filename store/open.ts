import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { QueryTypes } from 'sequelize'
import { type Connection } from './connection'
import { type Keys, keysOf, lockAway, newKeyMaterial, openKeys, takeOut } from './keys'
import { migrate } from './migrate'
import { settings } from './models/documents'
import { sqliteFile } from './place'
import { insertIfNew, select } from './rows'
import { connectSqlite, type SqliteLimits } from './sqlite/connect'
import { connectMariadb, type MariadbLimits } from './mariadb/connect'
import { type Store } from './store'
import { reading, write } from './write'

export interface StoreOptions {
  /** Folder of the keys. (Default: `ORDER_TO_CASH_KEYS`, else `keys` beside the SQLite file, else `./data/keys`) */
  keys?: string
  /** What the secrets of systems are hidden with. (Default: `ORDER_TO_CASH_KEY`, else a key file) */
  key?: string
  /** Where the keys of a new store are made: in the folder, or in the store itself, locked away with `key`, for machines without a common disk. (Default: `folder`) */
  keysIn?: 'folder' | 'store'
  /** Name of this installation. (Default: `ORDER_TO_CASH_ENVIRONMENT`, else the name the store was made with, else `default`) */
  environment?: string
  /** Make the SQLite file where there is none? Else {@link NoStore} is thrown, and nothing is made. (Default: true) */
  create?: boolean
  limits?: SqliteLimits & MariadbLimits
}

/** There is no SQLite file at the place that was named. */
export class NoStore extends Error {
  override readonly name = 'NoStore'
}

interface Opened { connection: Connection; keys: Keys; environment: string }

/** By what the caller asked for: everyone in this process who asks for the same shares one Sequelize. */
const shared = new Map<string, { opened: Promise<Opened>; users: number }>()

/**
 * Opens the store of a URL (`sqlite:./data/order-to-cash.db`, `mysql://user:password@host/database`), makes its tables and keys where they are
 * missing, and hands out a Store to be closed. Throws where the Node is too old for SQLite, the server is not reachable, the store is of a
 * newer version, or the keys are not those that sealed it; the text says what to do and holds no password.
 */
export async function openStore(url: string, options: StoreOptions = {}): Promise<Store> {
  const place = placeOf(url, options.create ?? true)
  const keysFolder = resolve(options.keys ?? process.env.ORDER_TO_CASH_KEYS ?? place.keys)
  const name = JSON.stringify([place.name, keysFolder, options.environment, options.key])
  let entry = shared.get(name)
  if (!entry) shared.set(name, entry = { opened: open(place, keysFolder, options), users: 0 })
  entry.users++
  const using = entry
  try {
    const { connection, keys, environment } = await using.opened
    return { ...reading(connection, keys), url, environment, write: (work) => write(connection, keys, work), close: once(() => leave(name, using)) }
  } catch (error) {
    shared.delete(name)
    throw error
  }
}

async function leave(name: string, entry: { opened: Promise<Opened>; users: number }): Promise<void> {
  if (--entry.users > 0) return
  shared.delete(name)
  await (await entry.opened).connection.close()
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}

interface Place { name: string; keys: string; connect(limits: StoreOptions['limits']): Promise<Connection> }

function placeOf(url: string, create: boolean): Place {
  const file = sqliteFile(url)
  if (file !== undefined) {
    if (!create && !existsSync(file)) throw new NoStore(`there is no store at ${file}`)
    return { name: file, keys: join(dirname(file), 'keys'), connect: (limits) => connectSqlite(file, limits) }
  }
  if (/^(mysql|mariadb):\/\//.test(url)) {
    return { name: url, keys: './data/keys', connect: (limits) => connectMariadb(url.replace(/^mariadb:/, 'mysql:'), limits).catch((error: unknown) => { throw refused(url, error) }) }
  }
  throw new Error(`a store is sqlite:FILE or mysql://user:password@host:port/database, not ${JSON.stringify(url.replace(/:[^:@/]*@/, ':…@').slice(0, 100))}`)
}

/** A server that cannot be reached or does not let us in, without the password. */
function refused(url: string, error: unknown): Error {
  const { hostname = '?', port = '', username = '', pathname = '' } = URL.parse(url) ?? {}
  const said = (error instanceof Error ? error.message : String(error)) || 'no answer'
  return new Error(`the database server ${hostname}:${port || 3306} did not open ${pathname.slice(1) || 'a database'} for ${username || 'a user without a name'}: ${said}. `
    + 'Check that it runs and can be reached from here, and that user, password and database in the store\'s URL are right', { cause: error })
}

async function open(place: Place, keysFolder: string, options: StoreOptions): Promise<Opened> {
  const connection = await place.connect(options.limits)
  try {
    await migrate(connection)
    const keys = await keysFor(connection, keysFolder, options)
    const environment = await environmentOf(connection, keys, options.environment ?? process.env.ORDER_TO_CASH_ENVIRONMENT)
    return { connection, keys, environment }
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** The keys, if they are those that the store's events were sealed with: with others every event would look changed. */
async function keysFor(connection: Connection, folder: string, options: StoreOptions): Promise<Keys> {
  const missing = !existsSync(join(folder, 'seal.key'))
  const known = await setting(connection, SEALED_WITH)
  const locked = missing ? await setting(connection, LOCKED_AWAY) : undefined
  const inside = locked !== undefined || (missing && known === undefined && options.keysIn === 'store')
  if (known !== undefined && missing && !inside) throw new Error(`this store was sealed with a key that is not in ${folder}: put its keys there, or name their folder in ORDER_TO_CASH_KEYS`)
  const keys = inside ? await keysInside(connection, folder, locked, options.key ?? process.env.ORDER_TO_CASH_KEY) : openKeys(folder, options.key)
  const sealedWith = known ?? await keep(connection, keys, SEALED_WITH, keys.fingerprint)
  if (sealedWith !== keys.fingerprint) throw new Error(`this store was sealed with the key ${sealedWith}, and ${folder} holds ${keys.fingerprint}: name the right folder in ORDER_TO_CASH_KEYS`)
  return keys
}

/** Of processes that start together one makes the keys, and all have the same. */
async function keysInside(connection: Connection, folder: string, locked: string | undefined, passphrase: string | undefined): Promise<Keys> {
  if (!passphrase) throw new Error('the keys of this store lie in it, locked away with a key: set it in ORDER_TO_CASH_KEY, or in the credential')
  const fresh = newKeyMaterial()
  const text = locked ?? await keep(connection, keysOf(fresh, folder, passphrase), LOCKED_AWAY, lockAway(fresh, passphrase))
  return keysOf(takeOut(text, passphrase), folder, passphrase)
}

async function environmentOf(connection: Connection, keys: Keys, asked: string | undefined): Promise<string> {
  const stored = await setting(connection, ENVIRONMENT) ?? await keep(connection, keys, ENVIRONMENT, asked ?? 'default')
  return asked ?? stored
}

const SEALED_WITH = 'sealed-with'
const LOCKED_AWAY = 'locked-away-keys'
const ENVIRONMENT = 'environment'

async function setting(connection: Connection, name: string): Promise<string | undefined> {
  const [row] = await connection.sequelize.query<{ value: string }>('SELECT value FROM settings WHERE name = $1', { type: QueryTypes.SELECT, bind: [name] })
  return row?.value
}

/** The value as it stands afterwards: another process may have been first. */
const keep = (connection: Connection, keys: Keys, name: string, value: string): Promise<string> => write(connection, keys, async (tx) => {
  await insertIfNew(tx, settings, { name, value })
  const [row] = await select(tx, settings, { name })
  return row?.value ?? value
})
