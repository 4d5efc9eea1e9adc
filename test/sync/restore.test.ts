import { join } from 'node:path'
import { type Remote } from '../../connectors/connector'
import { runJob } from '../../jobs/run'
import { backUp } from '../../store/backup'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as orders from '../../store/orders'
import { openStore } from '../../store/open'
import { noteRestored, restoredFrom } from '../../store/restored'
import { type Store } from '../../store/store'
import { type Context } from '../../sync/context'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { verify } from '../../sync/proof/verify'
import { receive } from '../../sync/receive'
import { relearn } from '../../sync/relearn'
import { submit } from '../../sync/submit'
import { writeProof } from '../../sync/proof/write'
import { onMariadb } from '../store/open'
import { csv, openWorld, type World } from './world'

const NIGHT = '2026-03-03T00:30:00.000Z'
const references = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `PO-${from + i}`)

const TYPES = [['erp', 'order'], ['wms', 'fulfilment'], ['wms', 'shipment'], ['finance', 'order'], ['finance', 'invoice']] as const
const counts = async (world: World) => Object.fromEntries(await Promise.all(TYPES.map(async ([role, type]) => [`${role} ${type}`, (await world.rows(role, type)).length] as const)))

// a server is backed up by its own tools; what follows is the same there once the mark is set, which the last test does on both
;(onMariadb ? describe.skip : describe)('a backup is put back after ten more orders', () => {
  let world: World
  let restored: Store
  let context: Context
  let proof: string
  let before: Record<string, number>
  beforeAll(async () => {
    world = await openWorld()
    for (const reference of references(1, 5)) await world.take(reference)
    await world.take('PO-HELD', { price: '9.00' })
    await drain(world.context, { patienceMs: 3000 })
    await backUp(world.store, join(world.store.folder, 'backup.db'))

    // the day goes on: ten more orders, one approved, some shipped, invoiced, paid; one received and held
    for (const reference of references(6, 15)) await world.take(reference)
    const asked = await world.order('PO-HELD')
    for (const approval of asked.approvals.filter((one) => one.state === 'open')) {
      await submit(world.as('manager'), { subject: { company: 'OC', order: asked.id }, command: { type: 'approve', step: approval.step, reason: 'promotion' }, circumstance: { cause: 'command', correlation: 'c' } })
    }
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    await follow(world.context)
    await drain(world.context, { patienceMs: 3000 })
    await follow(world.context)
    await world.take('PO-LOST', { item: 'NO-SUCH' })
    const dir = join(world.store.folder, 'proofs')
    const { files } = await writeProof(world.context, { company: 'OC', scheduledFor: '2026-03-02T20:00:00.000Z', dir })
    proof = join(dir, files.json)
    before = await counts(world)
    expect(before).toMatchObject({ 'erp order': 16, 'wms fulfilment': 16, 'wms shipment': 16, 'finance order': 16, 'finance invoice': 16 })

    restored = await openStore(`sqlite:${join(world.store.folder, 'backup.db')}`, { keys: world.store.keysFolder, environment: 'test' })
    context = { ...world.context, store: restored }
  })
  afterAll(() => restored.close())

  const order = (reference: string) => orders.byKey(restored, 'OC', 'NORDBAU', reference, '', 0)
  const send = (reference: string, transportId: string) => receive(context, { channel: 'test', transportId, bytes: csv(reference), fileName: `${reference}.csv` })

  test('the running store is no restored one; the copy says when it was taken', async () => {
    expect(await restoredFrom(world.store)).toBeUndefined()
    expect(Date.parse((await restoredFrom(restored))!)).toBeGreaterThan(Date.now() - 120_000)
  })

  test('verify with the proof that was sent away names what is gone', async () => {
    const { defects } = await verify(context, { root: proof })
    const gone = defects.filter((defect) => defect.code === 'proof-stream-removed' && defect.stream.startsWith('order/'))
    expect(gone).toHaveLength(11)
    expect(defects.map((defect) => defect.code)).toContain('proof-stream-cut')
  })

  test('before it has learned, no order is taken and no number given: what comes in is kept and waits', async () => {
    await expect(send('PO-7', 'again before')).rejects.toThrow(/put back from a backup of .*takes no new orders/)
    expect(await arrivals.pending(restored)).toHaveLength(1)
    const held = (await order('PO-HELD'))!
    await expect(submit({ ...context, actor: 'manager' }, { subject: { company: 'OC', order: held.id }, command: { type: 'approve', step: held.approvals[0]!.step, reason: 'promotion' }, circumstance: { cause: 'command', correlation: 'c' } }))
      .rejects.toThrow(/gives no numbers/)
  })

  test('while a system is down nothing is learned, and it stays so', async () => {
    await world.faults('finance', [{ fault: '503' }])
    expect(await runJob(context, 'OC', 'receive', '2026-03-02T21:00:00.000Z')).toMatchObject({ outcome: 'failed' })
    await world.faults('finance', [])
    expect(await restoredFrom(restored)).toBeDefined()
  })

  test('the nightly run learns the rest from the systems, and doubles nothing in any of them (R-AUD-04)', async () => {
    expect(await runJob(context, 'OC', 'nightly', NIGHT)).toMatchObject({ outcome: 'problems', counts: { 'reconcile left': 0, 'reconcile unreachable': 0 } })
    expect(await restoredFrom(restored)).toBeUndefined()
    expect(await counts(world)).toEqual(before)
    for (const [role, type] of TYPES) {
      const ids = (await world.rows(role, type)).map((row) => String(row.external_id)).filter((id) => id !== '')
      expect(new Set(ids).size).toBe(ids.length)
    }
  })

  test('every order is back with its id, its number and all that was shipped and invoiced (R-AUD-04)', async () => {
    for (const reference of [...references(1, 15), 'PO-HELD']) {
      const [now, then] = [await order(reference), await world.order(reference)]
      expect(now).toMatchObject({ id: then.id, number: then.number, status: then.status, payable: then.payable, invoicedAmount: then.invoicedAmount })
      expect(now!.lines.map(({ id, item, quantity, shipped, invoiced }) => ({ id, item, quantity, shipped, invoiced }))).toEqual(then.lines.map(({ id, item, quantity, shipped, invoiced }) => ({ id, item, quantity, shipped, invoiced })))
      expect(now!.approvals.filter((approval) => approval.state === 'open')).toEqual([])
    }
  })

  test('a case says what was learned and what was lost', async () => {
    const [told] = await cases.list(restored, 'OC', { state: 'open', kind: 'restored' })
    expect(told!.text).toMatch(/backup of 20.*11 orders \(SO-000006.*Lost is what only this store knew/)
    expect(told!.detail).toMatchObject({ orders: expect.arrayContaining(['SO-000006', 'SO-000016']) as string[], lost: [] })
  })

  test('documents received once more are duplicates, the one that was lost comes back, and numbers go on above all that were given', async () => {
    expect(await runJob(context, 'OC', 'receive', '2026-03-03T01:00:00.000Z')).toMatchObject({ counts: { resumed: 1 } })
    for (const reference of references(6, 15)) expect((await send(reference, `after ${reference}`)).items.map((item) => item.outcome)).toEqual(['duplicate'])
    expect((await receive(context, { channel: 'test', transportId: 'lost again', bytes: csv('PO-LOST', { item: 'NO-SUCH' }), fileName: 'lost.csv' })).items.map((item) => item.outcome)).toEqual(['held'])
    await send('PO-NEW', 'new')
    expect((await order('PO-NEW'))!.number).toBe('SO-000017')
    await drain(context, { patienceMs: 3000 })
    expect(await counts(world)).toMatchObject({ 'erp order': before['erp order']! + 1, 'finance order': before['finance order']! + 1, 'wms fulfilment': before['wms fulfilment']! + 1 })
    expect(await runJob(context, 'OC', 'nightly', '2026-03-04T00:30:00.000Z')).toMatchObject({ counts: { 'reconcile left': 0 } })
    // the last proof is of after the restore, and the store agrees with it
    expect((await verify(context)).defects).toEqual([])
  })
})

const ORDERS = ['events', 'private_values', 'streams', 'messages', 'links', 'approvals', 'orders', 'commitments', 'counters', 'arrival_items', 'parts', 'arrivals', 'cursors']

test('an order that is paid by card has its authorisation again: it is taken with the despatch, once, and booked; of one that was cancelled it is given free (R-AUD-04, R-INV-05)', async () => {
  const world = await openWorld({ shop: true, cards: true })
  const held = new Map<string, string>()
  for (const [purchaseOrder, qty] of [['PO-1', 10], ['PO-2', 8]] as const) {
    const { id } = await world.operate('gateway', 'authorise', { amountMinor: qty * 1250, currency: 'EUR' }) as { id: string }
    await world.operate('shop', 'checkout', { customer: 'cus_0007', purchaseOrder, wishDate: '2026-03-09', items: [{ sku: 'A-1', qty }], card: { gateway: 'gateway', reference: id, amountMinor: qty * 1250 } })
    held.set(purchaseOrder, id)
  }
  await follow(world.context)
  await drain(world.context, { patienceMs: 3000 })
  // cancelled everywhere but at the gateway
  const gone = (await world.order('PO-2')).id
  await world.faults('gateway', [{ match: { method: 'POST' }, fault: '503' }])
  await submit(world.as('manager'), { subject: { company: 'OC', order: gone }, command: { type: 'cancel', reason: 'not needed' }, circumstance: { cause: 'command', correlation: 'c' } })
  for (let round = 0; round < 3; round++) await drain(world.context, { patienceMs: 1500 })
  expect((await world.order('PO-2')).status).toBe('cancelled')
  await world.faults('gateway', [])
  await world.store.write(async (tx) => {
    for (const table of ORDERS) await tx.execute(`DELETE FROM ${table}`)
    await noteRestored(tx, '2026-03-01T08:00:00.000Z')
  })
  expect(await relearn(world.context)).toMatchObject({ orders: ['SO-000001', 'SO-000002'], lost: [] })
  expect(await world.order('PO-1')).toMatchObject({ authorisation: { gateway: 'gateway', reference: held.get('PO-1') } })
  await world.operate('wms', 'ship')
  for (let round = 0; round < 4; round++) {
    await follow(world.context)
    await drain(world.context, { patienceMs: 3000 })
  }
  const rows = async (role: 'gateway' | 'finance', type: string) => (await world.rows(role, type)).map(({ body }) => JSON.parse(String(body)) as Record<string, unknown>)
  expect((await rows('gateway', 'charge')).map(({ payment_intent: intent, amount }) => [intent, amount])).toEqual([[held.get('PO-1'), 12_500]])
  expect((await rows('finance', 'payment')).map(({ account, amountMinor }) => [account, amountMinor])).toEqual([['gateway', 12_500]])
  expect((await world.rows('gateway', 'payment_intent')).map(({ status }) => status)).toEqual(['succeeded', 'canceled'])
  expect(await world.order('PO-1')).toMatchObject({ status: 'shipped', paidAmount: '125' })
  expect(await runJob(world.context, 'OC', 'nightly', NIGHT)).toMatchObject({ counts: { 'reconcile left': 0 } })
})

test.each([['one warehouse has', false], ['no warehouse has yet', true]])('with two warehouses, an order that %s goes to one of them, once (R-AUD-04, R-ROU-03)', async (_, away) => {
  const world = await openWorld({ twoWarehouses: true })
  const warehouses = ['wms', 'wms-south'] as const
  if (away) for (const role of warehouses) await world.faults(role, [{ fault: '503' }])
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 2000 })
  for (const role of warehouses) await world.faults(role, [])
  await world.store.write(async (tx) => {
    for (const table of ORDERS) await tx.execute(`DELETE FROM ${table}`)
    await noteRestored(tx, '2026-03-01T08:00:00.000Z')
  })
  expect(await relearn(world.context)).toMatchObject({ orders: ['SO-000001'], lost: [] })
  await drain(world.context, { patienceMs: 3000 })
  expect((await world.rows('wms', 'fulfilment')).length + (await world.rows('wms-south', 'fulfilment')).length).toBe(1)
  expect((await verify(world.context)).companies).toMatchObject([{ once: true }])
})

