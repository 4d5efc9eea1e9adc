import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { startRedis } from '../bench/workers/redis'
import { openStore } from '../store/open'
import * as cases from '../store/cases'
import { countByStatus } from '../store/orders'
import * as outbox from '../store/outbox'
import { type Store } from '../store/store'
import { freePort, isListening, Kept, pause, startMariadb, startNode } from './children'
import { COMPANY, configure, SETTLE, TIMEOUT, writeInbox } from './company'
import { type Counted, count } from './count'
import { makeMischief, measured, type Mischief } from './mischief'
import { type Faulty, faultsOf, happened, seedSystems, startSystems, subscribe } from './systems'

const { values: options } = parseArgs({ options: {
  orders: { type: 'string', default: '1000' }, store: { type: 'string', default: 'sqlite' }, workers: { type: 'string', default: '3' }, seed: { type: 'string', default: '1' },
  /** Workers share the work by a Redis of its own, which is flushed three times. */
  redis: { type: 'boolean', default: false },
  /** Writes the report to docs/soak.md. */
  keep: { type: 'boolean', default: false },
} })
const orders = Number(options.orders)
const onMariadb = options.store === 'mariadb'
const root = resolve(process.cwd())
const TODAY = '2026-03-02'
/** Milliseconds without any progress, and with no message that waits for its next attempt, after which it is said to be stuck. */
const STUCK = 240_000

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-soak-'))
  const kept: { end(): Promise<void> }[] = []
  const began = performance.now()
  const end = async (): Promise<void> => { for (const one of kept.splice(0)) await one.end() }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => { void end().finally(() => { rmSync(folder, { recursive: true, force: true, maxRetries: 3 }); process.exit(1) }) })
  }
  try {
    const database = onMariadb ? await startMariadb(folder) : undefined
    if (database) kept.push(database.server)
    const url = database ? `${database.url}/soak` : `sqlite:${join(folder, 'store.db')}`
    if (database) await createDatabase(database.url)
    const redis = options.redis ? await startRedis() : undefined
    if (redis) kept.push({ end: () => redis.close() })
    const systems = await startSystems(root, folder)
    kept.push(...systems.map((system) => system.process))
    await seedSystems(systems, orders)
    const env = { ORDER_TO_CASH_STORE: url, ORDER_TO_CASH_KEYS: join(folder, 'keys'), ORDER_TO_CASH_ENVIRONMENT: 'soak', ORDER_TO_CASH_INBOX: join(folder, 'inbox'), ORDER_TO_CASH_LOG: 'warn', ...(redis ? { REDIS_URL: redis.url } : {}) }
    const store = await openStore(url, { keys: env.ORDER_TO_CASH_KEYS, environment: 'soak' })
    await configure(store, systems)
    cli(env, ['run', 'refresh'])
    const files = writeInbox(env.ORDER_TO_CASH_INBOX, orders)
    const door = await openDoor(folder, env)
    kept.unshift(door.process)
    await subscribe(systems, door.url)
    await Promise.all(systems.map((system, index) => system.call('PUT', '/faults', faultsOf(index, Number(options.seed), TIMEOUT))))

    const workers = Array.from({ length: Number(options.workers) }, (_, no) => new Kept(() => startNode(join(folder, `worker-${no}.log`), [join(root, 'dist/cli.js'), 'worker'], env)))
    kept.unshift(...workers)
    const mischief = measured(orders, onMariadb, options.redis)
    const done = { planted: 0 }
    const bad = makeMischief(mischief, seeded(Number(options.seed)), workers, database?.server, Math.max(1500, orders * 12 / (mischief.kills + mischief.stops + mischief.databases + mischief.flushes)), redis && (() => redis.flush()))
    await untilAllAreThrough(store, systems, files, done)
    await bad
    await untilAllAreThrough(store, systems, files, done)
    const day = performance.now() - began
    const befallen = await happened(systems)
    await Promise.all(systems.map((system) => system.call('PUT', '/faults', [])))
    await Promise.all(workers.map((worker) => worker.end()))
    await pause(SETTLE)
    const night = JSON.parse(cli(env, ['run', 'nightly', '--json'])) as { counts: Record<string, number>; outcome: string }
    cli(env, ['run', 'dispatch'])
    cli(env, ['run', 'follow'])
    const verified = JSON.parse(cli(env, ['verify', '--json'])) as { events: number; defects: unknown[]; companies: { orders: Record<string, number>; once: boolean }[] }
    const [webhooks] = await store.query<{ n: number }>("SELECT count(*) AS n FROM arrivals WHERE channel LIKE 'webhook/%'")
    const open = await cases.list(store, COMPANY, { state: 'open', limit: 1000 })
    const counted = await count(systems, orders)
    await store.close()
    const report = reportOf({ day, total: performance.now() - began, mischief, workers, planted: done.planted, webhooks: Number(webhooks!.n), befallen, night: night.counts, verified, open: open.map((found) => `${found.kind}: ${found.text}`), counted })
    console.log(report.text)
    if (options.keep) keep(report.text)
    process.exitCode = report.good ? 0 : 1
    if (!report.good) console.log(`what was written meanwhile lies in ${folder}`)
    else rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  } finally {
    await end()
  }
}

