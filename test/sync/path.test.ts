import { type Connector, type SystemConfig } from '../../connectors/connector'
import { connectorOf } from '../../connectors/registry'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as resources from '../../store/resources'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { receive } from '../../sync/receive'
import { refresh } from '../../sync/refresh'
import { submit } from '../../sync/submit'
import { csv, openWorld, type World } from './world'

describe('the way of an order through real systems', () => {
  let world: World
  beforeAll(async () => { world = await openWorld() })

  test('a clean order is in ERP, warehouse and finance once, is shipped, invoiced, paid and closed (R-ENT-06, R-ENT-08, R-SYS-01)', async () => {
    const { arrival, items } = await world.take('PO-1')
    expect([arrival.outcome, items.map((i) => i.text)]).toEqual(['order', [undefined]])
    expect(await drain(world.context, { patienceMs: 3000 })).toMatchObject({ done: 3, refused: 0 })
    const order = await world.order('PO-1')
    expect(order).toMatchObject({ number: 'SO-000001', status: 'toShip' })
    expect((await links.ofStream(world.store, 'OC', `order/${order.id}`)).map((l) => `${l.system} ${l.kind} ${l.state}`).sort()).toEqual(['erp order open', 'finance order committed', 'wms part released'])

    await world.operate('wms', 'ship')
    await follow(world.context)
    expect(await world.order('PO-1')).toMatchObject({ status: 'shipped', lines: [{ shipped: '10' }] })
    expect(await drain(world.context, { patienceMs: 3000 })).toMatchObject({ done: 2 })
    await follow(world.context)
    expect(await world.order('PO-1')).toMatchObject({ invoicedAmount: '125' })
    await world.operate('wms', 'deliver', { signedBy: 'Meier' })
    await world.operate('finance', 'pay')
    await follow(world.context)
    expect(await world.order('PO-1')).toMatchObject({ status: 'closed', paidAmount: '125' })
    expect(await cases.list(world.store, 'OC')).toEqual([])
  })

  test('heard again, nothing is told twice (R-STA-03)', async () => {
    const before = await world.order('PO-1')
    expect(await follow(world.context)).toMatchObject({ applied: 0, refused: 0 })
    expect((await world.order('PO-1')).version).toBe(before.version)
  })

  test('the same order by another file is a duplicate, by the same transport id nothing at all (R-INT-07)', async () => {
    const again = await world.take('PO-1', { transportId: 'second' })
    expect(again).toMatchObject({ arrival: { outcome: 'duplicate' }, items: [{ text: 'The same as SO-000001.' }] })
    expect(await world.take('PO-1', { transportId: 'second' })).toMatchObject({ repeated: true })
    const other = await world.take('PO-1', { transportId: 'third', quantity: '11' })
    expect(other.items[0]).toMatchObject({ outcome: 'duplicate', text: expect.stringContaining('quantity 11 instead of 10') as string })
    expect(await cases.list(world.store, 'OC', { kind: 'same-number-other-content' })).toHaveLength(1)
  })

  test('the same number written otherwise is held, not doubled', async () => {
    expect((await world.take('po-1')).items[0]).toMatchObject({ outcome: 'held', text: expect.stringContaining('SO-000001') as string })
  })

  test('an order that needs a decision waits, and nothing is sent before (R-REV-21)', async () => {
    await world.take('PO-2', { price: '11.00' })
    expect(await drain(world.context, { patienceMs: 500 })).toMatchObject({ claimed: 0 })
    const order = await world.order('PO-2')
    expect(order.status).toBe('awaitingApproval')
    expect(order.number).toBeUndefined()
    const decide = (actor: string) => submit(world.as(actor), { subject: { company: 'OC', order: order.id }, command: { type: 'approve', reason: 'season offer' }, circumstance: { cause: 'command', correlation: order.id } })
    expect(await decide('cfo')).toMatchObject({ outcome: 'refused' })
    expect(await decide('manager')).toMatchObject({ outcome: 'accepted', order: { status: 'toShip', number: 'SO-000002' } })
  })

  test('a change reaches all three, a cancel too, and what was held is given back (R-CHG-06, R-CAN-02)', async () => {
    await world.take('PO-3', { quantity: '20' })
    await drain(world.context, { patienceMs: 3000 })
    const { id } = await world.order('PO-3')
    const command = (command: Parameters<typeof submit>[1]['command']) => submit(world.as('manager'), { subject: { company: 'OC', order: id }, command, circumstance: { cause: 'command', correlation: id } })
    expect(await command({ type: 'change', reason: 'asked', change: { lines: [{ line: '1', quantity: '15' }] } })).toMatchObject({ outcome: 'accepted' })
    await drain(world.context, { patienceMs: 3000 })
    const linked = await links.ofStream(world.store, 'OC', `order/${id}`)
    expect(linked.map((l) => [l.system, (l.body!.lines as { quantity: string }[])[0]!.quantity])).toEqual([['erp', '15'], ['finance', '15'], ['wms', '15']])
    await command({ type: 'cancel', reason: 'site closed' })
    await drain(world.context, { patienceMs: 3000 })
    expect((await links.ofStream(world.store, 'OC', `order/${id}`)).map((l) => l.state)).toEqual(['cancelled', 'withdrawn', 'cancelled'])
    const held = await resources.commitmentsOf(world.store, 'OC', id)
    expect(held.map((c) => c.state)).toEqual(held.map(() => 'released'))
  })

  test('a cancel before anything went out leaves nothing to send', async () => {
    await world.take('PO-4')
    const { id } = await world.order('PO-4')
    await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'cancel', reason: 'typing error' }, circumstance: { cause: 'command', correlation: id } })
    await drain(world.context, { patienceMs: 1500 })
    expect(await links.ofStream(world.store, 'OC', `order/${id}`)).toEqual([])
  })

  test('bytes that nobody can read are kept whole, and the next order goes on (R-INT-08)', async () => {
    const noise = Buffer.from(Array.from({ length: 3000 }, (_, i) => (i * 7919) % 256))
    const received = await receive(world.as('inbox'), { channel: 'test', transportId: 'noise', bytes: noise, fileName: 'noise.bin' })
    expect(received.arrival.outcome).toBe('quarantined')
    expect(await cases.list(world.store, 'OC', { kind: 'quarantine' })).toMatchObject([{ subject: `document/${received.arrival.sha256}` }])
    expect((await world.take('PO-5')).arrival.outcome).toBe('order')
    expect(await arrivals.countOf(world.store, received.arrival.sha256)).toBe(1)
  })

  test('what the systems count by now is not held a second time (R-REV-03)', async () => {
    await drain(world.context, { patienceMs: 3000 })
    await refresh(world.context)
    await world.take('PO-6')
    const left = async () => { const [credit] = await resources.get(world.store, 'OC', ['credit/NORDBAU']); return Number(credit!.theirs) + Number(credit!.ours) }
    const before = await left()
    await refresh(world.context)
    expect(await left()).toBe(before)
    await drain(world.context, { patienceMs: 3000 })
    expect(await left()).toBe(before)
    await refresh(world.context)
    expect(await left()).toBe(before)
  })
})

