import { dueOn } from '../../sandbox/finance/invoice'
import { type Json, SEEDS, type Stage, stage } from './stage'

let open: Stage[] = []
const fresh = async (name: 'erp' | 'wms' | 'finance'): Promise<Stage> => {
  const one = await stage(name, SEEDS[name])
  open.push(one)
  return one
}
afterEach(async () => {
  for (const one of open) await one.close()
  open = []
})

const salesOrder = (externalId: string, qty = '1'): unknown => ({ externalId, externalReference: `PO-${externalId}`, ourNumber: `SO-${externalId}`, soldTo: '10001', currency: 'EUR',
  items: [{ externalItem: '1', material: 'B-2', qty, uom: 'C62', netPrice: '19.90' }] })
const fulfilment = (qty: string, sku = 'B-2'): unknown => ({ orderNumber: 'SO-1', partNumber: 'SO-1/1', wantedBy: '2026-03-05', lines: [{ lineRef: '1', sku, qty, uom: 'C62' }] })
const invoice = (externalId: string, totalMinor = 1990): unknown => ({ externalId, orderExternalId: 'o-1', orderNumber: 'SO-1', debtor: 'NORDBAU', currency: 'EUR', issuedOn: '2026-03-03', totalMinor,
  lines: [{ ref: '1', item: 'B-2', quantity: '1', amountMinor: 1990 }] })
const exported = async (one: Stage): Promise<Json> => (await one.call('GET', '/admin/export')).body

describe('every system', () => {
  test.each(['erp', 'wms', 'finance'] as const)('%s takes its seed twice and is as before', async (name) => {
    const one = await fresh(name)
    const before = await exported(one)
    const { body } = await one.call('PUT', '/admin/seed', SEEDS[name])
    expect(Object.values(body['seeded'])).toEqual(Object.values(body['seeded']).map(() => 0))
    expect(await exported(one)).toEqual(before)
  })

  test.each(['erp', 'wms', 'finance'] as const)('%s refuses a seed with a misspelt field by name', async (name) => {
    const one = await fresh(name)
    const list = { erp: 'customers', wms: 'stock', finance: 'accounts' }[name]
    const { status, body } = await one.call('PUT', '/admin/seed', { [list]: [{ nmae: 'x' }] })
    expect(status).toBe(400)
    expect(JSON.stringify(body)).toContain(list)
  })

  test.each([
    ['erp', { error: { code: expect.any(String) as string, message: expect.any(String) as string } }],
    ['wms', { errors: [{ reason: expect.any(String) as string, detail: expect.any(String) as string }] }],
    ['finance', { title: expect.any(String) as string, status: 401, detail: expect.any(String) as string }],
  ] as const)('%s says errors in its own way', async (name, shape) => {
    const one = await fresh(name)
    for (const authorization of ['', 'Bearer wrong']) {
      const answer = await one.call('GET', '/whoami', undefined, { authorization })
      expect(answer.status).toBe(401)
      expect(answer.body).toMatchObject(shape)
    }
    expect((await one.call('GET', '/nowhere')).status).toBe(404)
    expect((await one.call('PATCH', '/whoami')).status).toBe(405)
    expect((await one.call('GET', '/changes?type=nothing')).status).toBe(400)
    expect((await one.call('GET', '/changes?type=order&since=%7B')).status).toBe(400)
  })

  test('more requests than its limit a second get 429 with Retry-After', async () => {
    const one = await fresh('erp')
    await one.faults([{ fault: 'limit', perSecond: 2 }])
    const answers = await Promise.all(Array.from({ length: 8 }, () => one.call('GET', '/whoami')))
    const over = answers.filter(({ status }) => status === 429)
    expect(over.length).toBeGreaterThanOrEqual(4)
    expect(over[0]?.headers.get('retry-after')).toBe('1')
  })

  test('a slow one answers later, and as it would have', async () => {
    const one = await fresh('erp')
    await one.faults([{ fault: 'slow', delayMs: 300 }])
    const began = performance.now()
    expect((await one.call('GET', '/whoami')).status).toBe(200)
    expect(performance.now() - began).toBeGreaterThanOrEqual(290)
    expect(await one.call('GET', '/admin/calls')).toMatchObject({ status: 200 })
  })

  test('its Date is its own clock\'s', async () => {
    const one = await fresh('erp')
    await one.faults([{ fault: 'skew', minutes: 10 }])
    const ahead = Date.parse((await one.call('GET', '/whoami')).headers.get('date')!) - Date.now()
    expect(ahead).toBeGreaterThan(9 * 60_000)
    expect(ahead).toBeLessThan(11 * 60_000)
  })

  test('faults by a rate strike the same requests for the same seed', async () => {
    const pattern = async (): Promise<number[]> => {
      const one = await fresh('erp')
      await one.faults([{ fault: '503', rate: 0.5, seed: 42 }])
      const statuses: number[] = []
      for (let n = 0; n < 12; n++) statuses.push((await one.call('GET', '/whoami')).status)
      return statuses
    }
    const first = await pattern()
    expect(await pattern()).toEqual(first)
    expect(new Set(first)).toEqual(new Set([200, 503]))
  })

  test('an unknown fault is refused, and the rules stay as they were', async () => {
    const one = await fresh('erp')
    await one.faults([{ fault: '503', match: { path: '^/nothing$' } }])
    await expect(one.faults([{ fault: 'meteor' }])).rejects.toThrow('fault')
    expect((await one.call('GET', '/faults')).body['rules']).toMatchObject([{ fault: '503', happened: 0 }])
  })
})

