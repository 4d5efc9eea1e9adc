import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { receive } from '../../sync/receive'
import { serve } from '../../web/serve'
import { furnish } from '../outbox/company'
import { table } from '../outbox/figures'
import { orderFile } from '../outbox/file'
import { fill } from '../outbox/fill'
import { type Kind, mariadb, type Place, sqlite } from '../outbox/places'
import { startMariadb } from '../outbox/servers'

/**
 * How long a page takes with many orders of one day in the store, a tenth of their messages to the ERP waiting; against the same page with few.
 * Others work on the machine too: of `--times` requests the fastest is what it costs.
 */
const { values: options } = parseArgs({ options: { few: { type: 'string', default: '1000' }, many: { type: 'string', default: '100000' }, times: { type: 'string', default: '7' }, only: { type: 'string' } } })

const PATHS = ['/', '/orders', '/orders?status=toShip&from=2000', '/orders?q=SO-0', '/orders?q=none-is-called-so', '/orders/SO-000017', '/cases', '/cases?owner=system', '/health']
const GOAL_MS = 200

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-bench-'))
  const server = options.only === 'sqlite' ? undefined : await startMariadb(folder)
  try {
    const kinds: Kind[] = [...(options.only === 'mariadb' ? [] : [sqlite(folder)]), ...(server ? [mariadb(folder, server)] : [])]
    const rows: string[][] = []
    for (const kind of kinds) {
      const few = await pagesOver(kind, Number(options.few))
      const many = await pagesOver(kind, Number(options.many))
      for (const path of PATHS) {
        const [least, most] = [few.get(path)!, many.get(path)!]
        rows.push([kind.name, path, least.toFixed(0), most.toFixed(0), (most / least).toFixed(1), most <= GOAL_MS ? 'met' : 'MISSED'])
      }
    }
    table([['store', 'page', `ms over ${options.few} orders`, `ms over ${options.many}`, 'ratio', `goal ${GOAL_MS} ms`], ...rows])
    process.exitCode = rows.every((row) => row.at(-1) === 'met') ? 0 : 1
  } finally {
    await server?.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** The fastest answer to each path, in ms. */
async function pagesOver(kind: Kind, count: number): Promise<Map<string, number>> {
  const place = await kind.fresh()
  const context = await furnish(place.store)
  await receive(context, { channel: 'bench', transportId: '1', bytes: orderFile(1000, 1), fileName: 'orders.x12' })
  if (count > 1000) await fill(place, count)
  await spread(place)
  const served = await serve({ context, port: 0 })
  const fastest = new Map<string, number>()
  for (const path of PATHS) {
    for (let time = 0; time < Number(options.times); time++) {
      const began = performance.now()
      const answer = await fetch(served.url + path)
      await answer.text()
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`)
      fastest.set(path, Math.min(fastest.get(path) ?? Infinity, performance.now() - began))
    }
  }
  await served.close()
  await place.close()
  return fastest
}

/** Over the hours of a day; and the ERP does not answer. */
async function spread({ raw }: Place): Promise<void> {
  for (let no = 0; no < 16; no++) {
    const at = new Date(Date.now() - no * 5_400_000).toISOString()
    for (const [name, column, key] of [['messages', 'created_at', 'stream'], ['events', 'at', 'stream'], ['orders', 'received_at', 'id']]) {
      await raw.run(`UPDATE ${name} SET ${column} = '${at}' WHERE substr(${key}, -1) = '${no.toString(16)}'`)
    }
  }
  await raw.run("UPDATE messages SET state = 'waiting' WHERE system = 'erp' AND position % 10 = 0")
}

void main()
