import fc from 'fast-check'
import { type Identifier, type OrderDraft } from '../../../orders/draft'
import { edifact } from '../../../mappings/edi/edifact'
import { x12 } from '../../../mappings/edi/x12'
import { type ApplicationAnswer, type DespatchAdvice, implied, type Invoice, type LoadTender, type OrderChange, type OrderResponse, type WarehouseOrder } from '../../../mappings/edi/write/documents'
import { charsetOf, type EdifactMessage, writeEdifact } from '../../../mappings/edi/write/edifact'
import { edifactApplicationAnswer, edifactDespatchAdvice, edifactInvoice, edifactOrder, edifactOrderChange, edifactOrderResponse } from '../../../mappings/edi/write/edifact-documents'
import { type X12Message, writeX12 } from '../../../mappings/edi/write/x12'
import { x12ChangeResponse, x12DespatchAdvice, x12Invoice, x12LoadTender, x12Order, x12OrderChange, x12OrderResponse, x12WarehouseOrder } from '../../../mappings/edi/write/x12-documents'
import { readAll } from './reading'

const asX12 = (message: X12Message, marks = {}): string => writeX12({ from: ['ZZ', 'NORDWERK'], to: ['01', '123456789'], control: 12, group: { from: 'NW', to: 'KS', control: 12 }, at: '2026-03-02T09:10', test: false,
  version: '004010', marks }, [message])
const asEdifact = (message: EdifactMessage): Buffer => {
  const text = writeEdifact({ from: ['14', '5412345000013'], to: ['14', '4012345000009'], control: '12', at: '2026-03-02T09:10', test: false }, [message])
  return Buffer.from(text, charsetOf(text))
}

/** Reads what was written: it must be without a single problem. */
async function back(content: string | Buffer): Promise<{ order: OrderDraft | undefined; document: Record<string, unknown> | undefined }> {
  const reader = typeof content === 'string' ? x12 : edifact
  const { messages, file } = await readAll(reader, content)
  expect({ content: content.toString(), problems: [...messages[0]!.problems, ...file.problems] }).toEqual({ content: content.toString(), problems: [] })
  const { order, document } = messages[0]!
  return { order, document }
}

const PARTIES = {
  buyer: { name: 'Kontor Sued', identifiers: [{ scheme: 'GLN', value: '4012345000009' }], address: { lines: ['Hafenstr. 4'], city: 'Hamburg', postalCode: '20457', country: 'DE' } },
  shipTo: { name: 'Lager 3', identifiers: [{ scheme: 'buyer', value: 'L3' }] },
}
const LINES = [
  { id: '1', buyersItem: 'K-1', sellersItem: 'NW-1', standardItem: '4012345678901', description: 'Widget, blue', quantity: '12', unit: 'EA', price: { amount: '9.25' } },
  { id: '2', sellersItem: 'NW-2', quantity: '1500.5', unit: 'KGM', price: { amount: '210', base: '100' } },
]

const word = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 .,*>~+:'?-]{0,20}[A-Za-z0-9]$/)
const code = fc.stringMatching(/^[A-Z0-9]{2,12}$/)
const cents = fc.integer({ min: 1, max: 9_999_999 }).map((value) => String(value / 100))
const day = fc.date({ min: new Date('2026-03-01T00:00:00Z'), max: new Date('2027-12-31T00:00:00Z'), noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10))
const charge = fc.record({ kind: fc.constantFrom('allowance' as const, 'charge' as const), code: fc.constantFrom('C310', 'D240'), amount: cents, percent: fc.constantFrom('2.5', '10'), text: word }, { requiredKeys: ['kind', 'code', 'amount'] })
const party = fc.record({ name: word, identifiers: fc.constantFrom<Identifier[][]>([{ scheme: 'GLN', value: '4012345000009' }], [{ scheme: 'buyer', value: 'L3' }]), address: fc.record({ lines: fc.array(word, { minLength: 1, maxLength: 2 }), city: word, postalCode: fc.constant('20457'), country: fc.constant('DE') }) },
  { requiredKeys: ['name', 'identifiers'] })
