import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connectMariadb } from '../../store/mariadb/connect'
import { migrate, NewerVersion, refuseNewer } from '../../store/migrate'
import { migrations } from '../../store/migrations'
import { openStore } from '../../store/open'
import * as orders from '../../store/orders'
import { connectSqlite } from '../../store/sqlite/connect'
import { type Store, type Value } from '../../store/store'
import { SCHEMA } from '../../orders/event'
import { append, load } from '../../store/streams'
import { connectorOf } from '../../connectors/registry'
import { worker } from '../../jobs/worker'
import { silent } from '../../sync/log'
import { verify } from '../../sync/proof/verify'
import { freshPlace, onMariadb } from './open'
import { circumstance } from './sample'

const FOLDER = join(__dirname, 'released')
const versions = readdirSync(FOLDER).filter((name) => name.endsWith('.rows.ndjson')).map((name) => name.replace('.rows.ndjson', ''))
const opened: Store[] = []
afterAll(() => Promise.all(opened.map((store) => store.close())))

interface Line { table: string; row: Record<string, Value | { base64: string }> }

/** A database as that version left it: its tables made by its migrations, its rows, and the keys they were sealed with. */
async function asReleased(version: string): Promise<{ url: string; keys: string; schema: string[] }> {
  const place = await freshPlace()
  mkdirSync(place.keys, { recursive: true })
  writeFileSync(join(place.keys, 'seal.key'), `${'a1'.repeat(32)}\n`)
  writeFileSync(join(place.keys, 'secrets.key'), `${'b2'.repeat(32)}\n`)
  const connection = onMariadb ? await connectMariadb(place.url) : await connectSqlite(place.url.slice('sqlite:'.length))
  try {
    await migrate(connection, migrations.filter((migration) => migration.name <= version))
    const lines = readFileSync(join(FOLDER, `${version}.rows.ndjson`), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Line)
    await connection.transaction(async (transaction) => {
      for (const { table, row } of lines.filter((line) => line.table !== 'migrations')) {
        const values = Object.values(row).map((value) => (typeof value === 'object' && value !== null && 'base64' in value ? Buffer.from(value.base64, 'base64') : value))
        await connection.insertRows(transaction, { table, columns: Object.keys(row) }, [values])
      }
    })
    const schema = onMariadb ? [] : ((await connection.sequelize.query("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name"))[0] as { sql: string }[]).map(({ sql }) => `${sql};\n`)
    return { ...place, schema }
  } finally {
    await connection.close()
  }
}

test.each(versions)('a store of the version %s is migrated: its orders are as they were, every chain holds, and it goes on', async (version) => {
  const { url, keys, schema } = await asReleased(version)
  // what was released is never edited: these migrations still make what they made then
  if (!onMariadb) expect(schema.join('')).toBe(readFileSync(join(FOLDER, `${version}.schema.sql`), 'utf8'))
  const store = await openStore(url, { keys, environment: 'test' })
  opened.push(store)
  const context = { store, clock: { now: () => new Date('2026-03-05T08:00:00.000Z') }, log: silent, actor: 'system', owner: 'test', connect: connectorOf }
  const verified = await verify(context)
  expect(verified).toMatchObject({ streams: 8, defects: [], companies: [{ orders: { closed: 1, cancelled: 1, toShip: 1, rejected: 1, held: 1 } }] })
  const closed = (await orders.byKey(store, 'OC', 'NORDBAU', 'PO-CLOSED', '', 0))!
  expect(closed).toMatchObject({ number: 'SO-000001', status: 'closed', paidAmount: '125' })
  const stream = `order/${closed.id}`
  await store.write((tx) => append(tx, [{ company: 'OC', stream, expected: closed.version, circumstance, events: [{ type: 'linked', data: { system: 'erp', kind: 'order', ourId: closed.id, theirId: 'X', revision: 1 } }] }]))
  expect(await load(store, 'OC', stream)).toHaveLength(closed.version + 1)
})

describe('two versions on one database', () => {
  const newer = { name: '9999-newer', up: () => Promise.resolve() }
  const place = async () => {
    const { url, keys } = await freshPlace()
    const store = await openStore(url, { keys, environment: 'test' })
    opened.push(store)
    const migrateOn = async () => {
      const connection = onMariadb ? await connectMariadb(url) : await connectSqlite(url.slice('sqlite:'.length))
      try { await migrate(connection, [...migrations, newer]) } finally { await connection.close() }
    }
    return { url, keys, store, migrateOn }
  }

  test('the older one does not open what a newer one has migrated, and says which version is needed', async () => {
    const { url, keys, store, migrateOn } = await place()
    await migrateOn()
    await store.close()
    await expect(openStore(url, { keys })).rejects.toThrow('this store was migrated by a newer version of order-to-cash (9999-newer): use that version')
  })

  test('an older worker that has it open finishes what it does, begins nothing new, and ends saying why', async () => {
    const { store, migrateOn } = await place()
    await refuseNewer(store)
    await migrateOn()
    const context = { store, clock: { now: () => new Date() }, log: silent, actor: 'system', owner: 'test', connect: connectorOf }
    await store.write((tx) => append(tx, [{ company: 'acme', stream: 'order/a', expected: 0, circumstance, events: [{ type: 'received', data: {} }] }]))
    await expect(worker(context, { signal: AbortSignal.timeout(20_000), pollMs: 20 })).rejects.toThrow(NewerVersion)
    expect(await load(store, 'acme', 'order/a')).toHaveLength(1)
  })

  test('an event that a newer version has written in another schema is refused, not misread', async () => {
    const { store } = await place()
    await store.write((tx) => append(tx, [{ company: 'acme', stream: 'order/a', expected: 0, circumstance, events: [{ type: 'received', data: {}, schema: SCHEMA + 1 }] }]))
    await expect(load(store, 'acme', 'order/a')).rejects.toThrow(`event 1 of order/a was written by a newer version of order-to-cash (schema ${SCHEMA + 1}, and this one knows ${SCHEMA}): use that version`)
  })
})
