import { dueNow } from '../../jobs/runDue'
import { runJob } from '../../jobs/run'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as outbox from '../../store/outbox'
import * as runs from '../../store/runs'
import { load } from '../../store/streams'
import { dispatch, drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { receive } from '../../sync/receive'
import { send } from '../../sync/send'
import { systemsOf } from '../../sync/systems'
import { applyWebhooks, keepWebhook } from '../../sync/webhook'
import { verify } from '../../sync/proof/verify'
import { csv, openWorld, type World } from '../sync/world'
import { type Sent, subscriber, until } from '../web/subscriber'

const SECRET = 'what the warehouse signs with'

/** Each of these was reported by users of another system (docs/pains.md): the scenario, played here, does no harm. */
describe('pains', () => {
  let world: World
  let hooks: Awaited<ReturnType<typeof subscriber>>
  beforeAll(async () => {
    world = await openWorld()
    hooks = await subscriber()
    for (const role of ['wms', 'finance'] as const) await world.subscribe(role, hooks.url, SECRET)
  })
  afterAll(() => hooks.close())

  const accepted = async (...references: string[]) => {
    for (const reference of references) await world.take(reference)
    await drain(world.context, { patienceMs: 3000 })
  }
  const told = async (type: string, of: string): Promise<Sent> => {
    await until(() => hooks.sent.some((one) => one.type === type && one.body.includes(of)))
    return hooks.sent.find((one) => one.type === type && one.body.includes(of))!
  }
  const keep = (system: string, { body, headers }: Sent) => keepWebhook(world.context, { system, body: Buffer.from(body), headers })
  const count = async (reference: string, type: string) => (await load(world.store, 'OC', `order/${(await world.order(reference)).id}`)).filter((event) => event.type === type).length
  const inErp = async (reference: string) => (await world.rows('erp', 'order')).filter((row) => row.reference === reference).length

  test('pain 1, n8n #38083, #31837, #28524, #19600, #14585: one webhook that is delivered five times at once has one effect', async () => {
    await accepted('PO-1')
    await world.operate('wms', 'ship')
    const shipment = await told('shipment', (await world.order('PO-1')).id)
    const kept = await Promise.all([1, 2, 3, 4, 5].map(() => keep('wms', shipment)))
    expect(kept.filter((one) => !one!.repeated)).toHaveLength(1)
    expect(new Set(kept.map((one) => one!.arrival.id)).size).toBe(1)
    await Promise.all([1, 2, 3].map(() => applyWebhooks(world.context)))
    expect(await count('PO-1', 'shipped')).toBe(1)
    // and the document of an order likewise
    const same = { channel: 'mail', transportId: '<id@example>', bytes: csv('PO-1b'), fileName: 'order.csv' }
    await Promise.all([1, 2, 3, 4].map(() => receive(world.context, same)))
    expect((await arrivals.list(world.store, { limit: 1000 })).filter((one) => one.transportId === same.transportId)).toHaveLength(1)
    expect(await world.store.query('SELECT id FROM orders WHERE reference = $1', ['PO-1b'])).toHaveLength(1)
  })

  test('pain 2, n8n #30607: a schedule that was changed runs as it is now, and never as it was before too', async () => {
    const schedule = (version: number, cron: string) => world.store.write((tx) =>
      config.put(tx, { company: 'OC', kind: 'schedule', key: 'intake', version, digest: '', body: { kind: 'schedule', key: 'intake', job: 'receive', cron }, origin: 'test' }))
    await schedule(1, '0 * * * *')
    const at = world.clock.at
    expect(await runJob(world.context, 'OC', 'intake', '2026-03-02T08:00:00.000Z')).toMatchObject({ outcome: 'done' })
    await schedule(2, '30 * * * *')
    world.clock.at = new Date('2026-03-02T09:35:00.000Z')
    const due = (await dueNow(world.context)).filter((one) => one.key === 'intake')
    expect(due).toEqual([{ company: 'OC', key: 'intake', job: 'receive', scheduledFor: '2026-03-02T09:30:00.000Z', again: null }])
    const ran = await Promise.all([1, 2].map(() => runJob(world.context, 'OC', 'intake', due[0]!.scheduledFor)))
    expect(ran.filter((one) => 'counts' in one)).toHaveLength(1)
    world.clock.at = at
  })

  test('pain 3, n8n #25381, #1018: who subscribes again is still told once', async () => {
    for (let again = 0; again < 3; again++) await world.subscribe('wms', hooks.url, SECRET)
    await accepted('PO-3')
    const { id } = await world.order('PO-3')
    await world.operate('wms', 'ship')
    await told('shipment', id)
    // the next change comes after whatever else was sent of this one
    await accepted('PO-3b')
    await told('fulfilment', (await world.order('PO-3b')).id)
    expect(hooks.sent.filter((one) => one.type === 'shipment' && one.body.includes(id))).toHaveLength(1)
  })

  test('pain 4, OCA/connector #190, OCA/queue #81: five runners start a job at once, and one runs it; four send, and each system has one order', async () => {
    const ran = await Promise.all([1, 2, 3, 4, 5].map((no) => runJob(world.as('system', `runner-${no}`), 'OC', 'follow', '2026-03-02T10:00:00.000Z')))
    expect(ran.filter((one) => 'counts' in one)).toHaveLength(1)
    await world.take('PO-4')
    await Promise.all([1, 2, 3, 4].map((no) => drain(world.as('system', `sender-${no}`), { patienceMs: 2000 })))
    expect(await inErp('PO-4')).toBe(1)
    expect(await count('PO-4', 'linked')).toBe(3)
  })

  test('pain 5, OCA/queue PR #716, OCA/connector-magento #148, n8n PR #19412, #35059: what a killed worker had begun is taken over once its lease is over', async () => {
    const dead = { company: 'OC', job: 'follow', scheduledFor: '2026-03-02T11:00:00.000Z', startedAt: '2026-03-02T11:00:00.000Z', owner: 'killed' }
    await world.store.write((tx) => runs.begin(tx, { ...dead, leaseMs: 1000, nowMs: Date.now() - 2000 }))
    expect(await runJob(world.context, 'OC', 'follow', dead.scheduledFor)).toMatchObject({ outcome: 'done' })
    await world.take('PO-5')
    await outbox.claim(world.store, { owner: 'killed', limit: 10, leaseMs: () => 1, nowMs: Date.now() - 10_000 })
    await drain(world.context, { patienceMs: 5000 })
    expect((await outbox.ofStream(world.store, 'OC', `order/${(await world.order('PO-5')).id}`)).map((message) => message.state)).toEqual(['done', 'done', 'done'])
  })

  test('pain 6, n8n #23807, PR #7435: what was carried out before the worker died is found when it is tried again, and not done twice', async () => {
    await world.take('PO-6')
    const claimed = await outbox.claim(world.store, { owner: 'killed', systems: ['erp'], limit: 10, leaseMs: () => 1500, nowMs: Date.now() })
    const erp = (await systemsOf(world.context)).find((system) => system.name === 'erp')!
    for (const message of claimed) expect(await send(world.context, erp.connector, message)).toMatchObject({ state: 'done' })
    // and then it is killed: nobody notes that it was done, and its lease ends
    await drain(world.context, { patienceMs: 5000 })
    expect(await inErp('PO-6')).toBe(1)
    expect((await outbox.ofStream(world.store, 'OC', `order/${(await world.order('PO-6')).id}`)).every((message) => message.state === 'done')).toBe(true)
  })

  test('pain 7, medusa #13301, #4798, PR #2341, ps_checkout PR #1546, mercur PR #1418: a payment that comes by webhook and by poll at once counts once', async () => {
    await accepted('PO-7')
    const { id } = await world.order('PO-7')
    await world.operate('wms', 'ship')
    await follow(world.context)
    await drain(world.context, { patienceMs: 3000 })
    await follow(world.context)
    await world.operate('finance', 'pay')
    const number = (await world.order('PO-7')).documents.find((document) => document.kind === 'invoice')!.number
    const payment = await told('payment', number)
    await keep('finance', payment)
    await Promise.all([applyWebhooks(world.context), follow(world.context), applyWebhooks(world.as('system', 'another')), follow(world.as('system', 'another'))])
    expect(await count('PO-7', 'paid')).toBe(1)
    expect(await world.order('PO-7')).toMatchObject({ id, paidAmount: '125' })
  })

  test('pain 11, frappe/ecommerce_integrations #258, #84, #338, erpnext #18898: an order that a system does not take is told by a case, the work list and verify', async () => {
    await world.faults('erp', [{ match: { method: 'POST' }, fault: '400' }])
    await accepted('PO-11')
    await world.faults('erp', [])
    const { id, number } = await world.order('PO-11')
    expect((await cases.list(world.store, 'OC', { state: 'open', subject: `order/${id}` })).map((one) => one.kind)).toContain('refused-there')
    expect((await verify(world.context)).companies[0]).toMatchObject({ once: false, notOnce: expect.arrayContaining([`${number} is not in erp yet: its message is refused`]) as string[] })
  })

  test('pain 12, OpenXE #262: more news between two polls than a page holds is all heard', async () => {
    const wms = (await config.system(world.store, 'OC', 'wms'))!
    await world.store.write((tx) => config.saveSystem(tx, { ...wms, body: { ...wms.body, options: { allowPrivate: true, pageSize: 2 } } }))
    const references = Array.from({ length: 7 }, (_, no) => `PO-12-${no}`)
    await accepted(...references)
    await world.operate('wms', 'ship')
    await follow(world.context)
    for (const reference of references) expect([reference, (await world.order(reference)).status]).toEqual([reference, 'shipped'])
    await world.store.write((tx) => config.saveSystem(tx, wms))
  })

  test("pain 13, OCA/connector-magento #181, ecommerceng_woosync #42, PrestaShop #10822: a system whose clock is ten minutes off, either way, loses no news to the cursor", async () => {
    for (const [reference, minutes] of [['PO-13a', 10], ['PO-13b', -10], ['PO-13c', 0]] as const) {
      await accepted(reference)
      await world.faults('wms', [{ fault: 'skew', minutes }])
      await world.operate('wms', 'ship')
      await follow(world.context)
    }
    // what a clock that was set back hid from the poll, the nightly run finds
    await runJob(world.context, 'OC', 'nightly', '2026-03-03T00:30:00.000Z')
    for (const reference of ['PO-13a', 'PO-13b', 'PO-13c']) expect([reference, (await world.order(reference)).status]).toEqual([reference, 'shipped'])
  })

  test('pain 14, ecommerce_integrations #338, #351, plentymarkets-shopware-connector PR #509, WooCommerceConnector #80: one bad order of a file is held, and the others go on to every system', async () => {
    const rows = [csv('PO-14a'), csv('PO-14b', { item: 'DELETED' }), csv('PO-14c')].map((file) => file.toString().split('\n'))
    const bytes = Buffer.from(`${[rows[0]![0], ...rows.map((lines) => lines[1])].join('\n')}\n`)
    expect((await receive(world.context, { channel: 'test', transportId: 'batch', bytes, fileName: 'batch.csv' })).items.map((item) => item.outcome)).toEqual(['order', 'held', 'order'])
    await world.faults('erp', [{ match: { method: 'POST', path: '^/sales-orders$' }, fault: '400', times: 1 }])
    await drain(world.context, { patienceMs: 3000 })
    await world.faults('erp', [])
    // one of the two was refused there, and held up neither the other nor the other systems
    expect(await inErp('PO-14a') + await inErp('PO-14c')).toBe(1)
    for (const reference of ['PO-14a', 'PO-14c']) expect((await world.rows('finance', 'order')).filter((row) => row.reference === reference)).toHaveLength(1)
  })

  test('pain 15, Shopify/shopify-app-js #603: news that overtakes its order waits for it', async () => {
    await accepted('PO-15')
    const { id } = await world.order('PO-15')
    await world.operate('wms', 'ship')
    const shipment = await told('shipment', id)
    await world.store.write((tx) => tx.execute("UPDATE orders SET company = 'not-yet' WHERE id = $1", [id]))
    await keep('wms', shipment)
    expect(await applyWebhooks(world.context)).toMatchObject({ parked: 1 })
    await world.store.write((tx) => tx.execute("UPDATE orders SET company = 'OC' WHERE id = $1", [id]))
    await applyWebhooks(world.context)
    expect((await world.order('PO-15')).status).toBe('shipped')
    await dispatch(world.context)
  })
})
