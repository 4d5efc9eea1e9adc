import { type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConnection } from 'mysql2/promise'
import { connectorOf } from '../../connectors/registry'
import { startMariadb, startNode } from '../../soak/children'
import { COMPANY, configure } from '../../soak/company'
import { type Faulty, seedSystems, startSystems } from '../../soak/systems'
import * as config from '../../store/config'
import { openStore } from '../../store/open'
import * as outbox from '../../store/outbox'
import { type Store } from '../../store/store'
import { type Context, systemClock } from '../../sync/context'
import { silent } from '../../sync/log'
import { receive } from '../../sync/receive'
import { refresh } from '../../sync/refresh'

/** A worker as a user runs it, in a process of its own. */
export interface Worker {
  process: ChildProcess
  /** What it logged so far. */
  log(): string
  end(): Promise<void>
}

/** A MariaDB of our own, four simulated systems as processes, and as many workers as are asked for. */
export interface Rig {
  store: Store
  context: Context
  folder: string
  systems: readonly Faulty[]
  system(name: string): Faulty
  /** Changes how a system is called: `{ rate: '10/s', concurrency: 4 }`; without a name all of them. */
  set(body: Record<string, unknown>, name?: string): Promise<void>
  /** (Default: of the command as it is built) */
  startWorker(env?: NodeJS.ProcessEnv, cli?: string): Worker
  /** Takes in so many orders of one line each, which go to ERP, group, warehouse and finance; their numbers go on from the last. */
  take(orders: number): Promise<void>
  /** Messages of all systems that are not done yet. */
  open(): Promise<number>
  /** Calls that a system got, by second. */
  calls(name: string): Promise<Record<string, number>>
  close(): Promise<void>
}

const PER_FILE = 50

export async function openRig(root: string): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'order-to-cash-workers-'))
  const { server, url } = await startMariadb(folder)
  const connection = await createConnection(url)
  await connection.query('CREATE DATABASE workers')
  await connection.end()
  const systems = await startSystems(root, folder)
  await seedSystems(systems, 100_000)
  const keys = join(folder, 'keys')
  const store = await openStore(`${url}/workers`, { keys, environment: 'soak' })
  await configure(store, systems)
  const context: Context = { store, clock: systemClock, log: silent, actor: 'system', owner: 'rig', connect: connectorOf }
  const { unreachable } = await refresh(context)
  if (Object.keys(unreachable).length > 0) throw new Error(JSON.stringify(unreachable))
  const workers: Worker[] = []
  let taken = 0
  const system = (name: string): Faulty => systems.find((one) => one.name === name)!
  return {
    store, context, folder, systems, system,
    set: async (body, name) => store.write(async (tx) => {
      for (const record of await config.listSystems(tx, COMPANY)) if (name === undefined || record.name === name) await config.saveSystem(tx, { ...record, body: { ...record.body, ...body } })
    }),
    startWorker: (env = {}, cli = join(root, 'dist/cli.js')) => {
      const worker = startWorker(cli, join(folder, `worker-${workers.length + 1}.log`), { ORDER_TO_CASH_STORE: `${url}/workers`, ORDER_TO_CASH_KEYS: keys, ORDER_TO_CASH_ENVIRONMENT: 'soak', ORDER_TO_CASH_LOG: 'info', ...env })
      workers.push(worker)
      return worker
    },
    take: async (orders) => {
      for (let from = 0; from < orders; from += PER_FILE) {
        const rows = Array.from({ length: Math.min(PER_FILE, orders - from) }, () => `PO-${++taken};2026-03-01;NORDBAU;2026-03-09;Lager 2;1;A-1;${taken % 9 + 1};C62;12.50;EUR`)
        const bytes = Buffer.from(['order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency', ...rows, ''].join('\n'))
        await receive(context, { channel: 'rig', transportId: `file-${taken}`, bytes, fileName: `file-${taken}.csv` })
      }
    },
    open: async () => (await outbox.counts(store)).filter(({ state }) => !['done', 'superseded'].includes(state)).reduce((sum, { count }) => sum + Number(count), 0),
    calls: async (name) => await system(name).call('GET', '/admin/calls') as Record<string, number>,
    close: async () => {
      for (const worker of workers) await worker.end()
      await store.close()
      for (const one of systems) await one.process.end()
      await server.end()
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

function startWorker(cli: string, log: string, env: NodeJS.ProcessEnv): Worker {
  const started = startNode(log, [cli, 'worker'], env)
  return {
    process: started,
    log: () => readFileSync(log, 'utf8'),
    end: async () => {
      if (started.exitCode !== null || started.signalCode !== null) return
      const ended = once(started, 'exit')
      started.kill('SIGCONT')
      started.kill('SIGTERM')
      const hard = setTimeout(() => started.kill('SIGKILL'), 20_000)
      await ended
      clearTimeout(hard)
    },
  }
}