const line = fc.record({ buyersItem: code, sellersItem: code, standardItem: fc.constant('4012345678901'), description: word, quantity: fc.constantFrom('1', '12.5', '1500'), unit: fc.constantFrom('EA', 'KGM', 'DZN'), price: fc.record({ amount: cents, base: fc.constantFrom('100', '1000') }, { requiredKeys: ['amount'] }),
  lineExtension: cents, requestedDelivery: day, schedule: fc.array(fc.record({ quantity: fc.constantFrom('1', '7'), requestedDelivery: day }), { minLength: 1, maxLength: 3 }), allowancesCharges: fc.array(charge, { minLength: 1, maxLength: 2 }),
  taxes: fc.array(fc.record({ type: fc.constant('VA'), percent: fc.constant('19'), amount: cents }), { minLength: 1, maxLength: 1 }), notes: fc.array(word, { minLength: 1, maxLength: 2 }) }, { requiredKeys: ['sellersItem', 'quantity', 'unit'] })
  // the deliveries are all of the line
  .map((one) => (one.schedule ? { ...one, quantity: String(one.schedule.reduce((sum, { quantity }) => sum + Number(quantity), 0)) } : one))
const draft = fc.record({ reference: code, release: code, issuedOn: fc.constant('2026-03-01'), currency: fc.constantFrom('EUR', 'USD'), requestedDelivery: day, paymentTerms: word, deliveryTerms: fc.constant('DAP'), notes: fc.array(word, { minLength: 1, maxLength: 3 }),
  buyer: party, seller: party, shipTo: party, billTo: party, allowancesCharges: fc.array(charge, { minLength: 1, maxLength: 2 }), lines: fc.array(line, { minLength: 1, maxLength: 5 }), lineExtension: cents, payable: cents }, { requiredKeys: ['reference', 'issuedOn', 'currency', 'buyer', 'lines'] })
  .map((order) => ({ ...order, lines: order.lines.map((one, i) => ({ id: String(i + 1), ...one })) }))

test('any order draft is the same after 850 and after ORDERS, with whatever delimiters (fast-check)', async () => {
  await fc.assert(fc.asyncProperty(draft, async (order) => {
    for (const content of [asX12(x12Order(order)), asX12(x12Order(order), { element: '|', terminator: '\n', component: '<' }), asEdifact(edifactOrder(order))]) {
      const { extra: _extra, ...read } = (await back(content)).order!
      expect({ ...read, lines: read.lines.map(({ extra: _left, sourceUnit: _unit, ...one }) => one) }).toEqual(order)
    }
  }), { numRuns: 60 })
})

test.each([
  ['accepted', 'AD', 'IA', '29', '5'], ['changed', 'AC', 'IC', '4', '3'], ['rejected', 'RD', 'IR', '27', '7'], ['backordered', 'AC', 'IB', '4', '6'], ['substituted', 'AC', 'IS', '4', '6'],
] as const)('a line that is %s says so by the codes of its list: 587 and 668, 1225 and 1229 (R-CHG-05)', async (outcome, bak, ack, bgm, lin) => {
  const whole = outcome === 'accepted' || outcome === 'rejected' ? outcome : 'changed'
  const answer: OrderResponse = { number: 'SO-7', order: 'PO-1', issuedOn: '2026-03-02', outcome: whole, lines: [{ id: '1', buyersItem: 'K-1', sellersItem: 'NW-2', quantity: '5', unit: 'EA', outcome, confirmedQuantity: outcome === 'rejected' ? '0' : '5' }] }
  const [x12Text, edifactText] = [asX12(x12OrderResponse(answer)), asEdifact(edifactOrderResponse(answer))]
  expect([/BAK\*00\*(\w+)/.exec(x12Text)?.[1], /ACK\*(\w+)/.exec(x12Text)?.[1], /BGM\+231\+SO-7\+(\d+)/.exec(edifactText.toString())?.[1], /LIN\+1\+(\d+)/.exec(edifactText.toString())?.[1]]).toEqual([bak, ack, bgm, lin])
  for (const content of [x12Text, edifactText]) expect((await back(content)).document).toMatchObject({ outcome: whole, lines: [{ outcome, quantity: '5', confirmedQuantity: answer.lines[0]!.confirmedQuantity, buyersItem: 'K-1', sellersItem: 'NW-2' }] })
  if (outcome === 'substituted') expect([x12Text, edifactText.toString()]).toEqual([expect.stringContaining('~ACK*IS*5*EA****VP*NW-2~'), expect.stringContaining("'PIA+1+K-1:BP'PIA+3+NW-2:SA'")])
  if (outcome === 'backordered') expect(edifactText.toString()).toContain("'QTY+21:5:EA'QTY+83:5:EA'")
})

