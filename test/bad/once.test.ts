import { type Command } from '../../orders/command'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { load } from '../../store/streams'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { receive } from '../../sync/receive'
import { submit } from '../../sync/submit'
import { applyWebhooks, keepWebhook } from '../../sync/webhook'
import { csv, openWorld, type World } from '../sync/world'
import { type Sent, subscriber, until } from '../web/subscriber'

const SECRET = 'what the warehouse signs with'

describe('bad inputs, group 7: identity and once-ness', () => {
  let world: World
  let hooks: Awaited<ReturnType<typeof subscriber>>
  beforeAll(async () => {
    world = await openWorld()
    hooks = await subscriber()
    await world.subscribe('wms', hooks.url, SECRET)
  })
  afterAll(() => hooks.close())

  const outcomes = async (incoming: Parameters<typeof receive>[1]) => (await receive(world.context, incoming)).items.map((item) => item.outcome)
  const file = (bytes: Buffer, transportId: string, channel = 'test') => ({ channel, transportId, bytes, fileName: `${transportId}.csv` })
  const act = async (reference: string, command: Command, actor = 'manager') =>
    submit(world.as(actor), { subject: { company: 'OC', order: (await world.order(reference)).id }, command, circumstance: { cause: 'command', correlation: 'c' } })
  const count = async (reference: string, type: string) => (await load(world.store, 'OC', `order/${(await world.order(reference)).id}`)).filter((event) => event.type === type).length
  const inErp = async (reference: string) => (await world.rows('erp', 'order')).filter((row) => row.reference === reference)
  const shipmentOf = async (reference: string): Promise<Sent> => {
    const { id } = await world.order(reference)
    await until(() => hooks.sent.some((one) => one.type === 'shipment' && one.body.includes(id)))
    return hooks.sent.find((one) => one.type === 'shipment' && one.body.includes(id))!
  }
  const keep = ({ body, headers }: Sent) => keepWebhook(world.context, { system: 'wms', body: Buffer.from(body), headers })

  test('1 the same file twice, and 2 the same order from two channels, are one order', async () => {
    expect(await outcomes(file(csv('PO-1'), 'first'))).toEqual(['order'])
    expect(await outcomes(file(csv('PO-1'), 'second'))).toEqual(['duplicate'])
    expect(await outcomes(file(csv('PO-1'), 'by mail', 'mail'))).toEqual(['duplicate'])
  })

  test('3 the same number from two buyers is two orders, the unknown one held', async () => {
    expect(await outcomes(file(csv('PO-1', { buyer: 'SOMEBODY-ELSE' }), 'other buyer'))).toEqual(['held'])
    expect(await world.store.query('SELECT id FROM orders WHERE reference = $1', ['PO-1'])).toHaveLength(2)
  })

  test('4 po-1, PO-1 and PO-1 with a blank, and 5 look-alikes, are told apart and put to a person, not merged', async () => {
    for (const [reference, id] of [['po-1', 'small'], ['РО-1', 'cyrillic']] as const) expect([reference, (await outcomes(file(csv(reference), id)))[0]]).toEqual([reference, expect.stringMatching(/held|order/)])
    expect((await orders.byKey(world.store, 'OC', 'NORDBAU', 'PO-1', '', 0))!.id).not.toBe((await orders.byKey(world.store, 'OC', 'NORDBAU', 'po-1', '', 0))!.id)
    expect(await orders.byKey(world.store, 'OC', 'NORDBAU', 'РО-1', '', 0)).toBeDefined()
  })

  test('6 a number of a thousand characters is kept whole', async () => {
    const long = 'N'.repeat(1000)
    await outcomes(file(csv(long), 'long'))
    expect((await world.order(long)).reference).toBe(long)
  })

  test('7 the same number with another content is a duplicate, and a case asks whether a change was meant', async () => {
    expect(await outcomes(file(csv('PO-1', { quantity: '77' }), 'other content'))).toEqual(['duplicate'])
    const { id } = await world.order('PO-1')
    expect((await cases.list(world.store, 'OC', { state: 'open', kind: 'same-number-other-content', subject: `order/${id}` }))[0]!.text).toContain('quantity 77 instead of 10')
  })

  test('8 an order after its cancel is a duplicate of the cancelled one: nothing is sent again', async () => {
    await outcomes(file(csv('PO-8'), 'po8'))
    expect((await act('PO-8', { type: 'cancel', reason: 'withdrawn' })).outcome).toBe('accepted')
    expect(await outcomes(file(csv('PO-8'), 'po8 again'))).toEqual(['duplicate'])
    await drain(world.context, { patienceMs: 3000 })
    expect(await inErp('PO-8')).toEqual([])
  })

  test('9 a change before its order is refused, and nothing is made of it', async () => {
    const outcome = await submit(world.as('manager'), { subject: { company: 'OC', order: '01a22044-19a4-734b-8303-d52727fe4051' }, command: { type: 'change', reason: 'early', change: { lines: [{ line: '1', quantity: '5' }] } }, circumstance: { cause: 'command', correlation: 'c' } })
    expect(outcome).toMatchObject({ outcome: 'refused', findings: [{ code: 'order-unknown' }] })
  })

  test('10 two changes at once are made one after the other: both are in the story, and the last one holds everywhere', async () => {
    await outcomes(file(csv('PO-10'), 'po10'))
    await drain(world.context, { patienceMs: 3000 })
    const made = await Promise.all(['12', '15'].map((quantity) => act('PO-10', { type: 'change', reason: `to ${quantity}`, change: { lines: [{ line: '1', quantity }] } })))
    expect(made.map((one) => one.outcome)).toEqual(['accepted', 'accepted'])
    expect(await count('PO-10', 'changed')).toBe(2)
    await drain(world.context, { patienceMs: 5000 })
    const [sale] = await inErp('PO-10')
    expect((JSON.parse(String(sale!.body)) as { items: { qty: string }[] }).items[0]!.qty).toBe((await world.order('PO-10')).lines[0]!.quantity)
  })

  test('11 approving twice at once counts once, and 12 approving after a cancel not at all', async () => {
    for (const reference of ['PO-11', 'PO-12']) await outcomes(file(csv(reference, { price: '9.00' }), reference))
    const step = async (reference: string) => (await world.order(reference)).approvals.find((approval) => approval.state === 'open')!.step
    const at = await step('PO-11')
    await Promise.all([1, 2].map(() => act('PO-11', { type: 'approve', step: at, reason: 'promotion' })))
    expect([await count('PO-11', 'approved'), await count('PO-11', 'confirmed')]).toEqual([1, 1])
    const late = await step('PO-12')
    await act('PO-12', { type: 'cancel', reason: 'withdrawn' })
    const outcome = await act('PO-12', { type: 'approve', step: late, reason: 'promotion' })
    expect([outcome.outcome === 'accepted' && outcome.changed, (await world.order('PO-12')).status]).toEqual([false, 'cancelled'])
  })

  test('13 a webhook twice, out of order, with an old version and for an unknown order', async () => {
    await outcomes(file(csv('PO-13'), 'po13'))
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('wms', 'ship')
    const shipment = await shipmentOf('PO-13')
    await follow(world.context)
    await keep(shipment)
    await keep(shipment)
    await applyWebhooks(world.context)
    expect(await count('PO-13', 'shipped')).toBe(1)
    await world.operate('wms', 'deliver')
    await follow(world.context)
    const old = { ...shipment, body: shipment.body }
    await keep(old)
    await applyWebhooks(world.context)
    expect((await world.order('PO-13')).status).toBe('delivered')
    expect(await world.store.query("SELECT state FROM links WHERE kind = 'despatch' AND stream = $1", [`order/${(await world.order('PO-13')).id}`])).toEqual(expect.arrayContaining([{ state: 'delivered' }]))
  })

  test('14 an id of the ERP that is used again for another order of ours is a conflict, never a second link', async () => {
    const known = (await links.ofStream(world.store, 'OC', `order/${(await world.order('PO-10')).id}`)).find((link) => link.system === 'erp' && link.kind === 'order')!
    const other = (await world.order('PO-1')).id
    await expect(world.store.write((tx) => links.save(tx, [{ ...known, ourId: other, stream: `order/${other}` }]))).rejects.toThrow(/One of the two is a double/)
  })

  test('15 a record that was deleted there is found in the night, and is there again', async () => {
    await outcomes(file(csv('PO-15'), 'po15'))
    await drain(world.context, { patienceMs: 3000 })
    await world.operate('finance', 'plant', { today: undefined, name: 'gone', what: 'order-deleted', externalId: (await world.order('PO-15')).id })
    const found = await reconcile(world.context, { company: 'OC', systems: ['finance'] })
    expect(found).toMatchObject({ found: 1, repaired: 1 })
  })

  test('16 a number that a rolled back order would have had is given to the next one: there is no gap', async () => {
    const before = (await world.store.query<{ value: number }>("SELECT value FROM counters WHERE range_name = 'order'"))[0]!.value
    const broken = { ...world.context, store: { ...world.store, write: <T>(work: (tx: never) => Promise<T>) => world.store.write(async (tx) => { await work(tx as never); throw new Error('the disk is full') }) } }
    await expect(receive(broken as typeof world.context, file(csv('PO-16'), 'po16'))).rejects.toThrow('the disk is full')
    await outcomes(file(csv('PO-16b'), 'po16b'))
    expect((await world.order('PO-16b')).number).toBe(`SO-${String(Number(before) + 1).padStart(6, '0')}`)
  })

  test('17 two workers send what is due once', async () => {
    await outcomes(file(csv('PO-17'), 'po17'))
    await Promise.all([1, 2].map((no) => drain(world.as('system', `worker-${no}`), { patienceMs: 3000 })))
    expect(await inErp('PO-17')).toHaveLength(1)
  })

  test('18 a message that is sent again after 400 days, when no key lives any more, finds what is there', async () => {
    const { id } = await world.order('PO-17')
    await world.store.write((tx) => tx.execute("UPDATE messages SET done_at = '2025-01-20T08:00:00.000Z' WHERE stream = $1", [`order/${id}`]))
    const [message] = (await outbox.ofStream(world.store, 'OC', `order/${id}`)).filter((one) => one.system === 'finance')
    await world.store.write((tx) => tx.execute("UPDATE messages SET state = 'waiting', not_before_ms = 0 WHERE id = $1", [message!.id]))
    await drain(world.context, { patienceMs: 3000 })
    expect((await world.rows('finance', 'order')).filter((row) => row.reference === 'PO-17')).toHaveLength(1)
  })
})
