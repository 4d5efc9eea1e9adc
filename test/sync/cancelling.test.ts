import { type Command } from '../../orders/command'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as outbox from '../../store/outbox'
import * as resources from '../../store/resources'
import { load } from '../../store/streams'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { receive } from '../../sync/receive'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { openWorld, type World } from './world'

describe('an order that is to be cancelled', () => {
  let world: World
  beforeEach(async () => { world = await openWorld() })

  const ordered = async (reference: string, item = 'A-1', price = '12.50') => {
    await world.take(reference, { item, price })
    await drain(world.context, { patienceMs: 3000 })
    return world.order(reference)
  }
  const command = async (reference: string, wish: Command) => {
    const { id } = await world.order(reference)
    const outcome = await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: wish, circumstance: { cause: 'command', correlation: id } })
    await drain(world.context, { patienceMs: 3000 })
    return outcome
  }
  const heard = async () => { await follow(world.context); await drain(world.context, { patienceMs: 3000 }); await follow(world.context) }
  const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })
  const states = async (id: string) => (await links.ofStream(world.store, 'OC', `order/${id}`)).map(({ system, state }) => `${system} ${state}`)
  const events = async (id: string) => (await load(world.store, 'OC', `order/${id}`)).map(({ type }) => type)
  const open = async () => (await cases.list(world.store, 'OC', { state: 'open' })).map(({ kind, system }) => `${system} ${kind}`)

  test('is pending while the warehouse refuses, with what is left, and nothing else is given up; once it gives in all is cancelled, by itself and once (R-CAN-05)', async () => {
    const { id } = await ordered('PO-1')
    await world.operate('wms', 'reopen', { externalId: `${id}/1` })
    expect(await command('PO-1', { type: 'cancel', reason: 'not needed' })).toMatchObject({ outcome: 'accepted', order: { status: 'cancelPending' } })
    expect(await world.order('PO-1')).toMatchObject({ status: 'cancelPending', cancel: { reason: 'not needed', from: 'toShip', done: [], left: [
      { system: 'wms', kind: 'part', asked: true, refusal: expect.stringContaining('it cannot be cancelled any more') as string },
      { system: 'erp', kind: 'order', asked: false }, { system: 'finance', kind: 'order', asked: false }] } })
    expect(await open()).toEqual(['wms cancel-refused'])
    await heard()
    expect(await states(id)).toEqual(['erp open', 'finance committed', 'wms picking'])
    expect((await resources.commitmentsOf(world.store, 'OC', id)).every(({ state }) => state !== 'released')).toBe(true)
    // asked, again when it moved, and by the night, which says nothing of what is known
    expect(await night()).toMatchObject({ found: 0 })
    expect((await outbox.ofStream(world.store, 'OC', `order/${id}`)).find(({ action }) => action === 'cancel')).toMatchObject({ state: 'refused', attempt: 3 })
    expect(await command('PO-1', { type: 'change', reason: 'more', change: { lines: [{ line: '1', quantity: '20' }] } })).toMatchObject({ outcome: 'refused', findings: [{ code: 'being-cancelled' }] })
    expect(await command('PO-1', { type: 'cancel', reason: 'not needed' })).toMatchObject({ outcome: 'accepted', changed: false })

    await world.operate('wms', 'putback', { externalId: `${id}/1` })
    await heard()
    expect(await world.order('PO-1')).toMatchObject({ status: 'cancelled', reason: 'not needed' })
    expect((await world.order('PO-1')).cancel).toBeUndefined()
    expect(await states(id)).toEqual(['erp cancelled', 'finance withdrawn', 'wms cancelled'])
    expect((await resources.commitmentsOf(world.store, 'OC', id)).every(({ state }) => state === 'released')).toBe(true)
    expect((await events(id)).filter((type) => type.startsWith('cancel'))).toEqual(['cancelAsked', 'cancelledThere', 'cancelGoesOn', 'cancelledThere', 'cancelledThere', 'cancelled'])
    expect(await open()).toEqual([])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('is not cancelled any more once its warehouse has shipped even more of it than is left, and can be made right again (R-CAN-06)', async () => {
    const { id } = await ordered('PO-9')
    await world.operate('wms', 'reopen', { externalId: `${id}/1` })
    await command('PO-9', { type: 'change', reason: 'less', change: { lines: [{ line: '1', quantity: '6' }] } })
    await command('PO-9', { type: 'cancel', reason: 'not needed' })
    expect(await world.order('PO-9')).toMatchObject({ status: 'cancelPending' })
    await world.operate('wms', 'ship')
    await heard()
    expect(await world.order('PO-9')).toMatchObject({ status: 'toShip', lines: [{ quantity: '6', shipped: '0' }] })
    expect(await open()).toContain('wms cancel-failed')
    await night()
    expect(await open()).toContain('wms contradiction')
    expect(await command('PO-9', { type: 'change', reason: 'he keeps all', change: { lines: [{ line: '1', quantity: '10' }] } })).toMatchObject({ outcome: 'accepted' })
    await night()
    expect(await world.order('PO-9')).toMatchObject({ status: 'shipped', lines: [{ quantity: '10', shipped: '10' }] })
  })

  test('a warehouse that cancels it by hand has given in, and what was refused is asked no more (R-CAN-05)', async () => {
    const { id } = await ordered('PO-2')
    await world.operate('wms', 'reopen', { externalId: `${id}/1` })
    await command('PO-2', { type: 'cancel', reason: 'not needed' })
    await world.operate('wms', 'plant', { today: undefined, name: 'by-hand', what: 'status-set', externalId: `${id}/1`, with: { status: 'cancelled' } })
    // no interface says a word: the night hears it, and it is no difference that waits for anybody
    expect(await night()).toMatchObject({ left: 0 })
    await drain(world.context, { patienceMs: 3000 })
    expect(await world.order('PO-2')).toMatchObject({ status: 'cancelled' })
    expect(await open()).toEqual([])
  })

  test('a person does without the warehouse, with why, and the others give it up (R-CAN-05)', async () => {
    const { id } = await ordered('PO-3')
    await world.operate('wms', 'reopen', { externalId: `${id}/1` })
    await command('PO-3', { type: 'cancel', reason: 'not needed' })
    expect(await command('PO-3', { type: 'waiveCancel', system: 'erp', reason: 'why not' })).toMatchObject({ outcome: 'refused', findings: [{ code: 'nothing-asked' }] })
    expect(await command('PO-3', { type: 'waiveCancel', system: 'wms', reason: ' ' })).toMatchObject({ outcome: 'refused', findings: [{ code: 'reason-missing' }] })
    expect(await command('PO-3', { type: 'waiveCancel', system: 'wms', reason: 'The goods were given to another customer.' })).toMatchObject({ outcome: 'accepted' })
    expect(await world.order('PO-3')).toMatchObject({ status: 'cancelled' })
    expect((await load(world.store, 'OC', `order/${id}`)).find(({ type }) => type === 'cancelledThere')!.data).toMatchObject({ system: 'wms', waived: { by: 'manager', reason: 'The goods were given to another customer.' } })
    expect(await open()).toEqual([])
    // should it be sent away after all, that is a contradiction and nobody counts it
    await world.operate('wms', 'ship')
    await follow(world.context)
    expect(await open()).toContain('wms contradiction')
    expect(await world.order('PO-3')).toMatchObject({ status: 'cancelled' })
  })

  test('one that is shipped before the warehouse gave in goes on as shipped, in every system, and a person is told (R-CAN-06)', async () => {
    const { id } = await ordered('PO-4')
    await world.operate('wms', 'reopen', { externalId: `${id}/1` })
    await command('PO-4', { type: 'cancel', reason: 'not needed' })
    await world.operate('wms', 'ship')
    await heard()
    expect(await world.order('PO-4')).toMatchObject({ status: 'shipped' })
    expect((await world.order('PO-4')).cancel).toBeUndefined()
    expect(await open()).toEqual(['wms cancel-failed'])
    expect((await world.rows('erp', 'order')).map(({ status }) => status)).not.toContain('cancelled')
    expect(await world.rows('finance', 'invoice')).toHaveLength(1)
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('one that was not sent to the ERP yet is sent there once its cancel fell through (R-CAN-06, R-INT-07)', async () => {
    await world.faults('erp', [{ fault: '503' }])
    await world.take('PO-5')
    await drain(world.context, { patienceMs: 300 })
    const { id } = await world.order('PO-5')
    await world.operate('wms', 'reopen', { externalId: `${id}/1` })
    await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'cancel', reason: 'not needed' }, circumstance: { cause: 'command', correlation: id } })
    await drain(world.context, { patienceMs: 300 })
    expect((await world.order('PO-5')).cancel!.left.map(({ system }) => system)).toEqual(['wms', 'finance'])
    await world.faults('erp', [])
    expect(await command('PO-5', { type: 'withdrawCancel', reason: 'He wants it after all.' })).toMatchObject({ outcome: 'accepted', order: { status: 'toShip' } })
    await heard()
    expect(await states(id)).toEqual(['erp open', 'finance committed', 'wms picking'])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('that the shop floor has begun is pending for it; what it makes is heard, and a person does without it (R-CAN-03, R-CAN-05)', async () => {
    world = await openWorld({ shopFloor: true })
    const { id } = await ordered('PO-6', 'A-2', '0.08')
    await world.operate('mes', 'begin')
    await command('PO-6', { type: 'cancel', reason: 'not needed' })
    await heard()
    expect(await world.order('PO-6')).toMatchObject({ status: 'cancelPending', cancel: { left: [{ system: 'mes', kind: 'production', refusal: expect.any(String) as string }], done: expect.any(Array) as unknown[] } })
    // whichever of the others answers first
    expect((await world.order('PO-6')).cancel!.done.map(({ system }) => system).toSorted()).toEqual(['erp', 'finance', 'wms'])
    expect(await open()).toEqual(['mes cancel-refused'])
    expect(await night()).toMatchObject({ found: 0 })
    expect(await command('PO-6', { type: 'withdrawCancel', reason: 'no' })).toMatchObject({ outcome: 'refused', findings: [{ code: 'carried-out-already' }] })
    await command('PO-6', { type: 'waiveCancel', system: 'mes', reason: 'It is made for the shelf.' })
    expect(await world.order('PO-6')).toMatchObject({ status: 'cancelled' })
    expect(await states(id)).toEqual(['erp cancelled', 'finance withdrawn', 'mes running', 'wms cancelled'])
  })
})

test('of two warehouses one gives up its part and the other ships: the part is asked for anew, and all of the order comes (R-CAN-06, R-ROU-03)', async () => {
  const world = await openWorld({ twoWarehouses: true, carrier: true })
  const lines = [['1', 'A-1', '60', '12.50'], ['2', 'A-2', '8000', '0.08']].map(([line, item, quantity, price]) => `PO-7;2026-03-01;NORDBAU;2026-03-09;Lager 2;${line};${item};${quantity};C62;${price};EUR`)
  await receive(world.as('inbox'), { channel: 'test', transportId: 'PO-7', fileName: 'PO-7.csv', bytes: Buffer.from(`order number;order date;customer no;requested delivery;ship to name;line;item;quantity;unit;price;currency\n${lines.join('\n')}\n`) })
  await drain(world.context, { patienceMs: 3000 })
  const { id } = await world.order('PO-7')
  await world.operate('wms-south', 'reopen', { externalId: `${id}/2` })
  await submit(world.as('manager'), { subject: { company: 'OC', order: id }, command: { type: 'cancel', reason: 'too late' }, circumstance: { cause: 'command', correlation: id } })
  await drain(world.context, { patienceMs: 3000 })
  expect(await world.order('PO-7')).toMatchObject({ status: 'cancelPending', cancel: { done: [{ system: 'wms', ourId: `${id}/1` }], left: [{ system: 'wms-south' }, { system: 'erp' }, { system: 'finance' }] } })
  await world.operate('wms-south', 'ship')
  await follow(world.context)
  await drain(world.context, { patienceMs: 3000 })
  expect(await world.order('PO-7')).toMatchObject({ status: 'toShip', parts: [{ no: 1, lines: [] }, { no: 2, system: 'wms-south', lines: ['2'] }, { no: 3, system: 'wms', lines: ['1'] }] })
  await world.operate('wms', 'ship')
  await follow(world.context)
  await drain(world.context, { patienceMs: 3000 })
  await follow(world.context)
  expect(await world.order('PO-7')).toMatchObject({ status: 'shipped', lines: [{ shipped: '60', cancelled: '0' }, { shipped: '8000', cancelled: '0' }] })
  expect(await reconcile(world.context, { company: 'OC', patienceMs: 3000 })).toMatchObject({ found: 0 })
})
