import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from 'node:crypto'
import { openKeys } from '../../store/keys'
import { NoStore, openStore } from '../../store/open'
import { insertMany } from '../../store/rows'
import { settings } from '../../store/models/documents'
import { type Store } from '../../store/store'
import { freshPlace, freshStore, onMariadb } from './open'

const opened: Store[] = []
afterEach(() => Promise.all(opened.splice(0).map((store) => store.close())))

async function open(url: string, options: Parameters<typeof openStore>[1]): Promise<Store> {
  const store = await openStore(url, options)
  opened.push(store)
  return store
}

const note = (store: Store, name: string) => store.write((tx) => insertMany(tx, settings, [{ name, value: '' }]))

test('everyone in a process who opens the same store shares it, and the last one closes it', async () => {
  const { url, keys } = await freshPlace()
  const [first, second] = await Promise.all([openStore(url, { keys }), openStore(url, { keys })])
  expect(first.sequelize).toBe(second.sequelize)
  await first.close()
  await first.close()
  await note(second, 'still open')
  await second.close()
  await expect(second.query('SELECT 1 AS one')).rejects.toThrow()
  expect(await (await open(url, { keys })).query('SELECT name FROM settings WHERE name = $1', ['still open'])).toHaveLength(1)
})

test('a write that throws leaves nothing, and the next one goes on', async () => {
  const store = await freshStore()
  await expect(store.write(async (tx) => { await insertMany(tx, settings, [{ name: 'half', value: '' }]); throw new Error('no') })).rejects.toThrow('no')
  await note(store, 'next')
  expect((await store.query<{ name: string }>("SELECT name FROM settings WHERE name IN ('half', 'next')")).map((row) => row.name)).toEqual(['next'])
})

test('a write inside a write is refused at once instead of waiting for itself; one after it is not', async () => {
  const store = await freshStore()
  let later: Promise<void> | undefined
  await expect(store.write(() => note(store, 'inner'))).rejects.toThrow('a write inside a write')
  await store.write(async () => { later = new Promise((resolve) => setImmediate(() => resolve(note(store, 'later')))) })
  await later
  expect(await store.query("SELECT name FROM settings WHERE name IN ('inner', 'later')")).toEqual([{ name: 'later' }])
})

test('a hundred writes at once all succeed, and what is read in a transaction is its own', async () => {
  const store = await freshStore()
  await store.write((tx) => insertMany(tx, settings, [{ name: 'count', value: '0' }]))
  await Promise.all(Array.from({ length: 100 }, () => store.write(async (tx) => {
    const [row] = await tx.query<{ value: string }>(`SELECT value FROM settings WHERE name = 'count' ${onMariadb ? 'FOR UPDATE' : ''}`)
    await tx.execute("UPDATE settings SET value = $1 WHERE name = 'count'", [String(Number(row!.value) + 1)])
  })))
  expect(await store.query("SELECT value FROM settings WHERE name = 'count'")).toEqual([{ value: '100' }])
})

test('hostile text is text: in values, in what is looked up, and in what is looked for', async () => {
  const store = await freshStore()
  const names = ["'; DROP TABLE settings; --", "\\'", '$1 :name ?', 'a\0b', '😀', '`"%_', '__proto__']
  for (const name of names) await note(store, name)
  for (const name of names) expect(await store.query('SELECT name FROM settings WHERE name = $1', [name])).toEqual([{ name }])
})

test('the environment is the one the store was made with, unless another is asked for', async () => {
  const { url, keys } = await freshPlace()
  expect((await open(url, { keys, environment: 'production' })).environment).toBe('production')
  expect((await open(url, { keys })).environment).toBe('production')
  expect((await open(url, { keys, environment: 'rehearsal' })).environment).toBe('rehearsal')
  expect((await open(url, { keys })).environment).toBe('production')
})

test('a store is not opened with other keys than it was sealed with, and none are made in their place', async () => {
  const { url, keys, folder } = await freshPlace()
  await (await openStore(url, { keys })).close()
  const empty = join(folder, 'elsewhere')
  await expect(openStore(url, { keys: empty })).rejects.toThrow('ORDER_TO_CASH_KEYS')
  expect(readdirSync(folder)).not.toContain('elsewhere')
  openKeys(empty)
  await expect(openStore(url, { keys: empty })).rejects.toThrow(/was sealed with the key [0-9a-f]{16}, and .*elsewhere holds [0-9a-f]{16}/)
  await open(url, { keys })
})

test('a store that a newer version migrated is refused', async () => {
  const { url, keys } = await freshPlace()
  const store = await openStore(url, { keys })
  await store.write((tx) => tx.execute("INSERT INTO migrations (name) VALUES ('9999-of-tomorrow')"))
  await store.close()
  await expect(openStore(url, { keys })).rejects.toThrow('newer version of order-to-cash (9999-of-tomorrow)')
})

test.each(['postgres://u:secret@h/db', '', 'sqlite::memory:', 'sqlite:'])('%j is no store, and no password is shown', async (url) => {
  const failure = await openStore(url).then(() => undefined, (error: Error) => error)
  expect(failure!.message).toMatch(/sqlite:/)
  expect(failure!.message).not.toContain('secret')
})

test('a server that is not there is named with what to check, and the password is not', async () => {
  const failure = await openStore('mysql://ines:geheim@127.0.0.1:1/orders').then(() => undefined, (error: Error) => error)
  expect(failure!.message).toMatch(/^the database server 127\.0\.0\.1:1 did not open orders for ines: .*ECONNREFUSED.*Check that it runs/)
  expect(`${failure!.message}${failure!.stack}`).not.toContain('geheim')
})

