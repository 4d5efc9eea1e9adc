import { setTimeout as pause } from 'node:timers/promises'
import { type Connector, type SystemConfig } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { connectorOf } from '../../connectors/registry'
import * as outbox from '../../store/outbox'
import { type Context } from '../../sync/context'
import { keepSending, sendDue } from '../../sync/keepSending'
import { machine } from '../../sync/machine'
import { openWorld, type World } from './world'

/** A world whose ERP does not answer those calls that `holds` picks until they are let go. */
async function withSlowErp(holds: (call: number) => boolean): Promise<{ world: World; context: Context; letGo: () => void; held: () => number }> {
  const world = await openWorld({ timeout: 20_000 })
  let calls = 0
  let held = 0
  const { promise: open, resolve: letGo } = Promise.withResolvers<void>()
  const connect = (config: SystemConfig): Connector => {
    const real = connectorOf(config)
    if (config.name !== 'erp') return real
    const send: Connector['send'] = async (...of) => {
      if (holds(++calls)) {
        held++
        await open
      }
      return real.send(...of)
    }
    return { ...real, find: (...of) => real.find(...of), send }
  }
  return { world, context: { ...world.context, connect }, letGo, held: () => held }
}

const done = async (world: World, system: string): Promise<number> => Number((await outbox.counts(world.store)).find((one) => one.system === system && one.state === 'done')?.count ?? 0)

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300 && !await holds(); tries++) await pause(50)
  expect(await holds()).toBe(true)
}

test('R-SYS-02: while every call to one system hangs, orders that come in later are sent to the others', async () => {
  const { world, context, letGo, held } = await withSlowErp(() => true)
  const stop = new AbortController()
  for (let no = 1; no <= 4; no++) await world.take(`PO-${no}`)
  const sending = keepSending(context, { signal: stop.signal, pollMs: 20 })
  await until(async () => held() === 4 && await done(world, 'wms') === 4)
  for (let no = 5; no <= 6; no++) await world.take(`PO-${no}`)
  await until(async () => await done(world, 'wms') === 6 && await done(world, 'finance') === 6)
  expect([held(), await done(world, 'erp')]).toEqual([4, 0])
  letGo()
  await until(async () => await done(world, 'erp') === 6)
  stop.abort()
  await sending
})

test('one call that hangs takes one slot of its system, and the others go on', async () => {
  const { world, context, letGo } = await withSlowErp((call) => call === 1)
  const stop = new AbortController()
  for (let no = 1; no <= 10; no++) await world.take(`PO-${no}`)
  const sending = keepSending(context, { signal: stop.signal, pollMs: 20 })
  await until(async () => await done(world, 'erp') === 9)
  stop.abort()
  letGo()
  // what is under way is finished before it ends
  await sending
  expect(await done(world, 'erp')).toBe(10)
})

test('what is due now is sent to its end, though a call hangs meanwhile', async () => {
  const { world, context, letGo } = await withSlowErp((call) => call === 1)
  for (let no = 1; no <= 10; no++) await world.take(`PO-${no}`)
  const sending = sendDue(context, { signal: new AbortController().signal, pollMs: 20 })
  await until(async () => await done(world, 'erp') === 9)
  letGo()
  expect(await sending).toBe(30)
})

test('a call of unknown outcome is looked after while a backlog keeps every slot busy', async () => {
  const world = await openWorld({ timeout: 20_000 })
  const sent: string[] = []
  const connect = (config: SystemConfig): Connector => {
    const real = connectorOf(config)
    if (config.name !== 'erp') return real
    const send: Connector['send'] = async (message, call) => {
      sent.push(message.ourId)
      if (sent.length === 1) throw new Fault('unknown', 'erp: no answer')
      return real.send(message, call)
    }
    return { ...real, find: (...of) => real.find(...of), send }
  }
  const began = Date.now()
  // so slow that forty calls take twelve seconds
  const context: Context = { ...world.context, connect, machine: { ...machine, nowMs: () => began + sent.length * 300, chance: () => 0 } }
  for (let no = 1; no <= 40; no++) await world.take(`PO-${no}`)
  await sendDue(context, { signal: new AbortController().signal, pollMs: 20 })
  const again = sent.lastIndexOf(sent[0]!)
  expect(again).toBeGreaterThan(0)
  expect(again).toBeLessThan(20)
})