test('an order that only the warehouse still knows is a case, and its number is not given again', async () => {
  const world = await openWorld()
  for (const role of ['erp', 'finance'] as const) await world.faults(role, [{ fault: '503' }])
  await world.take('PO-1')
  // claims of several systems at once may pass over each other's rows: one round need not do
  await drain(world.context, { patienceMs: 2000 })
  const { id } = await world.order('PO-1')
  expect(await world.rows('wms', 'fulfilment')).toHaveLength(1)
  for (const role of ['erp', 'finance'] as const) await world.faults(role, [])
  // as after a server's own restore to a time before the order
  await world.store.write(async (tx) => {
    for (const table of ['events', 'private_values', 'streams', 'messages', 'links', 'approvals', 'orders', 'commitments', 'counters', 'arrival_items', 'parts', 'arrivals']) await tx.execute(`DELETE FROM ${table}`)
    await noteRestored(tx, '2026-03-01T08:00:00.000Z')
  })
  expect(await runJob(world.context, 'OC', 'follow', NIGHT)).toMatchObject({ outcome: 'problems' })
  const [lost] = await cases.list(world.store, 'OC', { state: 'open', kind: 'lost-order' })
  expect(lost).toMatchObject({ system: 'wms', subject: `order/${id}` })
  await world.take('PO-2')
  expect((await world.order('PO-2')).number).toBe('SO-000002')
})

test('systems that number orders in their own way: the order is a case, their number is not taken for ours, and ours is not given again', async () => {
  const world = await openWorld()
  await world.take('PO-1')
  await drain(world.context, { patienceMs: 3000 })
  await world.store.write(async (tx) => {
    for (const table of ['events', 'private_values', 'streams', 'messages', 'links', 'approvals', 'orders', 'commitments', 'counters', 'arrival_items', 'parts', 'arrivals']) await tx.execute(`DELETE FROM ${table}`)
    await noteRestored(tx, '2026-03-01T08:00:00.000Z')
  })
  const own = async function* (rows: AsyncIterable<Remote>) { for await (const remote of rows) yield { ...remote, body: { ...remote.body, number: '12' } } }
  const connect: Context['connect'] = (system) => {
    const connector = world.context.connect(system)
    return { ...connector, list: (...asked) => { const { orderedBy, rows } = connector.list(...asked); return { orderedBy, rows: own(rows) } } }
  }
  expect(await relearn({ ...world.context, connect })).toMatchObject({ orders: [], lost: [expect.stringContaining('order SO-ERP')] })
  await world.take('PO-2')
  expect((await world.order('PO-2')).number).toBe('SO-000002')
})