/** The product's own door for webhooks. */
async function openDoor(folder: string, env: NodeJS.ProcessEnv): Promise<{ process: Kept; url: string }> {
  const port = await freePort()
  const process = new Kept(() => startNode(join(folder, 'serve.log'), [join(root, 'dist/cli.js'), 'serve', '--port', String(port)], env))
  for (let tries = 0; !await isListening(port); tries++) {
    if (tries > 300) throw new Error('"order-to-cash serve" does not listen: see serve.log')
    await pause(100)
  }
  return { process, url: `http://127.0.0.1:${port}` }
}

/** A command of the product, run as a user would; exit 2 says that a person must see something. */
function cli(env: NodeJS.ProcessEnv, args: string[]): string {
  try {
    return execFileSync(process.execPath, [join(root, 'dist/cli.js'), ...args], { env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 })
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
    if (status === 2) return stdout
    throw new Error(`order-to-cash ${args.join(' ')} ended with ${status}: ${stderr.slice(-2000)} ${stdout.slice(-2000)}`)
  }
}

/** People in the systems ship, deliver and pay; one payment in a hundred orders no feed ever shows. Ends when nothing of any order is open but those payments. */
async function untilAllAreThrough(store: Store, systems: readonly Faulty[], files: number, done: { planted: number }): Promise<void> {
  const [wms, finance] = ['wms', 'finance'].map((name) => systems.find((system) => system.name === name)!) as [Faulty, Faulty]
  for (let last = '', since = performance.now(); ;) {
    await wms.call('POST', '/operator/ship', { today: TODAY })
    await wms.call('POST', '/operator/deliver', { today: TODAY })
    if (done.planted < orders / 100) {
      const plant = await finance.call('POST', '/operator/plant', { name: `lost-${done.planted}`, what: 'payment-unreported', with: { once: 'yes' } }).catch(() => undefined)
      if (plant !== undefined) done.planted++
    }
    await finance.call('POST', '/operator/pay', { today: TODAY })
    const state = await stateOf(store).catch(() => undefined)
    if (state) {
      if (state.arrived === files && state.waiting === 0 && state.through >= orders) return
      const text = JSON.stringify(state)
      if (text !== last || state.later > 0) [last, since] = [text, performance.now()]
      if (performance.now() - since > STUCK) throw new Error(`nothing moves any more: ${text}`)
      if (process.stderr.isTTY) process.stderr.write(`\r${text}   `)
    }
    await pause(1000)
  }
}