describe('the ERP', () => {
  test('makes a second order of a repeated create: it knows no key', async () => {
    const erp = await fresh('erp')
    const numbers = [await erp.call('POST', '/sales-orders', salesOrder('a')), await erp.call('POST', '/sales-orders', salesOrder('a'))].map(({ body }) => body['salesOrder'])
    expect(numbers).toEqual(['SO-ERP-100001', 'SO-ERP-100002'])
  })

  test('counts open orders into what a customer owes', async () => {
    const erp = await fresh('erp')
    await erp.call('POST', '/sales-orders', salesOrder('a', '3'))
    expect((await erp.call('GET', '/customers/10001')).body).toMatchObject({ openReceivables: '1200.00', openOrders: '59.7' })
  })

  test.each([
    ['unknown customer', { soldTo: '99' }, 400], ['blocked customer', { soldTo: '10002' }, 409], ['no items', { items: [] }, 400],
    ['unknown unit', { items: [{ externalItem: '1', material: 'B-2', qty: '1', uom: 'KGM', netPrice: '1' }] }, 400],
    ['price per nothing', { items: [{ externalItem: '1', material: 'B-2', qty: '1', uom: 'C62', netPrice: '1', per: '0' }] }, 400],
  ])('refuses an order with %s and keeps nothing of it', async (_, wrong, status) => {
    const erp = await fresh('erp')
    expect((await erp.call('POST', '/sales-orders', { ...salesOrder('a') as object, ...wrong })).status).toBe(status)
    expect(await erp.rows('order')).toEqual([])
    expect((await erp.call('POST', '/sales-orders', salesOrder('a'))).body['salesOrder']).toBe('SO-ERP-100001')
  })

  test('goes from open to delivered, invoiced and closed, each step once', async () => {
    const erp = await fresh('erp')
    await erp.call('POST', '/sales-orders', salesOrder('a', '3'))
    const issue = (qty: string): Promise<{ status: number }> =>
      erp.call('POST', '/deliveries', { externalId: `d${qty}`, salesOrder: 'SO-ERP-100001', despatch: 'S', postedOn: '2026-03-03', items: [{ externalItem: '1', qty }] })
    expect((await issue('2')).status).toBe(201)
    expect((await erp.call('GET', '/sales-orders/SO-ERP-100001')).body).toMatchObject({ status: 'open', items: [{ delivered: '2' }] })
    expect((await issue('2')).status).toBe(409)
    expect((await issue('1')).status).toBe(201)
    expect((await erp.call('POST', '/sales-orders/SO-ERP-100001/cancel', {})).status).toBe(409)
    for (const [step, status] of [['bill', 'invoiced'], ['close', 'closed']]) {
      expect((await erp.call('POST', `/operator/${step}`, { today: '2026-03-04' })).body[status!]).toEqual(['SO-ERP-100001'])
      expect((await erp.call('POST', `/operator/${step}`, { today: '2026-03-04' })).body[status!]).toEqual([])
    }
  })

  test('a quantity raised behind everyone\'s back changes the total and no stamp, and is planted once', async () => {
    const erp = await fresh('erp')
    await erp.call('POST', '/sales-orders', salesOrder('a'))
    const [before] = await erp.rows('order')
    const plant = { name: 'night-1', what: 'line-quantity-raised', with: { by: '5' } }
    expect((await erp.call('POST', '/operator/plant', plant)).body).toMatchObject({ planted: true, externalId: 'a', before: { totalNet: '19.90' }, after: { qty: '6', totalNet: '119.40' } })
    expect((await erp.call('POST', '/operator/plant', plant)).body).toMatchObject({ planted: false, after: { totalNet: '119.40' } })
    const [after] = await erp.rows('order')
    expect(after).toMatchObject({ version: before!.version, changed_at: before!.changed_at, body: { totalNet: '119.40' } })
  })

  test('a plant that fits nowhere is said, and may be planted later', async () => {
    const erp = await fresh('erp')
    const plant = { name: 'n', what: 'line-quantity-raised', reference: 'PO-a' }
    expect((await erp.call('POST', '/operator/plant', plant)).status).toBe(409)
    await erp.call('POST', '/sales-orders', salesOrder('a'))
    expect((await erp.call('POST', '/operator/plant', plant)).body).toMatchObject({ planted: true })
  })
})

