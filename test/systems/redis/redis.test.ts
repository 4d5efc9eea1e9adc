import { execFileSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { setTimeout as elapse } from 'node:timers/promises'
import { type RedisServer, startRedis } from '../../../bench/workers/redis'
import { openRig, type Rig, type Worker } from '../../../bench/workers/rig'
import { heldBy } from '../../../soak/systems'

const ROOT = resolve(__dirname, '../../..')
const RATE = 30

async function until(holds: () => Promise<boolean>, seconds: number): Promise<void> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    if (await holds()) return
    await elapse(100)
  }
  throw new Error(`not within ${seconds} s`)
}

/** How often each of our orders is in a system, least and most, and how many there are. */
async function held(rig: Rig, system: string, type: string): Promise<{ orders: number; records: number }> {
  const records = (await heldBy(rig.system(system))).filter((record) => record.type === type)
  return { orders: new Set(records.map((record) => record.external_id)).size, records: records.length }
}

const EVERYWHERE = [['erp', 'order'], ['group', 'order'], ['wms', 'fulfilment'], ['finance', 'order']] as const

async function expectOnce(rig: Rig, orders: number): Promise<void> {
  for (const [system, type] of EVERYWHERE) expect([system, await held(rig, system, type)]).toEqual([system, { orders, records: orders }])
}

/** Workers whose jobs lie in a real Redis, on a real MariaDB. */
describe('workers with a Redis', () => {
  let rig: Rig
  let redis: RedisServer
  beforeAll(async () => {
    redis = await startRedis()
    rig = await openRig(ROOT)
  }, 120_000)
  afterAll(async () => {
    await rig?.close()
    await redis?.close()
  })
  const begin = (): Worker => rig.startWorker({ REDIS_URL: redis.url })
  const sentBy = (worker: Worker): number => worker.log().split('\n').filter((line) => line.includes('"event":"message"') || line.includes('"state":"done"')).length

  test('three of them, a Redis that is flushed three times, one killed, and Redis gone for seconds: 200 orders are in every system once, within the rate (R-ENT-06, R-SYS-02)', async () => {
    await rig.set({ rate: `${RATE}/s` }, 'erp')
    const workers = [begin(), begin(), begin()]
    await until(async () => workers.every((worker) => worker.log().includes('redis-answers')), 30)
    await rig.take(200)
    const all = await rig.open()
    const passed = (share: number) => until(async () => await rig.open() < all * (1 - share), 60)
    await passed(0.1)
    expect((await redis.client.keys('*')).length).toBeGreaterThan(0)
    await expectNoBusinessIn(redis)
    await redis.flush()
    await passed(0.3)
    workers[0]!.process.kill('SIGKILL')
    await redis.flush()
    await passed(0.5)
    await redis.stop()
    await elapse(4000)
    await redis.start()
    await redis.flush()
    workers.push(begin())
    await until(async () => await rig.open() === 0, 120)
    await expectOnce(rig, 200)
    expect(Math.max(...Object.values(await rig.calls('erp')))).toBeLessThanOrEqual(RATE)
    for (const worker of workers.slice(0, 3)) expect(sentBy(worker)).toBeGreaterThan(0)
    const said = workers.map((worker) => worker.log()).join('')
    expect(said).toContain('redis-away')
    expect(said).not.toContain(redis.password)
    for (const worker of workers) await worker.end()
    expect(workers.slice(1).map(({ process: { exitCode } }) => exitCode)).toEqual([0, 0, 0])
  })

  test('a job whose worker was killed or stopped in the middle of it is taken back, and its call is made once more only where it was not carried out', async () => {
    await rig.system('group').call('PUT', '/faults', [{ fault: 'timeout-after', match: { method: 'POST' } }])
    const killed = begin()
    const stopped = begin()
    await until(async () => [killed, stopped].every((worker) => worker.log().includes('redis-answers')), 30)
    await rig.take(40)
    await until(async () => (await held(rig, 'group', 'order')).records > 210, 60)
    killed.process.kill('SIGKILL')
    stopped.process.kill('SIGSTOP')
    await rig.system('group').call('PUT', '/faults', [])
    const third = begin()
    await until(async () => third.log().includes('job-stalled'), 60)
    stopped.process.kill('SIGCONT')
    await until(async () => await rig.open() === 0, 60)
    await expectOnce(rig, 240)
    await Promise.all([stopped.end(), third.end()])
  })

  test('a worker of the published package says where there is none from the start, sends by the store alone, and by Redis once it answers', async () => {
    const bundle = join(rig.folder, 'bundle')
    execFileSync(process.execPath, [join(ROOT, 'scripts/bundle.mjs'), '--out', bundle], { cwd: ROOT })
    await redis.stop()
    const alone = rig.startWorker({ REDIS_URL: redis.url }, join(bundle, 'cli.js'))
    await rig.take(10)
    await until(async () => await rig.open() === 0, 60)
    expect(alone.log()).toContain('is sent by the store alone')
    await redis.start()
    await until(async () => alone.log().includes('redis-answers'), 30)
    await rig.take(10)
    await until(async () => await rig.open() === 0, 60)
    // it is told there what is due
    expect((await redis.client.keys('order-to-cash:*.OC.erp:*')).length).toBeGreaterThan(0)
    await alone.end()
    expect(alone.log()).not.toContain(redis.password)
    await expectOnce(rig, 260)
  })
})

/** A job names a message, and says nothing of what is in it. */
async function expectNoBusinessIn(redis: RedisServer): Promise<void> {
  for (const key of await redis.client.keys('*')) {
    if (await redis.client.type(key) !== 'hash') continue
    expect(JSON.stringify(await redis.client.hgetall(key))).not.toMatch(/NORDBAU|PO-\d|12\.50|Lager/)
  }
}