test('a quantity that is split is answered part by part, in 855, 865 and ORDRSP', async () => {
  const answer: OrderResponse = { number: 'SO-7', order: 'PO-1', change: '2', issuedOn: '2026-03-02', outcome: 'changed', lines: [{ ...LINES[0]!, quantity: '120', outcome: 'accepted', confirmedQuantity: '60', promisedDelivery: '2026-03-10',
    further: [{ outcome: 'accepted', confirmedQuantity: '40', promisedDelivery: '2026-03-20' }, { outcome: 'backordered', confirmedQuantity: '20' }] }] }
  const written = asX12(x12OrderResponse(answer))
  expect(written.match(/ACK[^~]*/g)).toEqual(['ACK*IA*60*EA*068*20260310', 'ACK*IA*40*EA*068*20260320', 'ACK*IB*20*EA'])
  for (const content of [written, asX12(x12ChangeResponse(answer))]) expect((await back(content)).document).toMatchObject({ lines: [{ quantity: '120', outcome: 'accepted', confirmedQuantity: '60', promisedDelivery: '2026-03-10', further: answer.lines[0]!.further }] })
  expect((await back(asEdifact(edifactOrderResponse(answer)))).document).toMatchObject({ lines: [{ quantity: '120', outcome: 'accepted', confirmedQuantity: '60', promisedDelivery: '2026-03-10', backordered: '20', further: [answer.lines[0]!.further![0]] }] })
})

test('an order draft is the same after 850 and after ORDERS', async () => {
  const order: OrderDraft = { reference: '4500017', release: '3', issuedOn: '2026-03-01', currency: 'EUR', requestedDelivery: '2026-03-20', paymentTerms: '30 days net', deliveryTerms: 'DAP', notes: ['Ring before delivery'], ...PARTIES,
    lines: [{ ...LINES[0]!, requestedDelivery: '2026-03-25', schedule: [{ quantity: '10', requestedDelivery: '2026-03-25' }, { quantity: '2', requestedDelivery: '2026-04-01' }] }, LINES[1]!], lineExtension: '3262.05', payable: '3881.84' }
  for (const content of [asX12(x12Order(order)), asX12(x12Order(order), { element: '|', terminator: '\n', component: '<' }), asEdifact(edifactOrder(order))]) {
    const { extra, ...read } = (await back(content)).order!
    expect(extra).toBeDefined()
    expect({ ...read, lines: read.lines.map((line) => ({ ...line, extra: undefined, sourceUnit: undefined })) }).toEqual({ ...order, lines: order.lines.map((line) => ({ ...line, extra: undefined, sourceUnit: undefined })) })
  }
})

const ANSWER: OrderResponse = { ...PARTIES, number: 'SO-7', order: '4500017', issuedOn: '2026-03-02', currency: 'EUR', outcome: 'changed',
  lines: (['accepted', 'changed', 'backordered', 'rejected', 'substituted'] as const).map((outcome, i) => ({ ...LINES[i % 2]!, id: String(i + 1), outcome, confirmedQuantity: outcome === 'rejected' ? '0' : '10', promisedDelivery: '2026-03-21' })) }

test('an order response says line by line what becomes of it: accepted, changed, backordered, rejected, substituted (R-CNF-03)', async () => {
  const lines = ANSWER.lines.map(({ id, outcome, promisedDelivery }) => ({ id, outcome, promisedDelivery }))
  expect((await back(asX12(x12OrderResponse(ANSWER)))).document).toMatchObject({ number: 'SO-7', order: '4500017', outcome: 'changed', currency: 'EUR', lines: lines.map((line, i) => ({ ...line, confirmedQuantity: ANSWER.lines[i]!.confirmedQuantity })) })
  expect((await back(asEdifact(edifactOrderResponse(ANSWER)))).document).toMatchObject({ number: 'SO-7', order: '4500017', outcome: 'changed', lines })
  expect((await back(asX12(x12ChangeResponse({ ...ANSWER, change: '2' })))).document).toMatchObject({ order: '4500017', change: '2', outcome: 'changed', lines })
})