test('twenty orders of a tenth of the credit limit at once: ten pass, ten are asked (R-REV-04)', async () => {
  const world = await openWorld({ creditLimit: '1250.00' })
  const received = await Promise.all(Array.from({ length: 20 }, (_, i) => world.take(`PO-${i}`)))
  expect(received.every((r) => r.arrival.outcome === 'order')).toBe(true)
  const statuses = await Promise.all(received.map(async (_, i) => (await world.order(`PO-${i}`)).status))
  expect(statuses.filter((s) => s === 'toShip')).toHaveLength(10)
  expect(statuses.filter((s) => s === 'awaitingApproval')).toHaveLength(10)
})

test('the same file twenty-one times, twenty at once: one order, one document, twenty duplicates (R-INT-07)', async () => {
  const world = await openWorld()
  const bytes = csv('PO-1')
  const take = (i: number) => receive(world.as('inbox'), { channel: 'cli', transportId: `call-${i}`, bytes, fileName: 'po.csv' })
  await Promise.all(Array.from({ length: 20 }, (_, i) => take(i)))
  await take(20)
  const outcomes = await arrivals.countByOutcome(world.store)
  expect(Object.fromEntries(outcomes)).toEqual({ order: 1, duplicate: 20 })
  expect((await world.order('PO-1')).number).toBe('SO-000001')
})

