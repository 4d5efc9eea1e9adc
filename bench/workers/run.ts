import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { pause } from '../../soak/children'
import { everyMs, rateOf } from '../../sync/pace'
import { curve, type Point, table } from './figures'
import { type RedisServer, startRedis } from './redis'
import { openRig, type Rig } from './rig'

const { values: options } = parseArgs({
  options: {
    /** How many workers, one measurement each. */
    workers: { type: 'string', default: '1,2,4,8' },
    /** Through what they share the work. */
    by: { type: 'string', default: 'store,redis' },
    /** Of each worker, to each system. */
    concurrency: { type: 'string', default: '2' },
    /** Of each system: calls a second, and how long one takes in ms. */
    limit: { type: 'string', default: '20' }, latency: { type: 'string', default: '400' },
    /** Seconds that a measurement should last. */
    seconds: { type: 'string', default: '8' },
  },
})

/** Calls to an ERP for an order, which no system has more of: a look, its customer there, the create, and reading back. */
const CALLS = 4
const limit = Number(options.limit)
const latency = Number(options.latency)
const concurrency = Number(options.concurrency)
/** Orders a second that the systems take: calls are kept a little farther apart than the rate asks for. */
const most = 1000 / everyMs(rateOf(`${limit}/s`)) / CALLS
/** And that so many workers could deliver if nothing but the latency held them back. */
const possible = (workers: number): number => Math.min(most, workers * concurrency / (CALLS * latency / 1000))

async function main(): Promise<void> {
  const rig = await openRig(resolve(process.cwd()))
  let redis: RedisServer | undefined
  const points: Point[] = []
  try {
    await rig.set({ rate: `${limit}/s`, concurrency, timeout: 5000 })
    for (const system of rig.systems) await system.call('PUT', '/faults', [{ fault: 'slow', delayMs: latency }, { fault: 'limit', perSecond: limit }])
    console.log(`Each of 4 systems takes ${limit} calls a second and ${latency} ms for one; an order is ${CALLS} calls to the ERP and to that of the group, fewer to the others. A worker has ${concurrency} calls to a system at once.`)
    for (const by of options.by.split(',')) {
      if (by === 'redis') redis = await startRedis()
      for (const workers of options.workers.split(',').map(Number)) {
        const point = { by, workers, possible: possible(workers), ...await measure(rig, workers, by === 'redis' ? { REDIS_URL: redis!.url } : {}) }
        points.push(point)
        console.log(`  ${by}, ${workers} workers: ${point.perSecond.toFixed(1)} orders a second; at most ${point.most} calls to one system in a second`)
      }
    }
    console.log(`\n${table(points, most)}\n\n${curve(points, most)}`)
    // what the machine itself cannot do is no fault of the workers: the measure is whether more of them come nearer to the limit, and never over it
    process.exitCode = points.every((point) => point.most <= limit) ? 0 : 1
  } finally {
    await rig.close()
    await redis?.close()
  }
}

/** Starts so many workers, lets them idle, takes in orders for a while of work, and looks when the last was delivered to the last of its systems. */
async function measure(rig: Rig, count: number, env: NodeJS.ProcessEnv): Promise<{ perSecond: number; most: number }> {
  const workers = Array.from({ length: count }, () => rig.startWorker(env))
  while (workers.some((worker) => !worker.log().includes('Working by schedule'))) await pause(100)
  const [before] = await rig.store.query<{ position: number }>('SELECT coalesce(max(position), 0) AS position FROM messages')
  const began = Math.floor(Date.now() / 1000)
  await rig.take(Math.ceil(possible(count) * Number(options.seconds)))
  while (await rig.open() > 0) await pause(200)
  for (const worker of workers) await worker.end()
  const [delivered] = await rig.store.query<{ orders: number; first: string; last: string }>('SELECT count(DISTINCT stream) AS orders, min(done_at) AS first, max(done_at) AS last FROM messages WHERE position > $1', [before!.position])
  const calls = await Promise.all(rig.systems.map(async ({ name }) => Object.entries(await rig.calls(name)).filter(([second]) => Number(second) >= began).map(([, n]) => n)))
  // from when the first call of all was begun
  const tookMs = Date.parse(delivered!.last) - Date.parse(delivered!.first) + latency
  return { perSecond: delivered!.orders / (tookMs / 1000), most: Math.max(...calls.flat()) }
}

void main().catch((error: unknown) => {
  console.error(error)
  process.exitCode = 1
})
