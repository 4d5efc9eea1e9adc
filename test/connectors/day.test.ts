import { type Connector, type Kind, type Outgoing, type Remote } from '../../connectors/connector'
import { connectorOf } from '../../connectors/registry'
import { SEEDS, type Stage, stage, TOKEN } from '../sandbox/stage'

/** One order through the three systems by their connectors: each speaks its own language, all must tell the same story. */
describe('an order across ERP, warehouse and finance', () => {
  const ORDER = '0195a000-0000-7000-8000-000000000001'
  const stages = new Map<string, Stage>()
  const connectors = new Map<string, Connector>()
  const connector = (name: string): Connector => connectors.get(name)!

  beforeAll(async () => {
    for (const name of ['erp', 'wms', 'finance'] as const) {
      const one = await stage(name, SEEDS[name])
      stages.set(name, one)
      connectors.set(name, connectorOf({ name, role: name, connector: `sandbox/${name}`, url: one.url, secret: TOKEN, options: { allowPrivate: true, pageSize: 2 } }))
    }
  })
  afterAll(async () => { for (const one of stages.values()) await one.close() })

  const order = {
    number: 'SO-1', reference: 'PO 4711', buyer: 'NORDBAU', currency: 'EUR', issuedOn: '2026-03-02', requestedDelivery: '2026-03-05', paymentTerms: '2% 10, net 30',
    shipTo: { name: 'Lager Nord', identifiers: [], address: { lines: ['Kai 1'], postalCode: '20457', city: 'Hamburg', country: 'DE' } },
    lines: [
      { id: '1', item: 'A-1', quantity: '250', unit: 'C62', price: { amount: '12.50', base: '100' } },
      { id: '2', item: 'B-2', quantity: '2', unit: 'C62', price: { amount: '19.90' } },
    ],
    lineExtension: '71.05', payable: '71.05',
  }
  const message = (kind: Kind, ourId: string, body: unknown, action: Outgoing['action'] = 'create'): Outgoing =>
    ({ kind, action, ourId, revision: 1, body, key: `${kind}-${ourId}-${action}`, correlation: 'c-1' })
  const changed = async (name: string, kind: Kind): Promise<Remote[]> => {
    const found: Remote[] = []
    for await (const { remote } of connector(name).changes(kind, '')) found.push(remote)
    return found
  }

  test('all three answer a check', async () => {
    for (const one of connectors.values()) await one.check()
  })

  test('ERP and finance hold the same amount, each in its own form (R-ENT-06)', async () => {
    const there = await connector('erp').send(message('order', ORDER, order))
    expect(there).toMatchObject({ theirId: 'SO-ERP-100001', ourId: ORDER, state: 'open', reference: 'PO 4711', buyer: 'NORDBAU', currency: 'EUR', amount: '71.05' })
    expect(there.lines).toEqual([
      { id: '1', item: 'A-1', quantity: '250', unit: 'C62', price: '0.125' }, { id: '2', item: 'B-2', quantity: '2', unit: 'C62', price: '19.9' },
    ])
    const committed = await connector('finance').send(message('order', ORDER, order))
    expect(committed).toMatchObject({ theirId: 'OC-000001', ourId: ORDER, state: 'committed', amount: '71.05', reference: 'PO 4711' })
  })

  test('a change reaches the ERP, and the same change a second time leaves its version as it is (R-CHG-06)', async () => {
    const more = { ...order, lines: [{ ...order.lines[0], quantity: '300' }, order.lines[1]], payable: '77.30', lineExtension: '77.30' }
    const first = await connector('erp').send(message('order', ORDER, more, 'change'))
    expect(first).toMatchObject({ amount: '77.30', version: '2' })
    expect(await connector('erp').send(message('order', ORDER, more, 'change'))).toMatchObject({ amount: '77.30', version: '2' })
    expect(await connector('finance').send(message('order', ORDER, more, 'change'))).toMatchObject({ amount: '77.30' })
  })

  test('the warehouse ships, the ERP posts the goods issue, finance invoices, the customer pays', async () => {
    await connector('wms').send(message('part', `${ORDER}/1`, {
      number: 'SO-1', part: 1, priority: 0, requestedDelivery: '2026-03-05', shipTo: order.shipTo,
      lines: [{ id: '1', item: 'A-1', quantity: '300', unit: 'C62' }, { id: '2', item: 'B-2', quantity: '2', unit: 'C62' }],
    }))
    await stages.get('wms')!.call('POST', '/operator/ship', { today: '2026-03-03' })
    await stages.get('wms')!.call('POST', '/operator/deliver', { today: '2026-03-04', signedBy: 'P. Krause' })
    const [despatch] = await changed('wms', 'despatch')
    expect(despatch).toMatchObject({
      number: 'SHP-2026-00001', state: 'delivered', lines: [{ id: '1', quantity: '300' }, { id: '2', quantity: '2' }],
      body: { order: `${ORDER}/1`, number: 'SO-1', carrier: 'DPD', shippedOn: '2026-03-03', receivedOn: '2026-03-04', signedBy: 'P. Krause' },
    })

    const issue = { order: ORDER, number: 'SO-1', despatch: 'SHP-2026-00001', shippedOn: '2026-03-03', lines: [{ line: '1', quantity: '300' }, { line: '2', quantity: '2' }] }
    const ourId = `${ORDER}/wms/SHP-2026-00001`
    expect(await connector('erp').send(message('despatch', ourId, issue))).toMatchObject({ theirId: 'DLV-800001', ourId, state: 'posted' })
    expect(await connector('erp').find('order', ORDER)).toMatchObject({ state: 'delivered' })

    const invoice = {
      order: ORDER, number: 'SO-1', despatch: 'SHP-2026-00001', buyer: 'NORDBAU', currency: 'EUR', issuedOn: '2026-03-04', paymentTerms: order.paymentTerms,
      lines: [{ line: '1', item: 'A-1', quantity: '300', price: { amount: '12.50', base: '100' }, amount: '37.50' }, { line: '2', item: 'B-2', quantity: '2', price: { amount: '19.90' }, amount: '39.80' }],
      payable: '77.30',
    }
    expect(await connector('finance').send(message('invoice', ourId, invoice)))
      .toMatchObject({ number: 'INV-2026-000001', state: 'posted', amount: '77.30', body: { order: ORDER, dueOn: '2026-04-03' }, lines: [{ id: '1', quantity: '300' }, { id: '2', quantity: '2' }] })

    await stages.get('finance')!.call('POST', '/operator/pay', { today: '2026-03-20' })
    expect(await changed('finance', 'payment')).toMatchObject([{
      theirId: 'PAY-000001', amount: '77.30', currency: 'EUR',
      body: { account: 'DE89370400440532013000', statement: '20260320', entry: '1', order: ORDER, bookedOn: '2026-03-20', allocations: [{ invoice: 'INV-2026-000001', invoiceOurId: ourId, order: ORDER, amount: '77.30' }] },
    }])
    expect(await connector('finance').find('invoice', ourId)).toMatchObject({ state: 'paid', body: { paid: '77.30' } })
    expect(await connector('finance').find('order', ORDER)).toMatchObject({ state: 'settled' })
  })

  test('a cancelled order is cancelled everywhere, and cancelling again changes nothing', async () => {
    const id = '0195a000-0000-7000-8000-000000000002'
    const part = { number: 'SO-2', part: 1, lines: [{ id: '1', item: 'B-2', quantity: '1', unit: 'CS' }] }
    await connector('erp').send(message('order', id, { ...order, number: 'SO-2' }))
    await connector('finance').send(message('order', id, { ...order, number: 'SO-2' }))
    await connector('wms').send(message('part', `${id}/1`, part))
    expect(await connector('wms').find('stock', 'B-2')).toMatchObject({ body: { onHand: '98', theirs: '12' } })
    for (let round = 1; round <= 2; round++) {
      expect(await connector('erp').send(message('order', id, {}, 'cancel'))).toMatchObject({ state: 'cancelled', version: '2' })
      expect(await connector('finance').send(message('order', id, {}, 'cancel'))).toMatchObject({ state: 'withdrawn' })
      expect(await connector('wms').send(message('part', `${id}/1`, {}, 'cancel'))).toMatchObject({ state: 'cancelled' })
      expect(await connector('wms').find('stock', 'B-2')).toMatchObject({ body: { onHand: '98', theirs: '0' } })
    }
  })

  test('master data comes in the words of the review rules', async () => {
    const listed = async (name: string, kind: Kind): Promise<Remote[]> => {
      const rows: Remote[] = []
      for await (const row of connector(name).list(kind, {}).rows) rows.push(row)
      return rows
    }
    expect(await listed('erp', 'customer')).toMatchObject([
      { theirId: 'NORDBAU', body: { code: 'NORDBAU', number: '10001', name: 'Nordbau GmbH', active: true, paymentTerms: 'NET30', priceList: 'DE-1' } }, { theirId: 'ZU', body: { active: false } },
    ])
    expect(await listed('erp', 'item')).toMatchObject([{ theirId: 'A-1', body: { unit: 'C62', cost: '0.05', units: {} } }, { theirId: 'B-2', body: { units: { CS: '12' } } }])
    expect(await listed('erp', 'price')).toMatchObject([
      { theirId: 'DE-1/A-1', body: { entries: [{ amount: '12.50', base: '100', from: '0' }, { amount: '11.80', base: '100', from: '1000' }] } },
      { theirId: 'DE-1/B-2', body: { entries: [{ amount: '19.90', base: '1', unit: 'C62' }] } },
    ])
    expect(await listed('erp', 'receivable')).toMatchObject([{ theirId: 'NORDBAU', body: { currency: 'EUR', limit: '50000.00', theirs: '1277.3' } }, { theirId: 'ZU' }])
    expect(await listed('wms', 'stock')).toMatchObject([{ theirId: 'A-1', body: { unit: 'C62', onHand: '19700', theirs: '0' } }, { theirId: 'B-2' }])
  })
})
