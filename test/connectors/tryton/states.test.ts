import { isComplete, orderRemote, type Sale, type SaleLine, wordOf } from '../../../connectors/tryton/sale'

/** Ten of an item that are ordered, on a delivery, and neither shipped nor invoiced. */
const line = (change: Partial<SaleLine> = {}): SaleLine => ({
  id: 1, ours: '10', code: 'EA', item: 'A', product: 1, goods: true, quantity: '10', unit: 1, step: '1', price: '5', description: null,
  shipped: '0', moving: '10', moved: '10', invoiced: '0', billing: '0', billed: '0', paid: '0', ...change,
})
const sale = (change: Partial<Sale> = {}, of: Partial<SaleLine> = {}): Sale => ({
  id: 7, number: 'SO-7', reference: null, origin: null, description: null, state: 'processing', shipmentState: 'waiting', invoiceState: 'none', invoiceMethod: 'shipment', shipmentMethod: 'order',
  net: '50', currency: 'EUR', party: 'KRAMER', shippingDate: null, shipments: [1], invoices: [], changedAt: '2026-03-02T08:00:00.000000Z', lines: [line(of)], ...change,
})
const billed = { billing: '10', billed: '10', invoiced: '10' }
const none = { moving: '0', moved: '0' }

test.each<[string, Sale, string, boolean]>([
  ['waits to be shipped', sale(), 'open', true],
  ['lost the second half of its confirm', sale({}, none), 'open', false],
  ['has a delivery that was cancelled', sale({ shipmentState: 'exception' }, { moving: '0' }), 'exception', true],
  ['has an invoice that was cancelled', sale({ invoiceState: 'exception' }, { shipped: '10', moving: '0', billed: '10' }), 'exception', true],
  ['is shipped once it is paid, and is not paid', sale({ shipmentMethod: 'invoice', invoiceMethod: 'order' }, { ...none, ...billed }), 'open', true],
  ['is shipped once it is paid, and was not told of it', sale({ shipmentMethod: 'invoice', invoiceMethod: 'order' }, { ...none, ...billed, paid: '10' }), 'open', false],
  ['is shipped once it is paid, and was', sale({ shipmentMethod: 'invoice', invoiceMethod: 'order', state: 'done' }, { ...billed, paid: '10', moving: '0', shipped: '10' }), 'closed', true],
  ['is invoiced, and ships nothing by itself', sale({ shipmentMethod: 'manual', invoiceMethod: 'order' }, { ...none, ...billed }), 'exception', true],
  ['shipped nothing by itself, and was taken back', sale({ shipmentMethod: 'manual', invoiceMethod: 'order', state: 'done' }, { ...none, billed: '10' }), 'cancelled', true],
  ['was shipped in pieces, half a case short, which Tryton leaves', sale({ state: 'done' }, { moved: '9.5', moving: '0', shipped: '9.5', billing: '10', billed: '10', invoiced: '10' }), 'invoiced', true],
  ['was shipped in pieces, and lacks more than half a case', sale({}, { moved: '9.4', moving: '0', shipped: '9.4', billing: '9', billed: '9', invoiced: '9' }), 'open', false],
  ['was shipped half a case, which Tryton does not invoice', sale({}, { moved: '10', moving: '9.5', shipped: '0.5' }), 'open', true],
  ['was invoiced before it is shipped', sale({ invoiceMethod: 'order' }, billed), 'open', true],
])('a sale that %s', (_what, one, word, complete) => {
  expect([wordOf(one), isComplete(one)]).toEqual([word, complete])
})

test.each([
  [sale({ shipmentState: 'exception' }), 'A delivery of sale SO-7 was cancelled there: open the sale, press "Handle Shipment Exception", and choose what is shipped anew.'],
  [sale({ invoiceState: 'exception' }), 'An invoice of sale SO-7 was cancelled there: open the sale, press "Handle Invoice Exception", and choose what is invoiced anew.'],
  [sale({ shipmentMethod: 'manual' }, { ...none, ...billed }), 'The shipment method of sale SO-7 is "Manual": no delivery comes of it, and what is shipped is never heard. Cancel the order here and take it in anew.'],
  [sale(), undefined],
])('what it waits for is said with what to do', (one, text) => expect(orderRemote(one).body!.waits).toBe(text))
