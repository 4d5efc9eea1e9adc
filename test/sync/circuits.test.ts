import { type Connector, type SystemConfig } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { connectorOf } from '../../connectors/registry'
import * as cases from '../../store/cases'
import * as circuits from '../../store/circuits'
import * as outbox from '../../store/outbox'
import { Circuits } from '../../sync/circuits'
import { type Context } from '../../sync/context'
import { dispatch, drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { type Attempt } from '../../sync/send'
import { openWorld } from './world'

test('a system that is down gets one probe now and then, keeps no other system back, and uses up no attempts; once it answers all goes out', async () => {
  const world = await openWorld({ timeout: 10_000 })
  let now = Date.now()
  let isDown = true
  let calls = 0
  const context: Context = {
    ...world.context,
    machine: { nowMs: () => now, chance: () => 0, sleep: async (ms) => { now += ms }, expiry: () => new AbortController().signal },
    connect: (config: SystemConfig): Connector => {
      const connector = connectorOf(config)
      if (config.name !== 'erp') return connector
      const orDown = async <T>(call: () => Promise<T>): Promise<T> => {
        calls++
        if (isDown) throw new Fault('again', 'erp: connection refused')
        return call()
      }
      return { ...connector, find: (...of) => orDown(() => connector.find(...of)), send: (...of) => connector.send(...of) }
    },
  }
  for (let no = 1; no <= 12; no++) await world.take(`PO-${no}`, { quantity: String(no) })
  const byState = async (): Promise<Record<string, number>> => Object.fromEntries((await outbox.counts(world.store)).map(({ system, state, count }) => [`${system} ${state}`, Number(count)]))
  while ((await circuits.open(world.store)).length === 0) { now += 100; await dispatch(context) }
  for (let round = 0; round < 5; round++) { now += 100; await dispatch(context) }
  expect(await byState()).toEqual({ 'erp waiting': 12, 'wms done': 12, 'finance done': 12 })
  expect(await cases.list(world.store, 'OC', { state: 'open' })).toMatchObject([{ kind: 'system-down', system: 'erp', owner: 'system', text: expect.stringContaining('connection refused') as string }])

  // a probe that lies farther ahead than any pause was set by a clock that was ahead
  const [opened] = await circuits.open(world.store)
  await world.store.write((tx) => circuits.move(tx, opened!, { probe_ms: now + 365 * 86_400_000 }))
  expect((await Circuits.now(context)).worth({ company: 'OC', name: 'erp' })).toBe(1)
  await world.store.write((tx) => circuits.move(tx, { ...opened!, probeMs: now + 365 * 86_400_000 }, { probe_ms: opened!.probeMs }))

  const before = calls
  now += 4000
  await dispatch(context)
  expect(calls).toBe(before)
  now += 1000
  await Promise.all([dispatch(context), dispatch({ ...context, owner: 'another' })])
  expect(calls).toBe(before + 1)
  expect(await circuits.open(world.store)).toMatchObject([{ system: 'erp', probes: 1 }])

  isDown = false
  await drain(context, { patienceMs: 600_000 })
  expect(await byState()).toEqual({ 'erp done': 12, 'wms done': 12, 'finance done': 12 })
  expect(await circuits.open(world.store)).toEqual([])
  expect(await cases.list(world.store, 'OC', { kind: 'system-down' })).toMatchObject([{ state: 'closed', result: 'it answers again' }])
})

test('calls that were under way when a system was taken for down put off no probe of it', async () => {
  const world = await openWorld()
  let now = Date.now()
  const context: Context = { ...world.context, machine: { nowMs: () => now, chance: () => 0, sleep: async (ms) => { now += ms }, expiry: () => new AbortController().signal } }
  const erp = { company: 'OC', name: 'erp', concurrency: 4 }
  await world.store.write((tx) => circuits.begin(tx, { company: 'OC', system: 'erp', openedAt: new Date(now).toISOString(), probeMs: now + 5000, probes: 0, text: 'erp: no answer' }))
  const fails = async (times: number): Promise<void> => {
    const heard = await Circuits.now(context)
    for (let no = 0; no < times; no++) await heard.heard(erp, { state: 'waiting', fault: new Fault('again', 'erp: no answer') } as Attempt)
  }
  await fails(24)
  expect(await circuits.open(world.store)).toMatchObject([{ probes: 0 }])
  now += 5000
  expect(await (await Circuits.now(context)).room(erp)).toBe(1)
  await fails(3)
  expect(await circuits.open(world.store)).toMatchObject([{ probes: 1, probeMs: now + 5000 }])
})

test('messages whose lease was over before their turn came say nothing of the system', async () => {
  const world = await openWorld({ timeout: 10_000 })
  let now = Date.now()
  const context: Context = {
    ...world.context,
    machine: { nowMs: () => now, chance: () => 0, sleep: async (ms) => { now += ms }, expiry: () => new AbortController().signal },
    connect: (config: SystemConfig): Connector => {
      const connector = connectorOf(config)
      // as with a rate that is too low for what waits
      const find: Connector['find'] = async (kind, ourId, call) => {
        now += 3_600_000
        call?.guard?.()
        return connector.find(kind, ourId, call)
      }
      return config.name === 'erp' ? { ...connector, find } : connector
    },
  }
  for (let no = 1; no <= 24; no++) await world.take(`PO-${no}`)
  for (let round = 0; round < 4; round++) expect(await dispatch(context, { systems: ['erp'] })).toMatchObject({ done: 0 })
  expect(await circuits.open(world.store)).toEqual([])
})

test('a system that answers when asked for news is no longer down once no message is left that could probe it', async () => {
  const world = await openWorld()
  const now = Date.now()
  await world.store.write(async (tx) => {
    await circuits.begin(tx, { company: 'OC', system: 'erp', openedAt: new Date(now).toISOString(), probeMs: now + 3_600_000, probes: 0, text: 'erp: connection refused' })
    await cases.open(tx, { id: 'case-1', company: 'OC', kind: 'system-down', system: 'erp', subject: 'system/erp', field: '', seenAt: new Date(now).toISOString(), text: 'erp does not answer' })
  })
  await world.take('PO-1')
  await follow(world.context)
  expect(await circuits.open(world.store)).toMatchObject([{ system: 'erp' }])
  await world.store.write(async (tx) => { for (const { id } of await outbox.list(world.store, { system: 'erp' })) await tx.execute("UPDATE messages SET state = 'done' WHERE id = $1", [id]) })
  await follow(world.context)
  expect(await circuits.open(world.store)).toEqual([])
  expect(await cases.list(world.store, 'OC', { kind: 'system-down' })).toMatchObject([{ state: 'closed', result: 'it answers again' }])
})

test('calls that run into their time-out together, as at the end of a round, are no system that is down', async () => {
  const world = await openWorld({ timeout: 10_000 })
  let now = Date.now()
  let isSlow = true
  const context: Context = {
    ...world.context,
    machine: { nowMs: () => now, chance: () => 0, sleep: async (ms) => { now += ms }, expiry: () => new AbortController().signal },
    connect: (config: SystemConfig): Connector => {
      const connector = connectorOf(config)
      const find: Connector['find'] = async (...of) => {
        if (config.name === 'erp' && isSlow) throw new Fault('again', 'erp: no answer')
        return connector.find(...of)
      }
      return { ...connector, find }
    },
  }
  for (let no = 1; no <= 24; no++) await world.take(`PO-${no}`)
  const first = await dispatch(context, { systems: ['erp'] })
  // not all of the backlog uses up an attempt before anybody knows
  expect(first.postponed).toBeGreaterThanOrEqual(8)
  expect(first.postponed).toBeLessThan(24)
  expect(await circuits.open(world.store)).toEqual([])
  isSlow = false
  await drain(context, { patienceMs: 600_000 })
  expect(await cases.list(world.store, 'OC', { kind: 'system-down' })).toEqual([])
})
