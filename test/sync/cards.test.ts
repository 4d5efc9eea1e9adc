import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as links from '../../store/links'
import * as openItems from '../../store/openItems'
import { type Command } from '../../orders/command'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { verify } from '../../sync/proof/verify'
import { reconcile } from '../../sync/reconcile/reconcile'
import { submit } from '../../sync/submit'
import { applyWebhooks, keepWebhook } from '../../sync/webhook'
import { type Served, serve } from '../../web/serve'
import { until } from '../web/subscriber'
import * as arrivals from '../../store/arrivals'
import * as documents from '../../store/documents'
import { openWorld, type Role, TOKEN, type World } from './world'

interface Row { id: string; status: string; external_id: string; body: { amount: number; amount_received: number; amount_refunded: number; metadata: Record<string, string> } }

describe('an order that is paid by card', () => {
  let world: World
  let door: Served | undefined
  const begin = async (more: Parameters<typeof openWorld>[0] = {}): Promise<void> => {
    world = await openWorld({ shop: true, cards: true, ...more })
    await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { returns: { damaged: { upTo: '100.00' }, short: { upTo: '100.00' } } } }))
  }
  beforeEach(() => begin())
  afterEach(async () => { await door?.close(); door = undefined })

  const rows = async (type: string, role: Role = 'gateway') => (await world.rows(role, type)).map((row) => ({ ...row, body: JSON.parse(String(row.body)) as unknown }) as unknown as Row)
  const sent = () => drain(world.context, { patienceMs: 5000 })
  const heard = async (): Promise<void> => { await sent(); await follow(world.context) }
  const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })
  const owed = async (): Promise<string[]> => (await openItems.openOf(world.store, 'OC', 'NORDBAU')).map(({ invoice, paid, credited, open }) => `${invoice} ${paid} ${credited} ${open}`)
  const open = () => cases.list(world.store, 'OC', { state: 'open' })
  const say = async (command: Command) => submit(world.as('manager'), { subject: { company: 'OC', order: (await world.order('PO-1')).id }, command, circumstance: { cause: 'command', correlation: 'test' } })
  const back = (quantity: string, request = 'T-1', reason: 'damaged' | 'short' = 'damaged'): Command => ({ type: 'return', request, reason, lines: [{ line: 'li_0001001', quantity }] })

  /** 10 pieces over 125.00 EUR, whose money is agreed to. */
  async function ordered(items = [{ sku: 'A-1', qty: 10 }], amountMinor = 12_500): Promise<{ authorisation: string; origin: string }> {
    const { id: authorisation } = await world.operate('gateway', 'authorise', { amountMinor, currency: 'EUR' }) as { id: string }
    const { id: origin } = await world.operate('shop', 'checkout', { customer: 'cus_0007', purchaseOrder: 'PO-1', wishDate: '2026-03-09', items, card: { gateway: 'gateway', reference: authorisation, amountMinor } }) as { id: string }
    await follow(world.context)
    await heard()
    return { authorisation, origin }
  }
  async function shipped(): Promise<void> {
    await world.operate('wms', 'ship')
    await follow(world.context)
    for (let poll = 0; poll < 3; poll++) await heard()
  }
  const delivered = async (): Promise<void> => { await world.operate('wms', 'deliver'); await heard() }
  /** An order that is shipped and delivered, and of which the warehouse has four pieces back. */
  async function cameBack(): Promise<void> {
    await ordered()
    await shipped()
    await delivered()
    await say(back('4'))
    await heard()
    await world.operate('wms', 'receive')
  }
  /** The same, and all of it heard and answered. */
  async function sentBack(): Promise<void> {
    await cameBack()
    for (let poll = 0; poll < 5; poll++) await heard()
  }

  test('brings its authorisation; its money is taken when it is shipped, pays its invoice once, and the order closes (R-INV-05, R-INV-06, R-CLS-01)', async () => {
    const { authorisation } = await ordered()
    const { id, number } = await world.order('PO-1')
    expect(await rows('payment_intent')).toMatchObject([{ id: authorisation, status: 'requires_capture', body: { metadata: { order: id, number } } }])
    expect(await rows('charge')).toEqual([])
    expect(await night()).toMatchObject({ found: 0 })
    await shipped()
    expect(await rows('charge')).toMatchObject([{ external_id: `${id}/wms/SHP-2026-00001`, body: { amount: 12_500 } }])
    expect(await rows('payment_intent')).toMatchObject([{ status: 'succeeded', body: { amount_received: 12_500 } }])
    expect(await world.order('PO-1')).toMatchObject({ status: 'shipped', paidAmount: '125', captures: [{ issuer: 'gateway', amount: '125.00', allocations: [{ invoice: 'INV-2026-000001', amount: '125.00' }] }] })
    expect([await owed(), await open()]).toEqual([[], []])
    expect(await rows('payment', 'finance')).toMatchObject([{ external_id: 'gateway/ch_0000000001', body: { account: 'gateway', entry: 'ch_0000000001', amountMinor: 12_500, allocations: [{ invoice: 'INV-2026-000001', amountMinor: 12_500 }] } }])
    await delivered()
    expect((await world.order('PO-1')).status).toBe('closed')
    for (let poll = 0; poll < 2; poll++) await heard()
    expect([await night(), (await verify(world.context)).defects, (await rows('payment', 'finance')).length]).toMatchObject([{ found: 0 }, [], 1])
  })

  test('in two despatches it is taken for each, as it is invoiced, and nothing stays held back (R-INV-05, R-INV-03)', async () => {
    await begin({ twoWarehouses: true })
    await ordered([{ sku: 'A-1', qty: 100 }, { sku: 'A-2', qty: 9000 }], 197_000)
    await shipped()
    expect((await rows('charge')).map(({ body }) => body.amount)).toEqual([125_000])
    expect(await rows('payment_intent')).toMatchObject([{ status: 'requires_capture' }])
    expect(await night()).toMatchObject({ found: 0 })
    await world.operate('wms-south', 'ship')
    await shipped()
    expect([(await rows('charge')).map(({ body }) => body.amount), (await rows('payment_intent'))[0]!.status, await owed()]).toEqual([[125_000, 72_000], 'succeeded', []])
    expect([await night(), await open()]).toMatchObject([{ found: 0 }, []])
  })

  // all faults are cases of the connector's conformance
  test.each(['timeout-after', 'late-commit', 'close-after-body', '503'])('under %s at each of its steps its money is taken once and given back once (R-ENT-06, R-INV-05, R-RET-02)', async (fault) => {
    const rule = { fault, times: 1, ...(fault === 'late-commit' ? { delayMs: 1200 } : {}), ...(fault === 'close-after-body' ? { commit: true } : {}) }
    await world.faults('gateway', ['/capture$', '^/v1/refunds$', '^/v1/payment_intents/[^/]*$'].map((path) => ({ match: { method: 'POST', path }, ...rule })))
    await world.faults('finance', [{ match: { method: 'POST', path: '^/payments$' }, ...rule }])
    await sentBack()
    expect([(await rows('charge')).map(({ body }) => body.amount), (await rows('refund')).map(({ body }) => body.amount), (await rows('payment', 'finance')).map(({ body }) => (body as unknown as { amountMinor: number }).amountMinor)]).toEqual([[12_500], [5000], [12_500, -5000]])
    expect([(await world.order('PO-1')).status, await owed(), await open(), await night()]).toMatchObject(['closed', [], [], { found: 0 }])
  })

  test('what comes back is credited, and goes back to the card once; the order is open until it has (R-RET-02, R-RET-04)', async () => {
    await cameBack()
    await heard()
    await heard()
    expect(await rows('creditNote', 'finance')).toHaveLength(1)
    expect(await world.order('PO-1')).toMatchObject({ status: 'delivered', creditedAmount: '50', refunds: [{ asked: 'finance/CN-2026-000001/1', amount: '50' }] })
    for (let poll = 0; poll < 3; poll++) await heard()
    const order = await world.order('PO-1')
    expect(await rows('refund')).toMatchObject([{ external_id: `${order.id}/finance/CN-2026-000001/1`, body: { amount: 5000, metadata: { credit_note: 'CN-2026-000001' } } }])
    expect(order).toMatchObject({ status: 'closed', paidAmount: '75', creditedAmount: '50', refunds: [{ number: 're_0000000001' }] })
    expect(await rows('invoice', 'finance')).toMatchObject([{ status: 'paid', body: { paidMinor: 7500, creditedMinor: 5000 } }])
    expect([await owed(), await open(), await night(), (await verify(world.context)).defects]).toMatchObject([[], [], { found: 0 }, []])
  })

  test('what is cancelled in the shop before it is shipped is given free, once, and nothing is taken (R-CAN-02, R-INV-05)', async () => {
    const { authorisation, origin } = await ordered()
    await world.faults('gateway', [{ match: { method: 'POST', path: '/cancel$' }, fault: 'timeout-after', times: 1 }])
    await world.operate('shop', 'cancel', { order: origin, reason: 'two of them were enough' })
    await follow(world.context)
    await heard()
    expect([(await world.order('PO-1')).status, await rows('charge')]).toEqual(['cancelled', []])
    expect(await rows('payment_intent')).toMatchObject([{ id: authorisation, status: 'canceled' }])
    expect((await rows('event')).filter(({ body }) => (body as unknown as { type: string }).type === 'payment_intent.canceled')).toHaveLength(1)
    expect([await night(), await open()]).toMatchObject([{ found: 0 }, []])
  })

  test('what is rejected before it was accepted is given free too', async () => {
    await world.store.write((tx) => config.put(tx, { company: 'OC', kind: 'rules', key: 'review', version: 1, digest: '', origin: 'test', body: { price: { on: true, severity: 'approval', role: 'salesManager', tolerance: '0' } } }))
    const { id: authorisation } = await world.operate('gateway', 'authorise', { amountMinor: 80, currency: 'EUR' }) as { id: string }
    await world.operate('shop', 'checkout', { customer: 'cus_0007', purchaseOrder: 'PO-1', items: [{ sku: 'A-2', qty: 10 }], card: { gateway: 'gateway', reference: authorisation, amountMinor: 80 } })
    await follow(world.context)
    expect((await world.order('PO-1')).status).not.toBe('toShip')
    expect(await say({ type: 'reject', reason: 'we do not sell so few' })).toMatchObject({ outcome: 'accepted' })
    await heard()
    expect(await rows('payment_intent')).toMatchObject([{ status: 'canceled' }])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('an authorisation that is not one, or at a gateway that is none of ours, is told to a person, and nothing is taken for granted', async () => {
    await world.operate('shop', 'checkout', { customer: 'cus_0007', purchaseOrder: 'PO-1', wishDate: '2026-03-09', items: [{ sku: 'A-1', qty: 10 }], card: { gateway: 'elsewhere', reference: 'x', amountMinor: 12_500 } })
    await follow(world.context)
    expect(await world.order('PO-1')).toMatchObject({ status: 'held', holds: [expect.stringContaining('which is no payment gateway of ours') as string] })
    await world.operate('shop', 'checkout', { customer: 'cus_0007', purchaseOrder: 'PO-2', wishDate: '2026-03-09', items: [{ sku: 'A-1', qty: 9 }], card: { gateway: 'gateway', reference: 'pi_none', amountMinor: 11_250 } })
    await follow(world.context)
    await heard()
    expect(await open()).toMatchObject([{ kind: 'refused-there', system: 'gateway', text: expect.stringContaining('there is no authorisation pi_none') as string }])
  })

  test('its webhooks are the gateway\'s own; told twice, out of order and polled besides, a capture is one payment (R-INV-05, R-INT-08)', async () => {
    door = await serve({ context: world.context, port: 0 })
    await world.subscribe('gateway', `${door.url}/webhook/gateway`, 'the gateway signs with this')
    await world.faults('gateway', [{ fault: 'webhook-duplicate' }, { fault: 'webhook-reorder', rate: 0.5, seed: 3 }])
    await ordered()
    await world.operate('wms', 'ship')
    await follow(world.context)
    await sent()
    const told = async () => (await arrivals.list(world.store)).filter(({ channel }) => channel.includes('gateway'))
    await until(async () => (await told()).length >= 3)
    const again = (await told())[0]!
    const body = (await documents.read(world.store, again.sha256))!
    await expect(keepWebhook(world.context, { system: 'gateway', body, headers: { 'stripe-signature': `t=${Math.floor(Date.now() / 1000)},v1=${'0'.repeat(64)}` } })).rejects.toThrow('not over this body')
    await applyWebhooks(world.context)
    for (let poll = 0; poll < 3; poll++) await heard()
    await applyWebhooks(world.context)
    expect([(await rows('payment', 'finance')).length, (await world.order('PO-1')).captures?.length, await owed(), await open()]).toEqual([1, 1, [], []])
  })

  test.each([
    ['charge-edited', 'amount', 'comes to 125.01 EUR instead of 125.00'], ['refund-edited', 'amount', 'comes to 50.01'], ['refund-deleted', 'missing-there', 'does not have its refund any more'],
  ])('%s behind our back is found in the night, for a person (R-STA-08)', async (what, difference, text) => {
    await sentBack()
    await world.operate('gateway', 'plant', { name: 'p', what, with: what.endsWith('edited') ? { by: '1' } : {}, today: undefined })
    expect(await night()).toMatchObject({ found: 1, repaired: 0 })
    expect(await open()).toMatchObject([{ kind: difference, system: 'gateway', text: expect.stringContaining(text) as string }])
  })

  test('a refund that was carried out over another amount than was asked is booked as it went, and is a case at once, and no second one at night (R-RET-02)', async () => {
    await ordered()
    await shipped()
    await delivered()
    await say(back('4'))
    await heard()
    await world.operate('wms', 'receive')
    while ((await world.order('PO-1')).refunds === undefined) await heard()
    // somebody does it by hand at the gateway before our message goes out
    const { id } = await world.order('PO-1')
    const { url } = (await config.listSystems(world.store, 'OC')).find(({ name }) => name === 'gateway')!.body
    await fetch(`${String(url)}/v1/refunds`, { method: 'POST', headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }, body: JSON.stringify({
      payment_intent: (await rows('payment_intent'))[0]!.id, amount: 4900, metadata: { reference: `${id}/finance/CN-2026-000001/1`, credit_note: 'CN-2026-000001' } }) })
    for (let poll = 0; poll < 3; poll++) await heard()
    expect((await rows('payment', 'finance')).map(({ body }) => (body as unknown as { amountMinor: number }).amountMinor)).toEqual([12_500, -4900])
    const told = [{ kind: 'refund-differs', system: 'gateway', owner: 'finance', ours: '50.00 EUR', theirs: '49.00 EUR', text: expect.stringContaining('gave back 49.00 EUR as re_0000000001 for CN-2026-000001, and was asked for 50.00 EUR') as string }]
    expect(await open()).toMatchObject(told)
    expect([await night(), await open()]).toMatchObject([{ found: 0 }, told])
  })

  test.each(['poll', 'webhook'])('a refund that fails after it was said to be done is a case at once (%s), is asked for no second time, and night finds nothing more (R-RET-02)', async (way) => {
    if (way === 'webhook') {
      door = await serve({ context: world.context, port: 0 })
      await world.subscribe('gateway', `${door.url}/webhook/gateway`, 'the gateway signs with this')
    }
    await sentBack()
    const arrived = (await arrivals.list(world.store)).length
    await world.operate('gateway', 'fail-refund', { refund: 're_0000000001' })
    if (way === 'webhook') {
      await until(async () => (await arrivals.list(world.store)).length > arrived)
      await applyWebhooks(world.context)
    } else await follow(world.context)
    const told = [{ kind: 'refund-differs', system: 'gateway', theirs: 'failed', text: expect.stringContaining('did not reach the customer: expired_or_canceled_card') as string }]
    expect(await open()).toMatchObject(told)
    expect(await world.order('PO-1')).toMatchObject({ status: 'closed', refunds: [{ number: 're_0000000001', failed: true }] })
    for (let poll = 0; poll < 2; poll++) await heard()
    expect([(await rows('refund')).length, await night(), await open(), (await verify(world.context)).defects]).toMatchObject([1, { found: 0 }, told, []])
  })

  test('two gateways take each their own (R-INV-05)', async () => {
    const record = (await config.listSystems(world.store, 'OC')).find(({ name }) => name === 'gateway')!
    await world.store.write((tx) => config.saveSystem(tx, { ...record, name: 'another' }))
    await ordered()
    expect(await links.byOurs(world.store, 'OC', 'gateway', 'authorisation', (await world.order('PO-1')).id)).toMatchObject({ state: 'requires_capture' })
    expect(await links.byOurs(world.store, 'OC', 'another', 'authorisation', (await world.order('PO-1')).id)).toBeUndefined()
    await world.store.write((tx) => config.saveSystem(tx, { ...record, name: 'another', body: { ...record.body, mode: 'off' } }))
    await shipped()
    expect((await rows('charge')).map(({ body }) => body.amount)).toEqual([12_500])
  })
})