/** Undefined while the database is away. */
async function stateOf(store: Store): Promise<{ arrived: number; waiting: number; later: number; through: number; orders: Record<string, number> }> {
  const byStatus = await countByStatus(store, COMPANY)
  const [arrived] = await store.query<{ n: number }>("SELECT count(*) AS n FROM arrivals WHERE outcome <> 'pending' AND channel = 'folder'")
  const waiting = (await outbox.counts(store)).filter(({ state }) => !['done', 'superseded'].includes(state)).reduce((sum, one) => sum + Number(one.count), 0)
  const [later] = await store.query<{ n: number }>("SELECT count(*) AS n FROM messages WHERE state IN ('waiting', 'unknown') AND not_before_ms > $1", [Date.now()])
  return { arrived: Number(arrived!.n), waiting, later: Number(later!.n), through: Number(byStatus.get('closed') ?? 0) + Number(byStatus.get('delivered') ?? 0), orders: Object.fromEntries(byStatus) }
}

async function createDatabase(server: string): Promise<void> {
  const connection = await createConnection(server)
  await connection.query('CREATE DATABASE soak')
  await connection.end()
}

interface Told {
  day: number; total: number; mischief: Mischief; workers: readonly Kept[]; planted: number; webhooks: number; befallen: ReadonlyMap<string, number>; night: Record<string, number>
  verified: { events: number; defects: unknown[]; companies: { orders: Record<string, number>; once: boolean }[] }; open: string[]; counted: Counted
}

function reportOf({ day, total, mischief, workers, planted, webhooks, befallen, night, verified, open, counted }: Told): { good: boolean; text: string } {
  const good = counted.lost.length + counted.doubled.length + counted.wrong.length + verified.defects.length + open.length === 0 && verified.companies.every((company) => company.once)
  const few = (list: readonly string[]): string => (list.length === 0 ? '' : `: ${list.slice(0, 10).join('; ')}${list.length > 10 ? ' …' : ''}`)
  const rows: [string, string | number][] = [
    ['orders, by the systems\' own count', Object.entries(counted.records).map(([what, n]) => `${n} ${what}`).join(', ')],
    ['lost', `${counted.lost.length}${few(counted.lost)}`], ['doubled', `${counted.doubled.length}${few(counted.doubled)}`], ['not as ordered', `${counted.wrong.length}${few(counted.wrong)}`],
    ['our orders', Object.entries(verified.companies[0]?.orders ?? {}).map(([status, n]) => `${n} ${status}`).join(', ')],
    ['payments that no feed told', planted],
    ['webhooks', `${webhooks} events taken; ${befallen.get('webhook-duplicate') ?? 0} came twice, ${befallen.get('webhook-reorder') ?? 0} late, ${befallen.get('webhook-lost') ?? 0} never`],
    ['the night', `${night['reconcile found'] ?? '?'} differences found, ${night['reconcile repaired'] ?? '?'} repaired, ${night['reconcile left'] ?? '?'} left`],
    ['open cases after it', `${open.length}${few(open)}`], ['events, defects of their chains', `${verified.events}, ${verified.defects.length}`],
    ['workers', `${workers.length}, started ${workers.reduce((sum, worker) => sum + worker.starts, 0)} times; ${mischief.kills} SIGKILLs, ${mischief.stops} SIGSTOPs for longer than a lease`],
    ['database killed and restarted', onMariadb ? `${mischief.databases} times` : 'SQLite has no server'],
    ...(mischief.flushes > 0 ? [['Redis flushed', `${mischief.flushes} times`] as [string, string]] : []),
    ['time', `${Math.round(day / 1000)} s until the last order was through, ${Math.round(total / 1000)} s in all, ${availableParallelism()} processors`],
  ]
  return { good, text: `### ${orders} orders on ${options.store}${options.redis ? ' with a Redis' : ''}, seed ${options.seed}: ${good ? 'none lost, none doubled, nothing open' : 'NOT GOOD'}\n\n| | |\n|---|---|\n${rows.map(([what, value]) => `| ${what} | ${value} |`).join('\n')}\n` }
}

/** The last report of each store and size stands in the document. */
function keep(text: string): void {
  const file = join(root, 'docs', 'soak.md')
  const [head = '', ...sections] = readFileSync(file, 'utf8').split(/^(?=### )/m)
  const title = (section: string): string => section.slice(0, section.indexOf(','))
  writeFileSync(file, [head, ...sections.filter((section) => title(section) !== title(text)), text].map((part) => `${part.trim()}\n`).join('\n'))
}

function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
