import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { drain } from '../../sync/dispatch'
import { follow } from '../../sync/follow'
import { reconcile } from '../../sync/reconcile/reconcile'
import { applyWebhooks } from '../../sync/webhook'
import { serve, type Served } from '../../web/serve'
import { until } from '../web/subscriber'
import { openWorld, type World } from './world'

interface ShopOrder {
  id: string; answer: unknown; fulfilment: string; cancelled: { by: string } | null
  fulfilments: { ref: string; mails: number; tracking?: { carrier: string; number: string }; lines: unknown[] }[]
}

describe('a web shop', () => {
  let world: World
  let door: Served | undefined
  const open = async (options = {}) => { world = await openWorld({ shop: true, ...options }) }
  afterEach(async () => { await door?.close(); door = undefined })

  const checkout = async (change: Record<string, unknown> = {}): Promise<string> =>
    (await world.operate('shop', 'checkout', { customer: 'cus_0007', items: [{ sku: 'A-1', qty: 10 }], purchaseOrder: 'PO-1', wishDate: '2026-03-09', ...change }) as { id: string }).id
  const shopOrder = async (id: string) => { const row = (await world.rows('shop', 'order')).find((one) => one.id === id)!; return { id, ...(JSON.parse(String(row.body)) as Omit<ShopOrder, 'id'>) } }
  const received = async () => (await arrivals.list(world.store)).filter(({ channel }) => channel === 'shop')
  const sent = () => drain(world.context, { patienceMs: 3000 })
  const night = () => reconcile(world.context, { company: 'OC', patienceMs: 3000 })

  test('an order is taken from its webhook, once however often it comes and is polled, with its own ids and whole coins (R-INT-01, R-INT-08)', async () => {
    await open()
    door = await serve({ context: world.context, port: 0 })
    await world.subscribe('shop', `${door.url}/webhook/shop`, 'the shop signs with this')
    await world.faults('shop', [{ fault: 'webhook-duplicate' }])
    const id = await checkout()
    await until(async () => (await received()).length > 0 && (await received())[0]!.outcome === 'order')
    const order = await world.order('PO-1')
    expect(order).toMatchObject({
      channel: 'shop', origin: id, status: 'toShip', buyer: 'NORDBAU', currency: 'EUR', payable: '125.00', requestedDelivery: '2026-03-09', shipTo: { name: 'Nordbau Lager 2', address: { city: 'Kiel' } },
      lines: [{ id: 'li_0001001', item: 'A-1', quantity: '10', unit: 'C62', price: { amount: '12.5' } }],
    })
    for (let poll = 0; poll < 2; poll++) await follow(world.context)
    expect(await received()).toMatchObject([{ transportId: `order/${id}`, outcome: 'order' }])
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('a webhook that is lost is found by the poll; one that somebody made up or altered is refused (R-INT-08)', async () => {
    await open()
    door = await serve({ context: world.context, port: 0 })
    await world.subscribe('shop', `${door.url}/webhook/shop`, 'the shop signs with this')
    await world.faults('shop', [{ fault: 'webhook-lost' }])
    const id = await checkout()
    const forged = await fetch(`${door.url}/webhook/shop`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-shop-topic': 'orders/create', 'x-shop-hmac-sha256': 'A'.repeat(43) + '=' }, body: JSON.stringify(await shopOrder(id)) })
    expect(forged.status).toBe(401)
    await applyWebhooks(world.context)
    expect(await arrivals.list(world.store)).toEqual([])
    await follow(world.context)
    expect(await received()).toMatchObject([{ transportId: `order/${id}`, outcome: 'order' }])
  })

  test('it is told once that the order is accepted, what is sent of it, and the number to look it up by (R-ENT-02, R-EXE-10)', async () => {
    await open({ carrier: true })
    const id = await checkout({ items: [{ sku: 'A-1', qty: 10 }, { sku: 'A-2', qty: 200 }] })
    await follow(world.context)
    const { id: ours, number } = await world.order('PO-1')
    await world.faults('shop', [{ match: { method: 'PUT' }, fault: 'timeout-after', times: 2 }])
    await sent()
    expect(await shopOrder(id)).toMatchObject({ answer: { orderId: ours, orderNumber: number, outcome: 'accepted' }, fulfilment: 'unfulfilled' })
    await world.operate('wms', 'ship')
    await follow(world.context)
    await sent()
    await follow(world.context)
    await sent()
    const { fulfilment, fulfilments } = await shopOrder(id)
    const tracking = (JSON.parse(String((await world.rows('tms', 'consignment'))[0]!.body)) as { trackingNumber: string }).trackingNumber
    expect([fulfilment, fulfilments]).toEqual(['fulfilled', [{
      ref: `${ours}/wms/SHP-2026-00001`, mails: 2, shippedOn: '2026-03-02', tracking: { carrier: 'NX STANDARD', number: tracking }, lines: [{ item: 'li_0001001', qty: 10 }, { item: 'li_0001002', qty: 200 }] }]])
    expect(await links.byOurs(world.store, 'OC', 'shop', 'webOrder', `${ours}/${id}`)).toMatchObject({ theirId: id, state: 'accepted' })
    for (let poll = 0; poll < 2; poll++) expect(await follow(world.context)).toMatchObject({ applied: 0, refused: 0 })
    expect(await sent()).toMatchObject({ claimed: 0 })
    expect(await night()).toMatchObject({ found: 0 })
  })

  test('what the customer takes back there is cancelled here, and where it is shipped already a person sees both (R-CAN-01)', async () => {
    await open()
    const [first, second] = [await checkout(), await checkout({ purchaseOrder: 'PO-2' })]
    await follow(world.context)
    await sent()
    await world.operate('shop', 'cancel', { order: first, reason: 'ordered twice' })
    await follow(world.context)
    expect(await world.order('PO-1')).toMatchObject({ status: 'cancelPending', cancel: { reason: 'ordered twice' } })
    await sent()
    expect(await world.order('PO-1')).toMatchObject({ status: 'cancelled', reason: 'ordered twice' })
    expect(await shopOrder(first)).toMatchObject({ answer: { outcome: 'cancelled' }, cancelled: { by: 'customer' } })
    // shipped, and the shop does not know it yet
    await world.operate('wms', 'ship')
    await follow(world.context)
    await world.operate('shop', 'cancel', { order: second })
    await follow(world.context)
    expect((await world.order('PO-2')).status).toBe('shipped')
    expect((await cases.list(world.store, 'OC')).map(({ kind, system }) => [kind, system])).toEqual([['contradiction', 'shop']])
  })

  test('an order that is cancelled before we know of it is taken as cancelled: nothing is sent of it, the shop has its answer, the customer his money and his number again (R-CAN-01, R-INV-05)', async () => {
    await open({ cards: true })
    const { id: authorisation } = await world.operate('gateway', 'authorise', { amountMinor: 12_500, currency: 'EUR' }) as { id: string }
    const first = await checkout({ card: { gateway: 'gateway', reference: authorisation, amountMinor: 12_500 } })
    await world.operate('shop', 'cancel', { order: first, reason: 'the wrong size' })
    const second = await checkout()
    for (let poll = 0; poll < 2; poll++) await follow(world.context)
    expect((await received()).map(({ transportId, outcome }) => [transportId, outcome]).sort()).toEqual([[`order/${first}`, 'order'], [`order/${second}`, 'order']].sort())
    await sent()
    expect(await shopOrder(first)).toMatchObject({ answer: { outcome: 'cancelled' }, cancelled: { by: 'customer' } })
    expect((await world.rows('gateway', 'payment_intent')).map(({ id, status }) => [id, status])).toEqual([[authorisation, 'canceled']])
    expect(await world.order('PO-1')).toMatchObject({ origin: second, status: 'toShip' })
    const withdrawn = (await orders.search(world.store, 'OC', {})).find(({ origin }) => origin === first)
    expect(withdrawn).toMatchObject({ status: 'cancelled', reason: 'the wrong size', reference: 'PO-1' })
    expect(withdrawn).not.toHaveProperty('number')
    expect([(await world.rows('erp', 'order')).length, (await world.rows('wms', 'fulfilment')).length]).toEqual([1, 1])
    for (let poll = 0; poll < 2; poll++) await follow(world.context)
    expect([await night(), await cases.list(world.store, 'OC')]).toMatchObject([{ found: 0 }, []])
  })

  test('one that is taken, and cancelled there before the shop has our answer, is cancelled here at once (R-CAN-01)', async () => {
    await open()
    const id = await checkout()
    await follow(world.context)
    await world.operate('shop', 'cancel', { order: id, reason: 'ordered twice' })
    await follow(world.context)
    expect(await world.order('PO-1')).toMatchObject({ status: 'cancelled', reason: 'ordered twice' })
    await sent()
    expect(await shopOrder(id)).toMatchObject({ answer: { outcome: 'cancelled' } })
    expect([(await world.rows('erp', 'order')).length, await night(), await cases.list(world.store, 'OC')]).toMatchObject([0, { found: 0 }, []])
  })

  test('an order that a file brought is not taken twice, and what becomes of the second in the shop is not the first one\'s (R-INT-07)', async () => {
    await open()
    await world.take('PO-2')
    const id = await checkout({ purchaseOrder: 'PO-2' })
    await follow(world.context)
    expect((await received()).map(({ outcome }) => outcome)).toEqual(['duplicate'])
    await world.operate('shop', 'cancel', { order: id })
    await follow(world.context)
    expect((await world.order('PO-2')).status).toBe('toShip')
  })
})