test('a change is written as 860 and ORDCHG', async () => {
  const change: OrderChange = { ...PARTIES, order: '4500017', change: '2', orderedOn: '2026-03-01', issuedOn: '2026-03-03', purpose: 'change',
    lines: [{ ...LINES[0]!, action: 'change', requestedDelivery: '2026-04-01' }, { ...LINES[1]!, action: 'delete' }] }
  const expected = { order: '4500017', purpose: 'change', lines: [{ id: '1', action: 'change', quantity: '12', requestedDelivery: '2026-04-01' }, { id: '2', action: 'delete' }] }
  expect((await back(asX12(x12OrderChange(change)))).document).toMatchObject({ ...expected, change: '2' })
  expect((await back(asEdifact(edifactOrderChange(change)))).document).toMatchObject({ ...expected, number: '2' })
})

test('a despatch advice is written as 856 and DESADV with packages and lines (R-EXE-08)', async () => {
  const advice: DespatchAdvice = { ...PARTIES, number: 'DN-3', order: '4500017', issuedOn: '2026-03-05', shippedOn: '2026-03-05', expectedOn: '2026-03-07', carrier: 'NORDSPED', tracking: 'TR9', packages: [{ sscc: '340123450000000024' }], lines: LINES }
  const expected = { number: 'DN-3', order: '4500017', shippedOn: '2026-03-05', expectedOn: '2026-03-07', carrier: 'NORDSPED', tracking: 'TR9', packages: [{ sscc: '340123450000000024' }],
    lines: [{ id: '1', quantity: '12', unit: 'EA', standardItem: '4012345678901' }, { id: '2', quantity: '1500.5', unit: 'KGM', sellersItem: 'NW-2' }] }
  expect((await back(asX12(x12DespatchAdvice(advice)))).document).toMatchObject(expected)
  expect((await back(asEdifact(edifactDespatchAdvice(advice)))).document).toMatchObject(expected)
})

test('an invoice is written as 810 and INVOIC to the cent (R-INV-04)', async () => {
  const invoice: Invoice = { ...PARTIES, number: 'RE-1', issuedOn: '2026-03-06', dueOn: '2026-04-05', currency: 'EUR', order: '4500017', despatch: 'DN-3', lines: LINES, charges: [{ kind: 'charge', code: 'FC', amount: '12.5', text: 'Freight' }],
    tax: '621.79', payable: '3896.34' }
  const expected = { number: 'RE-1', issuedOn: '2026-03-06', dueOn: '2026-04-05', currency: 'EUR', order: '4500017', despatch: 'DN-3', tax: '621.79', payable: '3896.34',
    lines: [{ id: '1', quantity: '12', price: { amount: '9.25' } }, { id: '2', quantity: '1500.5' }] }
  expect((await back(asX12(x12Invoice({ ...invoice, charges: [{ kind: 'charge', code: 'D240', amount: '12.5', text: 'Freight' }] })))).document).toMatchObject({ ...expected, charges: [{ kind: 'charge', code: 'D240', amount: '12.5', text: 'Freight' }] })
  expect((await back(asEdifact(edifactInvoice(invoice)))).document).toMatchObject({ ...expected, charges: [{ kind: 'charge', code: 'FC', amount: '12.5' }] })
  expect(() => implied('1.005', 2)).toThrow('more than 2 decimals')
})

