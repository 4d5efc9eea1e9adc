import { readAll } from '../readAll'

const read = (json: object, options = {}) => readAll(JSON.stringify(json), { file: 'webhook', ...options })

const SHOPIFY = {
  id: 5501234567890123456n, admin_graphql_api_id: 'gid://shopify/Order/5501', name: '#1001', order_number: 1001, po_number: 'PO-77', email: 'Ida@kontor.example', created_at: '2026-03-02T09:10:00+01:00', cancelled_at: null, currency: 'EUR', financial_status: 'paid',
  taxes_included: false, subtotal_price: '46.25', total_tax: '8.79', total_price: '60.04', note: 'Ring before delivery',
  customer: { id: 4711, email: 'ida@kontor.example', first_name: 'Ida', last_name: 'Kern' },
  billing_address: { first_name: 'Ida', last_name: 'Kern', company: 'Kontor Sued', address1: 'Hafenstr. 4', address2: null, city: 'Hamburg', zip: '20457', province_code: null, country_code: 'DE', phone: '+49 40 1' },
  shipping_address: { first_name: 'Max', last_name: 'Lund', company: '', address1: 'Am Kai 1', city: 'Bremen', zip: '28195', country_code: 'DE' },
  line_items: [{ id: 9001, sku: '00012', name: 'Widget, blue', quantity: 5, price: '9.25', total_discount: '0.00' }],
  shipping_lines: [{ title: 'DHL', price: '5.00' }],
}
const WOO = {
  id: 727, number: '727', order_key: 'wc_order_58d2d042d1d', status: 'processing', currency: 'USD', date_created: '2026-03-02T04:10:00', date_created_gmt: '2026-03-02T09:10:00', total: '29.35', prices_include_tax: false, customer_id: 26, customer_note: '',
  billing: { first_name: 'John', last_name: 'Doe', company: '', address_1: '969 Market', address_2: 'Suite 2', city: 'San Francisco', state: 'CA', postcode: '94103', country: 'US', email: 'john@doe.example', phone: '555' },
  shipping: { first_name: 'John', last_name: 'Doe', company: 'Doe Inc', address_1: '969 Market', city: 'San Francisco', state: 'CA', postcode: '94103', country: 'US' },
  line_items: [{ id: 315, name: 'Woo Single #1', sku: 'NW-1', quantity: 2, total: '6.00', price: 3 }, { id: 316, name: 'Ship Your Idea', sku: 'NW-2', quantity: 1, total: '12.00', price: 12 }],
  shipping_lines: [{ method_title: 'Flat Rate', total: '10.00' }], fee_lines: [],
}
/** Ids above 2^53 stand in webhooks as numbers. */
const body = (order: object): string => JSON.stringify(order, (_key, value: unknown) => (typeof value === 'bigint' ? `@${value}@` : value)).replace(/"@(\d+)@"/g, '$1')

describe('an order from the webhook of a shop (R-INT-01)', () => {
  test('Shopify: its fields are ours by a table, and no digit of its id is lost', async () => {
    const { messages, file } = await readAll(body(SHOPIFY), { file: 'webhook', profile: () => ({ defaults: { unit: 'C62' } }) })
    expect(file).toMatchObject({ format: 'json', problems: [] })
    expect(messages).toMatchObject([{ type: 'order.shopify', control: '5501234567890123456', problems: [] }])
    expect(messages[0]!.order).toEqual({
      reference: 'PO-77', issuedOn: '2026-03-02T09:10:00+01:00', currency: 'EUR', payable: '60.04', notes: ['Ring before delivery'],
      buyer: { name: 'Kontor Sued', identifiers: [{ scheme: 'email', value: 'Ida@kontor.example' }, { scheme: 'seller', value: '4711' }], contact: { email: 'Ida@kontor.example', phone: '+49 40 1' }, address: { lines: ['Hafenstr. 4'], city: 'Hamburg', postalCode: '20457', country: 'DE' } },
      shipTo: { name: 'Max Lund', identifiers: [], address: { lines: ['Am Kai 1'], city: 'Bremen', postalCode: '28195', country: 'DE' } },
      allowancesCharges: [{ kind: 'charge', code: 'freight', text: 'DHL', amount: '5.00' }],
      lines: [{ id: '9001', sellersItem: '00012', description: 'Widget, blue', quantity: '5', unit: 'C62', price: { amount: '9.25' } }],
    })
  })

  test('WooCommerce: the same order in other words', async () => {
    const { messages } = await read(WOO)
    expect(messages).toMatchObject([{ type: 'order.woocommerce', control: '727', problems: [], order: {
      reference: '727', issuedOn: '2026-03-02T09:10:00', currency: 'USD', payable: '29.35', buyer: { name: 'John Doe', address: { lines: ['969 Market', 'Suite 2'], region: 'CA' } }, shipTo: { name: 'Doe Inc' },
      allowancesCharges: [{ text: 'Flat Rate', amount: '10.00' }], lines: [{ id: '315', sellersItem: 'NW-1', quantity: '2', price: { amount: '3' }, lineExtension: '6' }, { id: '316', sellersItem: 'NW-2' }] } }])
  })

  test('the partner is asked for by the shop and the address of the customer', async () => {
    const asked: unknown[] = []
    await read(WOO, { profile: (identifiers: unknown) => { asked.push(identifiers); return undefined } })
    expect(asked).toEqual([[{ scheme: 'shop', value: 'WooCommerce' }, { scheme: 'email', value: 'john@doe.example' }]])
  })

  test('a cancelled order is no new one', async () => {
    for (const order of [{ ...WOO, status: 'cancelled' }, { ...WOO, date_cancelled: '2026-03-03T00:00:00' }]) {
      const { messages } = await read(order)
      expect([messages[0]!.order, messages[0]!.document]).toMatchObject([undefined, { order: '727', purpose: 'cancel' }])
    }
    expect((await readAll(body({ ...SHOPIFY, cancelled_at: '2026-03-03T00:00:00Z', cancel_reason: 'customer' }), { file: 'w' })).messages[0]!.document).toMatchObject({ order: 'PO-77', purpose: 'cancel', reason: 'customer' })
  })

  test('prices with tax, a number that is none, and a body that is cut off are told', async () => {
    expect((await read({ ...WOO, prices_include_tax: true })).messages[0]!.problems).toMatchObject([{ code: 'price-with-tax', severity: 'error' }])
    expect((await read({ ...WOO, line_items: [{ ...WOO.line_items[0], quantity: 'two' }] })).messages[0]!.problems).toMatchObject([{ code: 'number-unreadable', tag: 'quantity', message: expect.stringContaining('Line 1') as string }, { code: 'quantity-missing' }])
    const cut = await readAll(body(SHOPIFY).slice(0, -20), { file: 'w' })
    expect([cut.messages, cut.file.problems]).toMatchObject([[], [{ code: 'json-invalid', severity: 'fatal' }]])
  })
})