describe('the warehouse', () => {
  test('takes the same order by our id twice as one, another content as a change', async () => {
    const wms = await fresh('wms')
    expect((await wms.call('PUT', '/fulfilment-orders/p1', fulfilment('3'))).status).toBe(201)
    expect(await wms.call('PUT', '/fulfilment-orders/p1', fulfilment('3'))).toMatchObject({ status: 200, body: { rev: 1 } })
    expect(await wms.call('PUT', '/fulfilment-orders/p1', fulfilment('5'))).toMatchObject({ status: 200, body: { rev: 2 } })
    expect((await wms.call('GET', '/stock/B-2')).body).toMatchObject({ onHand: '100', reserved: '5' })
  })

  test('ships once, takes the goods off the shelf, and delivers once', async () => {
    const wms = await fresh('wms')
    await wms.call('PUT', '/fulfilment-orders/p1', fulfilment('3'))
    expect((await wms.call('POST', '/operator/ship', { today: '2026-03-03', until: '2026-03-04' })).body['shipped']).toEqual([])
    expect((await wms.call('POST', '/operator/ship', { today: '2026-03-03' })).body['shipped']).toEqual(['SHP-2026-00001'])
    expect((await wms.call('POST', '/operator/ship', { today: '2026-03-03' })).body['shipped']).toEqual([])
    expect((await wms.call('GET', '/stock/B-2')).body).toMatchObject({ onHand: '97', reserved: '0' })
    expect((await wms.call('PUT', '/fulfilment-orders/p1', fulfilment('4'))).status).toBe(409)
    expect((await wms.call('POST', '/operator/deliver', { today: '2026-03-04' })).body['delivered']).toEqual(['SHP-2026-00001'])
    expect((await wms.call('POST', '/operator/deliver', { today: '2026-03-04' })).body['delivered']).toEqual([])
    expect((await wms.call('GET', '/fulfilment-orders/p1')).body).toMatchObject({ state: 'delivered' })
  })

  test('ships what there is and keeps picking the rest', async () => {
    const wms = await fresh('wms')
    await wms.call('PUT', '/fulfilment-orders/p1', fulfilment('130'))
    expect((await wms.call('POST', '/operator/ship', { today: '2026-03-03' })).body).toMatchObject({ shipped: ['SHP-2026-00001'], short: ['FO-000001'] })
    expect((await wms.call('GET', '/fulfilment-orders/p1')).body).toMatchObject({ state: 'picking', lines: [{ qty: '130', qtyShipped: '100' }] })
    expect((await wms.call('POST', '/operator/ship', { today: '2026-03-04' })).body).toMatchObject({ shipped: [], short: ['FO-000001'] })
  })

  test('refuses what it does not keep', async () => {
    const wms = await fresh('wms')
    expect((await wms.call('PUT', '/fulfilment-orders/p1', fulfilment('1', 'ZZ'))).status).toBe(400)
    expect(await wms.rows('fulfilment')).toEqual([])
  })
})