test('a credit note names its invoice, and an invoice over several orders the order of each line, as 810 and INVOIC (R-INV-04, R-RET-02)', async () => {
  const credit: Invoice = { ...PARTIES, kind: 'creditNote', number: 'GS-1', invoice: 'RE-1', issuedOn: '2026-03-07', currency: 'EUR', order: '4500017', lines: [LINES[0]!], payable: '111.00' }
  const credited = { number: 'GS-1', invoice: 'RE-1', order: '4500017', payable: '111', lines: [{ id: '1', quantity: '12' }] }
  expect((await back(asX12(x12Invoice(credit)))).document).toMatchObject({ ...credited, purpose: 'creditNote' })
  expect((await back(asEdifact(edifactInvoice(credit)))).document).toMatchObject({ ...credited, kind: 'creditNote' })
  const collective: Invoice = { ...PARTIES, kind: 'collectiveInvoice', number: 'SR-1', issuedOn: '2026-03-07', currency: 'EUR', lines: [{ ...LINES[0]!, order: '4500017' }, { ...LINES[1]!, order: '4500018' }], payable: '3261.14' }
  const said = { number: 'SR-1', payable: '3261.14', lines: [{ id: '1', order: '4500017' }, { id: '2', order: '4500018' }] }
  const [x12, edi] = [(await back(asX12(x12Invoice(collective)))).document!, (await back(asEdifact(edifactInvoice(collective)))).document!]
  expect([x12, edi]).toMatchObject([{ ...said, purpose: 'collectiveInvoice' }, { ...said, kind: 'collectiveInvoice' }])
  // it is about no one order
  expect([x12.order, edi.order]).toEqual([undefined, undefined])
})

test('warehouse orders, load tenders and application answers are written', async () => {
  const order: WarehouseOrder = { ...PARTIES, number: 'SO-7/1', order: '4500017', requestedDelivery: '2026-03-20', carrier: 'NORDSPED', notes: ['Pallets'], lines: LINES }
  expect((await back(asX12(x12WarehouseOrder(order)))).document).toMatchObject({ number: 'SO-7/1', order: '4500017', requestedDelivery: '2026-03-20', carrier: 'NORDSPED', notes: ['Pallets'], quantity: '1512.5', lines: [{ quantity: '12' }, { quantity: '1500.5', unit: 'KGM' }] })
  const tender: LoadTender = { number: 'L-1', carrier: 'NORD', order: '4500017', weight: '200', stops: [{ action: 'load', party: PARTIES.shipTo, on: '2026-03-05' }, { action: 'unload', party: PARTIES.buyer, on: '2026-03-07' }] }
  expect((await back(asX12(x12LoadTender(tender)))).document).toMatchObject({ number: 'L-1', carrier: 'NORD', order: '4500017', stops: [{ action: 'load', date: '2026-03-05' }, { action: 'unload', date: '2026-03-07' }] })
  const answer: ApplicationAnswer = { number: 'A-1', issuedOn: '2026-03-02', order: '4500017', outcome: 'rejected', errors: [{ code: '12', text: 'Item K-9 is not known: ask for the new list' }] }
  expect((await back(asEdifact(edifactApplicationAnswer(answer)))).document).toMatchObject({ number: 'A-1', order: '4500017', outcome: 'rejected', errors: [{ code: '12', text: 'Item K-9 is not known: ask for the new list' }] })
})

test('whatever text an order has, EDIFACT brings it back, and X12 chooses delimiters that it does not have', async () => {
  const text = fc.string({ unit: fc.constantFrom(...[..." '+:?*~>|^abcÄß天9.,"]), minLength: 1, maxLength: 30 }).map((value) => value.trim()).filter((value) => value !== '')
  await fc.assert(fc.asyncProperty(text, text, async (name, item) => {
    const order: OrderDraft = { reference: 'R1', issuedOn: '2026-03-01', buyer: { name: name.replaceAll('  ', ' '), identifiers: [] }, lines: [{ id: '1', buyersItem: item, quantity: '1', unit: 'EA' }] }
    const read = (await readAll(edifact, asEdifact(edifactOrder(order)))).messages[0]!.order!
    expect([read.lines[0]!.buyersItem, read.buyer!.name]).toEqual([item, order.buyer!.name])
    const written = Buffer.from(asX12(x12Order(order)), 'utf8')
    expect((await readAll(x12, written)).messages[0]!.order!.lines[0]!.buyersItem).toBe(item)
  }), { numRuns: 150 })
})

test('an ISA that is written has 106 bytes whatever the ids', () => {
  expect(asX12(x12OrderResponse(ANSWER)).indexOf('GS*')).toBe(106)
  expect(() => writeX12({ from: ['ZZ', 'LONGER-THAN-FIFTEEN'], to: ['ZZ', 'B'], control: 1, at: '2026-03-02T09:10', test: false, version: '004010' }, [])).toThrow(RangeError)
})