test('the signing key signs what a stranger can check with the public key; keys are for their owner only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-keys-'))
  try {
    const keys = openKeys(folder)
    const root = Buffer.from('root of the night')
    expect(verify(null, root, readFileSync(join(folder, 'sign.pub')), keys.sign(root))).toBe(true)
    expect(verify(null, Buffer.from('another root'), readFileSync(join(folder, 'sign.pub')), keys.sign(root))).toBe(false)
    expect(openKeys(folder).seal('ab')).toBe(keys.seal('ab'))
    for (const name of ['seal.key', 'sign.key']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    writeFileSync(join(folder, 'seal.key'), 'cut')
    expect(() => openKeys(folder)).toThrow('does not hold 64 hex digits')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('ORDER_TO_CASH_KEY is changed without the other keys, and what it hid before is then said to be unreadable', () => {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-keys-'))
  try {
    const before = openKeys(folder, 'first')
    const hidden = before.encrypt('token', 'erp')
    expect(openKeys(folder, 'first').decrypt(hidden, 'erp')).toBe('token')
    const after = openKeys(folder, 'second')
    expect(after.fingerprint).toBe(before.fingerprint)
    for (const text of [hidden, hidden.slice(0, -8), 'v9.a.b.c', '']) expect(() => after.decrypt(text, 'erp')).toThrow('the stored secret of erp')
    expect(readdirSync(folder).sort()).toEqual(['seal.key', 'sign.key', 'sign.pub'])
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('keys that lie in the store itself are the same for all who have its key, and for nobody else', async () => {
  const { url, folder } = await freshPlace()
  const machine = (name: string): string => join(folder, name, 'keys')
  const options = { key: 'a key of the credential', keysIn: 'store' } as const
  const [first, second] = await Promise.all(['a', 'b'].map((name) => openStore(url, { ...options, keys: machine(name) })))
  expect(second!.keys.fingerprint).toBe(first!.keys.fingerprint)
  expect(second!.keys.decrypt(first!.keys.encrypt('token', 'erp'), 'erp')).toBe('token')
  expect([machine('a'), machine('b')].filter((place) => existsSync(join(place, 'seal.key')))).toEqual([])
  await Promise.all([first!.close(), second!.close()])
  // a worker beside n8n needs the key only
  expect((await open(url, { keys: machine('c'), key: options.key })).keys.fingerprint).toBe(first!.keys.fingerprint)
  await expect(openStore(url, { keys: machine('d') })).rejects.toThrow('set it in ORDER_TO_CASH_KEY')
  await expect(openStore(url, { keys: machine('e'), key: 'another' })).rejects.toThrow('cannot be read with this key')
})

if (!onMariadb) {
  test('a Node without node:sqlite is told which one is needed', async () => {
    const { url } = await freshPlace()
    const builtin = jest.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
    await expect(openStore(url)).rejects.toThrow(/needs Node 22\.13 or newer, and this is Node \d/)
    builtin.mockRestore()
  })

  test('a file under two names is one store with one queue of writers', async () => {
    const { url, keys, folder } = await freshPlace()
    const first = await open(url, { keys })
    symlinkSync(join(folder, 'store.db'), join(folder, 'alias.db'))
    expect((await open(`sqlite:${join(folder, 'alias.db')}`, { keys })).sequelize).toBe(first.sequelize)
  })

  test('where no store is, one is made only for who wants that: else nothing is, not even a folder', async () => {
    const { keys, folder } = await freshPlace()
    const url = `sqlite:${join(folder, 'mistyped', 'store.db')}`
    await expect(openStore(url, { keys, create: false })).rejects.toThrow(NoStore)
    expect(readdirSync(folder)).toEqual([])
    await (await openStore(url, { keys })).close()
    await (await openStore(url, { keys, create: false })).close()
  })

  test('what is no database is said to be none', async () => {
    const { url, keys } = await freshPlace()
    writeFileSync(url.slice('sqlite:'.length), 'not a database, but long enough to have a header of sixteen bytes and more')
    await expect(openStore(url, { keys })).rejects.toThrow('SQLITE_NOTADB')
  })

  test('a disk that is full ends the whole write, also where the first error was passed over; the next write goes on', async () => {
    const store = await freshStore()
    const big = { name: 'big', value: 'x'.repeat(20_000_000) }
    const write = (passOver: boolean) => store.write(async (tx) => {
      await insertMany(tx, settings, [{ name: 'before', value: '' }])
      await tx.query('PRAGMA max_page_count = 1')
      await insertMany(tx, settings, [big]).catch((error: Error) => { if (!passOver) throw error })
      await insertMany(tx, settings, [{ name: 'passed over', value: '' }])
    })
    await expect(write(false)).rejects.toThrow('SQLITE_FULL')
    await expect(write(true)).rejects.toThrow('SQLite has rolled this transaction back')
    await store.write(async (tx) => { await tx.query('PRAGMA max_page_count = 1073741823'); await insertMany(tx, settings, [{ name: 'after', value: '' }]) })
    expect(await store.query("SELECT name FROM settings WHERE name IN ('before', 'big', 'passed over', 'after')")).toEqual([{ name: 'after' }])
  })

  test('a copy of the file with its keys beside it is the same store', async () => {
    const { url, keys, folder } = await freshPlace()
    const store = await openStore(url, { keys })
    await note(store, 'copied')
    await store.close()
    copyFileSync(join(folder, 'store.db'), join(folder, 'copy.db'))
    expect(await (await open(`sqlite:${join(folder, 'copy.db')}`, {})).query("SELECT name FROM settings WHERE name = 'copied'")).toHaveLength(1)
  })
}