describe('finance', () => {
  test('answers the same key with the same answer, and refuses it for another body', async () => {
    const finance = await fresh('finance')
    const key = { 'idempotency-key': 'k1' }
    const first = await finance.call('POST', '/invoices', invoice('i-1'), key)
    expect(await finance.call('POST', '/invoices', invoice('i-1'), key)).toMatchObject({ status: 201, body: first.body })
    expect((await finance.call('POST', '/invoices', invoice('i-2'), key)).status).toBe(409)
    expect(await finance.rows('invoice')).toHaveLength(1)
  })

  test('makes a second invoice without a key, or after its 24 hours', async () => {
    const finance = await fresh('finance')
    const key = { 'idempotency-key': 'k1' }
    await finance.call('POST', '/invoices', invoice('i-1'), key)
    await finance.call('POST', '/invoices', invoice('i-1'))
    await finance.faults([{ fault: 'skew', minutes: 25 * 60 }])
    await finance.call('POST', '/invoices', invoice('i-1'), key)
    expect((await finance.rows('invoice')).map(({ id }) => id)).toEqual(['INV-2026-000001', 'INV-2026-000002', 'INV-2026-000003'])
  })

  test('leaves no key and no number behind a refusal', async () => {
    const finance = await fresh('finance')
    const key = { 'idempotency-key': 'k1' }
    expect((await finance.call('POST', '/invoices', invoice('i-1', 1991), key)).status).toBe(422)
    expect((await finance.call('POST', '/invoices', invoice('i-1'), key)).body['number']).toBe('INV-2026-000001')
  })

  test('customers pay once, and two identical bookings are two payments', async () => {
    const finance = await fresh('finance')
    await finance.call('POST', '/invoices', invoice('i-1'))
    await finance.call('POST', '/invoices', invoice('i-2'))
    expect((await finance.call('POST', '/operator/pay', { today: '2026-03-20' })).body['paid']).toEqual(['PAY-000001', 'PAY-000002'])
    expect((await finance.call('POST', '/operator/pay', { today: '2026-03-20' })).body['paid']).toEqual([])
    expect((await finance.rows('payment')).map(({ body }) => body['entry'])).toEqual([1, 2])
    expect((await finance.call('GET', '/accounts')).body['data']).toMatchObject([{ openMinor: 120000 }])
  })

  test('a payment that no feed shows is in the list', async () => {
    const finance = await fresh('finance')
    await finance.call('POST', '/invoices', invoice('i-1'))
    await finance.call('POST', '/operator/plant', { name: 'n', what: 'payment-unreported' })
    expect((await finance.call('GET', '/changes?type=payment')).body['data']).toEqual([])
    expect((await finance.call('GET', '/payments')).body['data']).toMatchObject([{ id: 'PAY-000001', amountMinor: 1990 }])
    expect((await finance.call('POST', '/operator/pay', { today: '2026-03-20' })).body['paid']).toEqual([])
    expect((await finance.call('GET', '/invoices/INV-2026-000001')).body).toMatchObject({ status: 'paid', paidMinor: 1990 })
  })

  test('an order deleted behind everyone\'s back is gone without a trace in the feed', async () => {
    const finance = await fresh('finance')
    await finance.call('POST', '/order-commitments', { externalId: 'o-1', orderNumber: 'SO-1', debtor: 'NORDBAU', currency: 'EUR', amountMinor: 1990,
      lines: [{ ref: '1', item: 'B-2', quantity: '1', amountMinor: 1990 }] })
    expect((await finance.call('POST', '/operator/plant', { name: 'n', what: 'order-deleted', externalId: 'o-1' })).body).toMatchObject({ planted: true, commitment: 'OC-000001' })
    expect((await finance.call('GET', '/changes?type=order')).body['data']).toEqual([])
  })

  test.each([['NET30', '2026-04-02'], ['2% 10, net 30', '2026-04-02'], ['14 days 2.5 %, 60 days net', '2026-05-02'], ['cash', '2026-04-02'], ['0', '2026-03-03'], ['net 8', '2026-03-11']])(
    'terms %s: an invoice of 3 March is due on %s', (terms, due) => { expect(dueOn('2026-03-03', terms)).toBe(due) })
})