describe('a document that can not be taken whole (R-INT-08)', () => {
  const within = async <T>(limit: number, work: () => Promise<T>): Promise<T> => {
    process.env.ORDER_TO_CASH_MAX_BYTES = String(limit)
    try { return await work() } finally { delete process.env.ORDER_TO_CASH_MAX_BYTES }
  }
  test('above the limit it is kept, none of it is executed, and a case says what to do', async () => {
    const world = await openWorld()
    const taken = await within(150, () => world.take('PO-1'))
    expect(taken.arrival.outcome).toBe('quarantined')
    expect(await world.store.query('SELECT id FROM orders')).toEqual([])
    expect(await cases.list(world.store, 'OC')).toMatchObject([{ kind: 'quarantine', text: expect.stringContaining('ORDER_TO_CASH_MAX_BYTES') as string }])
    expect((await world.take('PO-1', { transportId: 'again' })).arrival.outcome).toBe('order')
  })
  test('noise that comes again is a duplicate, and stays one case', async () => {
    const world = await openWorld()
    const noise = (transportId: string) => receive(world.as('inbox'), { channel: 'test', transportId, bytes: Buffer.from([0, 1, 2, 255, 254, 7]), fileName: 'x.bin' })
    expect((await noise('1')).arrival.outcome).toBe('quarantined')
    expect((await noise('2')).arrival.outcome).toBe('duplicate')
    expect(await cases.list(world.store, 'OC')).toHaveLength(1)
  })
})

test('a record that somebody copied there is a case, and the news of the others go on', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await world.take('PO-2', { item: 'A-2', price: '0.08' })
  await drain(world.context, { patienceMs: 3000 })
  await world.operate('wms', 'ship')
  const copied: Connector['changes'] = async function* (this: Connector, kind, since, call) {
    for await (const change of original(kind, since, call)) {
      yield change
      if (kind === 'part') yield { ...change, remote: { ...change.remote, theirId: `${change.remote.theirId}-COPY` } }
    }
  }
  let original: Connector['changes']
  const context = { ...world.context, connect: (config: SystemConfig): Connector => {
    const connector = connectorOf(config)
    if (config.name !== 'wms') return connector
    original = connector.changes.bind(connector)
    return { ...connector, changes: copied }
  } }
  expect(await follow(context)).toMatchObject({ applied: 2 })
  expect((await cases.list(world.store, 'OC', { kind: 'double-there' })).map((one) => one.field).sort()).toEqual(['part FO-000001-COPY', 'part FO-000002-COPY'])
  expect(await world.order('PO-2')).toMatchObject({ status: 'shipped' })
})

test('a system that answers with another record than before is a case, and the other orders go on', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  const { id } = await world.order('PO-1')
  await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'change', reason: 'asked', change: { lines: [{ line: '1', quantity: '9' }] } }, circumstance: { cause: 'command', correlation: id } })
  await world.take('PO-2', { item: 'A-2', price: '0.08' })
  const context = { ...world.context, connect: (config: SystemConfig): Connector => {
    const connector = connectorOf(config)
    const send: Connector['send'] = async (message, call) => {
      const remote = await connector.send(message, call)
      return message.action === 'change' && config.name === 'erp' ? { ...remote, theirId: 'SO-ERP-OTHER' } : remote
    }
    return { ...connector, send }
  } }
  expect(await drain(context, { patienceMs: 3000 })).toMatchObject({ done: 5, dead: 1 })
  expect(await cases.list(world.store, 'OC', { kind: 'dead-letter' })).toMatchObject([{ system: 'erp', text: expect.stringContaining('SO-ERP-OTHER') as string }])
  expect((await links.ofStream(world.store, 'OC', `order/${id}`)).find((link) => link.system === 'erp')?.theirId).toBe('SO-ERP-100001')
})
