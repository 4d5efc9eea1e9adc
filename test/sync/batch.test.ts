import { type Connector, type SystemConfig } from '../../connectors/connector'
import { connectorOf } from '../../connectors/registry'
import * as outbox from '../../store/outbox'
import * as orders from '../../store/orders'
import { dispatch } from '../../sync/dispatch'
import { machine } from '../../sync/machine'
import { receive } from '../../sync/receive'
import { Settling } from '../../sync/settle'
import { openWorld, type World } from './world'

/** One CSV file of so many orders of 125.00 each. */
function file(count: number, letter = 'B'): Buffer {
  const rows = Array.from({ length: count }, (_, no) => `${letter}-${no + 1};2026-03-01;NORDBAU;2026-03-09;Lager ${no};1;A-1;${no === 0 ? 9 : 10};C62;12.50;EUR`)
  return Buffer.from(['order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency', ...rows, ''].join('\n'))
}

describe('orders of one file, committed together', () => {
  let world: World
  beforeAll(async () => { world = await openWorld({ creditLimit: '300.00' }) })

  test('what the first ones take of a credit is gone for the later ones, which ask; numbers have no gap (R-REV-03)', async () => {
    const { items } = await receive(world.as('inbox'), { channel: 'test', transportId: 'file', bytes: file(4), fileName: 'four.csv' })
    expect(items.map((item) => item.outcome)).toEqual(['order', 'order', 'order', 'order'])
    const all = await Promise.all(['B-1', 'B-2', 'B-3', 'B-4'].map((reference) => world.order(reference)))
    expect(all.map(({ status, number }) => [status, number])).toEqual([['toShip', 'SO-000001'], ['toShip', 'SO-000002'], ['awaitingApproval', undefined], ['awaitingApproval', undefined]])
    expect((await orders.search(world.store, 'OC', { status: 'toShip' }))).toHaveLength(2)
  })

  test('of ends that are committed together, one that another worker has taken over keeps no other back', async () => {
    const claimed = await outbox.claim(world.store, { owner: 'first', limit: 2, systems: ['erp'], leaseMs: () => 1000, nowMs: 1000 })
    // the lease runs out, and another worker takes one of the two
    const [taken] = await outbox.claim(world.store, { owner: 'second', limit: 1, systems: ['erp'], leaseMs: () => 1000, nowMs: 5000 })
    const settling = new Settling(world.context)
    for (const message of claimed) void settling.add({ message, attempt: { state: 'done', remote: { kind: 'order', ourId: message.ourId, theirId: `T-${message.position}`, state: 'open', version: '1', asOf: '2026-03-02T08:00:00.000Z' } } })
    const settled = (await settling.finished()).map(({ message }) => message.id)
    expect(settled).toEqual(claimed.map(({ id }) => id).filter((id) => id !== taken!.id))
    expect(await outbox.byId(world.store, taken!.id)).toMatchObject({ state: 'sending', owner: 'second', attempt: 2 })
  })
})

test('one round goes on with all that is due: an end makes room for the next message, and never more than a system takes are under way', async () => {
  const world = await openWorld()
  await receive(world.as('inbox'), { channel: 'test', transportId: 'many', bytes: file(13, 'C'), fileName: 'many.csv' })
  const underWay = new Map<string, number>()
  let most = 0
  const connect = (system: SystemConfig): Connector => {
    const real = connectorOf(system)
    const send: Connector['send'] = async (message, call) => {
      const now = (underWay.get(system.name) ?? 0) + 1
      underWay.set(system.name, now)
      most = Math.max(most, now)
      try { return await real.send(message, call) } finally { underWay.set(system.name, underWay.get(system.name)! - 1) }
    }
    return Object.create(real, { send: { value: send } }) as Connector
  }
  const begun = Date.now()
  // time stands still, so that a slow machine ends no round
  const round = await dispatch({ ...world.context, connect, machine: { ...machine, nowMs: () => begun } }, { systems: ['erp'] })
  expect(round).toMatchObject({ claimed: 13, done: 13 })
  expect(most).toBe(4)
})
