import { type Connector, type Remote, type SystemConfig } from '../../connectors/connector'
import { systemSchema } from '../../orders/config'
import { Time } from '../../simulation/time'
import * as config from '../../store/config'
import { type Store } from '../../store/store'
import { type Context } from '../../sync/context'
import { keepSending } from '../../sync/keepSending'
import { everyMs, paceOf, rateOf } from '../../sync/pace'
import { onMariadb } from '../store/open'
import { type World, openWorld } from './world'

/** The most calls in any span of so many ms, wherever it begins. */
const mostIn = (times: readonly number[], ms: number): number => Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + ms).length))

test('a rate is so many calls a second, minute or hour', () => {
  expect(rateOf('10/s')).toEqual({ calls: 10, perMs: 1000 })
  expect(rateOf('100/min')).toEqual({ calls: 100, perMs: 60_000 })
  expect(rateOf('5000/h')).toEqual({ calls: 5000, perMs: 3_600_000 })
  expect(rateOf({ calls: 4, perSeconds: 2 })).toEqual({ calls: 4, perMs: 2000 })
  const system = { kind: 'system', key: 'erp', role: 'erp', connector: 'sandbox/erp', url: 'http://erp', mode: 'live', environment: 'test' }
  for (const rate of ['10/s', { calls: 4, perSeconds: 2 }]) expect(systemSchema.safeParse({ ...system, rate }).success).toBe(true)
  for (const rate of ['10', '0/s', '1.5/s', '10/day', { calls: 0, perSeconds: 1 }]) expect(systemSchema.safeParse({ ...system, rate }).success).toBe(false)
})

/** A worker on a simulated clock, to whose systems every message is a look and a call of 20 to 300 ms. */
async function work(world: World, orders: number): Promise<{ times: number[]; tookMs: number }> {
  const time = new Time('2026-03-02T08:00:00.000Z')
  const times: number[] = []
  let sent = 0
  const stop = new AbortController()
  const connect = (of: SystemConfig): Connector => {
    const call = async (signal?: AbortSignal): Promise<void> => {
      await of.pace?.(signal)
      if (of.name === 'erp') times.push(time.at)
      await time.sleep(20 + times.length * 37 % 280)
    }
    return {
      name: of.name, repeat: 'find', settle: 1000, timeout: 2000, follows: [],
      check: async () => undefined, changes: async function* () { /* nothing */ }, list: () => ({ orderedBy: 'none', rows: (async function* () { /* nothing */ })() }),
      find: async (_kind, _ourId, asked) => { await call(asked?.signal); return undefined },
      send: async (message, asked): Promise<Remote> => {
        await call(asked?.signal)
        if (of.name === 'erp' && ++sent === orders) stop.abort()
        return { kind: message.kind, ourId: message.ourId, theirId: `${of.name}-${message.ourId}`, state: 'open', version: '1', asOf: '2026-03-02T08:00:00.000Z' }
      },
    }
  }
  const machine = time.machine(() => 0.5, (ms, signal) => time.sleep(ms, signal))
  const began = time.at
  await time.run(keepSending({ ...world.context, connect, machine }, { signal: stop.signal }))
  return { times, tookMs: time.at - began }
}

async function withRate(rate: string | undefined, orders: number): Promise<World> {
  const world = await openWorld()
  const { body } = (await config.system(world.store, 'OC', 'erp'))!
  await world.store.write((tx) => config.saveSystem(tx, { company: 'OC', name: 'erp', role: 'erp', body: { ...body, concurrency: 8, ...(rate === undefined ? {} : { rate }) } }))
  for (let no = 1; no <= orders; no++) await world.take(`PO-${no}`)
  return world
}

// while a server is asked simulated time would go on, and leases with it; processes on a MariaDB are counted in test/systems/mariadb/rate
;(onMariadb ? test.skip : test)('no second of a worker has more calls to a system than its rate, and hardly less; without one it has more', async () => {
  const { times, tookMs } = await work(await withRate('10/s', 40), 40)
  expect(times).toHaveLength(80)
  expect(mostIn(times, 1000)).toBeLessThanOrEqual(10)
  expect(tookMs).toBeLessThan(80 * everyMs({ calls: 10, perMs: 1000 }) + 3000)
  const free = await work(await withRate(undefined, 40), 40)
  expect(mostIn(free.times, 1000)).toBeGreaterThan(20)
})

describe('turns', () => {
  let world: World
  beforeAll(async () => { world = await openWorld() })
  /** Another process has another store in its hands. */
  const asProcess = (machine: Context['machine']): { store: Store; machine: Context['machine'] } => ({ store: { ...world.store }, machine })

  test('are shared by all processes', async () => {
    const time = new Time('2026-03-02T08:00:00.000Z')
    const machine = time.machine(() => 0, (ms, signal) => time.sleep(ms, signal))
    const times: number[] = []
    await time.run(Promise.all([1, 2, 3].map(async () => {
      const pace = paceOf(asProcess(machine), 'OC', 'shared', { calls: 5, perMs: 1000 })
      for (let no = 0; no < 10; no++) { await pace(); times.push(time.at) }
    })))
    expect(times).toHaveLength(30)
    expect(mostIn(times, 1000)).toBeLessThanOrEqual(5)
  })

  test('that a process slept through are not made up for: it takes others', async () => {
    let now = Date.parse('2026-03-02T08:00:00.000Z')
    let late = 0
    const left: number[] = []
    const machine: Context['machine'] = { nowMs: () => now, chance: () => 0, sleep: async (ms) => { now += ms + late; late = 0 }, expiry: () => new AbortController().signal }
    const pace = paceOf(asProcess(machine), 'OC', 'late', { calls: 10, perMs: 1000 })
    for (let no = 0; no < 5; no++) {
      if (no === 2) late = 5000
      await pace()
      left.push(now)
    }
    expect(left[2]! - left[1]!).toBeGreaterThanOrEqual(5000)
    expect(mostIn(left, 1000)).toBeLessThanOrEqual(10)
    expect(left.every((at, index) => index === 0 || at - left[index - 1]! >= 100)).toBe(true)
  })

  test('are given up where the call is', async () => {
    const given = new AbortController()
    const pace = paceOf(world.context, 'OC', 'slow', { calls: 1, perMs: 3_600_000 })
    await pace(given.signal)
    const second = pace(given.signal)
    given.abort()
    await expect(second).rejects.toThrow('its turn did not come')
  })
})
