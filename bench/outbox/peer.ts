import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { rate } from './figures'
import { type Server } from './servers'

const VERSIONS = { bullmq: '6.7.0', ioredis: '6.0.0' }
const BULK = 100
const CONCURRENCY = 50
const BYTES = 2000

interface Queue { addBulk(jobs: object[]): Promise<unknown>; close(): Promise<void> }
interface Worker { on(event: 'completed', listener: () => void): void; close(): Promise<void> }
interface BullMq { Queue: new (name: string, options: object) => Queue; Worker: new (name: string, work: () => Promise<void>, options: object) => Worker }

/** BullMQ, installed beside the measurement; it is no dependency of the product. */
export function installPeer(folder: string): BullMq {
  const place = join(folder, 'peer')
  mkdirSync(place)
  writeFileSync(join(place, 'package.json'), JSON.stringify({ private: true, dependencies: VERSIONS }))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], { cwd: place, stdio: ['ignore', 'ignore', 'inherit'] })
  return createRequire(join(place, 'package.json'))('bullmq') as BullMq
}

/** So many jobs of the size of a message added in bulks by so many at once, then taken and completed by as many workers with nothing to do. Rate of the whole. */
export async function peerRound(bullmq: BullMq, redis: Server, count: number, atOnce: number): Promise<number> {
  const options = { connection: { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null } }
  const name = `bench-${process.hrtime.bigint()}`
  const queue = new bullmq.Queue(name, options)
  const lanes = Array.from({ length: atOnce })
  const jobs = Array.from({ length: BULK }, () => ({ name: 'send', data: { body: 'x'.repeat(BYTES) }, opts: { removeOnComplete: true } }))
  const whole = await rate(count, async () => {
    await Promise.all(lanes.map(async () => { for (let added = 0; added < count / atOnce; added += BULK) await queue.addBulk(jobs) }))
    const workers = lanes.map(() => new bullmq.Worker(name, async () => {}, { ...options, concurrency: CONCURRENCY }))
    await new Promise<void>((resolve) => {
      let done = 0
      for (const worker of workers) worker.on('completed', () => { if (++done === count) resolve() })
    })
    await Promise.all(workers.map((worker) => worker.close()))
  })
  await queue.close()
  return whole
}
