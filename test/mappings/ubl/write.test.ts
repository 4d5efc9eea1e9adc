import fc from 'fast-check'
import { decimal as normal } from '../../../orders/decimal'
import { type OrderDraft, type Party } from '../../../orders/draft'
import { type DespatchAdvice, type OrderResponse } from '../../../mappings/edi/write/documents'
import { ublDespatchAdvice } from '../../../mappings/ubl/write/despatchAdvice'
import { ublInvoice, type UblInvoice } from '../../../mappings/ubl/write/invoice'
import { ublOrder } from '../../../mappings/ubl/write/order'
import { ublOrderResponse } from '../../../mappings/ubl/write/orderResponse'
import { writeXml, type XmlNode } from '../../../mappings/xml/write'
import { readAll } from '../readAll'

/** Reads what was written: it must be without a single problem. */
async function back(root: XmlNode) {
  const xml = writeXml(root)
  const { messages, file } = await readAll(xml, { file: 'written.xml' })
  expect({ xml, problems: [...messages.flatMap((message) => message.problems), ...file.problems] }).toEqual({ xml, problems: [] })
  return messages[0]!
}

const BUYER: Party = { name: 'Kontor Süd & Söhne', identifiers: [{ scheme: 'GLN', value: '4012345000009' }, { scheme: 'VAT', value: 'DE123456789' }], address: { lines: ['Hafenstr. 4', 'Hof 2', 'Tor 3'], city: 'Hamburg', postalCode: '20457', region: 'HH', country: 'DE' }, contact: { name: 'Ida Kern', phone: '+49 40 1', email: 'ida@kontor.example' } }
const SELLER: Party = { name: 'Nordwerk', identifiers: [{ scheme: 'VAT', value: 'DE987654321' }, { scheme: 'registration', value: 'HRB 12' }], address: { city: 'Kiel', country: 'DE' } }
const PARTIES = { buyer: BUYER, seller: SELLER, shipTo: { name: 'Lager 3', identifiers: [{ scheme: 'GLN', value: '4012345000016' }], address: { city: 'Bremen' } } }
const LINES = [
  { id: '1', buyersItem: 'K-1', sellersItem: 'NW-1', standardItem: '4012345678901', description: 'Widget, blue', quantity: '12', unit: 'EA', price: { amount: '9.25' } },
  { id: '2', sellersItem: 'NW-2', description: 'Nails', quantity: '1500.5', unit: 'KGM', price: { amount: '210', base: '100' } },
]

/** Letters that XML must escape, others' scripts, and what might be read as something else. */
const text = fc.string({ unit: fc.constantFrom(...[..."abcÄß天é<>&\"'] 0019={}$"]), minLength: 1, maxLength: 24 }).map((value) => value.trim().replace(/\s+/g, ' ')).filter((value) => value !== '')
const decimal = (max: number) => fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 0, max: 999 })).map(([whole, part]) => normal(`${whole}.${part}`))
const day = fc.integer({ min: 0, max: 3000 }).map((n) => new Date(Date.UTC(2024, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const identifier = fc.constantFrom({ scheme: 'GLN', value: '4012345000009' }, { scheme: 'DUNS', value: '123456789' }, { scheme: 'VAT', value: 'DE123456789' }, { scheme: 'buyer', value: 'B 7' }, { scheme: 'EAS:0192', value: '987654321' }, { scheme: 'registration', value: 'HRB 1' })
const party = fc.record({
  name: text, identifiers: fc.uniqueArray(identifier, { selector: ({ scheme }) => scheme, maxLength: 4 }),
  address: maybe(fc.record({ lines: maybe(fc.array(text, { minLength: 1, maxLength: 4 })), city: text, postalCode: maybe(text), region: maybe(text), country: maybe(fc.constantFrom('DE', 'FR', 'CN')) })),
  contact: maybe(fc.record({ name: maybe(text), phone: maybe(text), email: text })),
})
const allowance = fc.record({ kind: fc.constantFrom('allowance' as const, 'charge' as const), code: maybe(text), text: maybe(text), amount: decimal(1000) })
const line = fc.record({
  buyersItem: maybe(text), sellersItem: text, standardItem: maybe(fc.constantFrom('4012345678901', '96385074')), description: text, quantity: decimal(100_000), unit: fc.constantFrom('EA', 'KGM', 'C62'),
  price: maybe(fc.record({ amount: decimal(10_000), base: maybe(fc.constantFrom('100', '12', '2.5')) })), lineExtension: maybe(decimal(1_000_000)), requestedDelivery: maybe(day),
  schedule: maybe(fc.array(fc.record({ quantity: decimal(500), requestedDelivery: maybe(day) }), { minLength: 1, maxLength: 3 })), allowancesCharges: maybe(fc.array(allowance, { minLength: 1, maxLength: 2 })),
  taxes: maybe(fc.record({ type: fc.constant('VAT'), percent: fc.constantFrom('19', '7', '5.5'), category: fc.constant('S') }).map((tax) => [tax])), notes: maybe(fc.array(text, { minLength: 1, maxLength: 2 })),
})
const order: fc.Arbitrary<OrderDraft> = fc.record({
  reference: text, issuedOn: maybe(day), currency: fc.constantFrom('EUR', 'USD', 'JPY'), buyer: maybe(party), seller: maybe(party), shipTo: maybe(party.map((value) => ({ ...value, identifiers: value.identifiers.filter(({ scheme }) => scheme === 'GLN' || scheme === 'DUNS') }))),
  billTo: maybe(party), requestedDelivery: maybe(day), paymentTerms: maybe(text), deliveryTerms: maybe(text), notes: maybe(fc.array(text, { minLength: 1, maxLength: 3 })), allowancesCharges: maybe(fc.array(allowance, { minLength: 1, maxLength: 2 })),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }).map((lines) => lines.map((entry, i) => ({ id: String((i + 1) * 10), ...entry }))), lineExtension: maybe(decimal(1_000_000)), payable: maybe(decimal(1_000_000)),
})

/** Without what is undefined, and identifiers in one order: where they stand in UBL decides it. */
const plain = (draft: OrderDraft): unknown => JSON.parse(JSON.stringify(draft, (key, value: unknown) => (key === 'identifiers' ? [...(value as Party['identifiers'])].sort((a, b) => (a.scheme < b.scheme ? -1 : 1)) : value)))

describe('what is written as UBL is read back', () => {
  test('an order draft is the same order after UBL, whatever it says', async () => {
    await fc.assert(fc.asyncProperty(order, async (draft) => {
      expect(plain((await back(ublOrder(draft))).order!)).toEqual(plain(draft))
    }), { numRuns: 200 })
  })

  test('our answer says line by line what becomes of the order (R-CNF-03)', async () => {
    const answer: OrderResponse = { ...PARTIES, number: 'SO-7', order: 'PO-7', issuedOn: '2026-03-02', currency: 'EUR', outcome: 'changed', lines: [
      { ...LINES[0]!, outcome: 'accepted', promisedDelivery: '2026-03-20' }, { ...LINES[1]!, outcome: 'changed', confirmedQuantity: '1000', promisedDelivery: '2026-04-01' }, { ...LINES[0]!, id: '3', outcome: 'rejected' }] }
    expect((await back(ublOrderResponse(answer))).document).toMatchObject({ number: 'SO-7', order: 'PO-7', outcome: 'changed', currency: 'EUR', lines: [
      { id: '1', outcome: 'accepted', confirmedQuantity: '12', promisedDelivery: '2026-03-20', price: { amount: '9.25' } }, { id: '2', outcome: 'changed', confirmedQuantity: '1000' }, { id: '3', outcome: 'rejected', confirmedQuantity: '0' }] })
  })

  test('a despatch advice says what went out, with whom and under which number (R-EXE-08)', async () => {
    const advice: DespatchAdvice = { ...PARTIES, number: 'DN-3', order: 'PO-7', issuedOn: '2026-03-05', shippedOn: '2026-03-05', expectedOn: '2026-03-07', carrier: 'NORDSPED', tracking: 'TR9', packages: [{ sscc: '340123450000000024' }], lines: LINES }
    expect((await back(ublDespatchAdvice(advice))).document).toMatchObject({ number: 'DN-3', order: 'PO-7', shippedOn: '2026-03-05', expectedOn: '2026-03-07', carrier: 'NORDSPED', tracking: 'TR9', packages: [{ sscc: '340123450000000024' }],
      shipTo: { name: 'Lager 3' }, lines: [{ id: '1', quantity: '12', unit: 'EA', standardItem: '4012345678901' }, { id: '2', quantity: '1500.5', sellersItem: 'NW-2' }] })
  })
})

const INVOICE: UblInvoice = { ...PARTIES, number: 'RE-1', issuedOn: '2026-03-06', dueOn: '2026-04-05', currency: 'EUR', order: 'PO-7', despatch: 'DN-3', account: 'DE89370400440532013000', paymentReference: 'RE-1', paymentTerms: '30 days net',
  lines: [{ ...LINES[0]!, taxPercent: '19' }, { ...LINES[1]!, taxPercent: '19' }], charges: [{ kind: 'charge', code: 'FC', text: 'Freight', amount: '12.5' }], payable: '3896.71' }

describe('an invoice as UBL (R-INV-04)', () => {
  test('has net amounts, tax by rate and totals that agree by the rules of EN 16931, to the cent', async () => {
    const { document } = await back(ublInvoice(INVOICE))
    expect(document).toMatchObject({ number: 'RE-1', code: '380', order: 'PO-7', despatch: 'DN-3', dueOn: '2026-04-05', currency: 'EUR', lineExtension: '3262.05', chargeTotal: '12.5', taxExclusive: '3274.55', tax: '622.16', taxInclusive: '3896.71', payable: '3896.71',
      taxes: [{ category: 'S', percent: '19', taxable: '3274.55', amount: '622.16' }], account: 'DE89370400440532013000', charges: [{ kind: 'charge', code: 'FC', amount: '12.5' }], lines: [{ id: '1', lineExtension: '111', taxPercent: '19' }, { lineExtension: '3151.05' }] })
  })

  test('rates are kept apart, and what is free of tax is a rate of its own', async () => {
    const { document } = await back(ublInvoice({ ...INVOICE, charges: undefined, lines: [{ ...LINES[0]!, taxPercent: '19' }, { ...LINES[1]!, taxPercent: '0' }], payable: '3283.14' }))
    expect(document).toMatchObject({ tax: '21.09', taxes: [{ category: 'S', percent: '19', taxable: '111' }, { category: 'Z', percent: '0', taxable: '3151.05', amount: '0' }] })
  })

  test.each<[string, Partial<UblInvoice>, string]>([
    ['a total that is off by a cent', { payable: '3896.70' }, 'states 3896.70 as payable; it comes to 3896.71'],
    ['a tax that is not that of its lines', { tax: '1' }, 'states 1 as tax'],
    ['no currency', { currency: undefined }, 'names the currency'],
    ['a line without a rate', { lines: LINES }, 'needs the rate of its tax'],
    ['a charge beside two rates', { lines: [{ ...LINES[0]!, taxPercent: '19' }, { ...LINES[1]!, taxPercent: '7' }] }, 'several rates'],
    ['a character that XML does not have', { number: 'RE\u0001' }, 'U+0001'],
  ])('%s is refused, not written wrong', (_what, change, message) => {
    expect(() => writeXml(ublInvoice({ ...INVOICE, payable: '3896.71', ...change }))).toThrow(message)
  })
})

describe('an invoice whose amounts contradict each other is told so when it is read', () => {
  test.each<[string, RegExp, string]>([
    ['br-co-10', /(<cac:LegalMonetaryTotal>\s*<cbc:LineExtensionAmount[^>]*>)[^<]*/, '$13262.04'],
    ['br-co-12', /(<cbc:ChargeTotalAmount[^>]*>)[^<]*/, '$112.49'],
    ['br-co-13', /(<cbc:TaxExclusiveAmount[^>]*>)[^<]*/, '$13274.54'],
    ['br-co-14', /(<cac:TaxTotal>\s*<cbc:TaxAmount[^>]*>)[^<]*/, '$1622.15'],
    ['br-co-15', /(<cbc:TaxInclusiveAmount[^>]*>)[^<]*/, '$13896.70'],
    ['br-co-16', /(<cbc:PayableAmount[^>]*>)[^<]*/, '$13896.70'],
    ['br-co-17', /(<cac:TaxSubtotal>\s*<cbc:TaxableAmount[^>]*>[^<]*<\/cbc:TaxableAmount>\s*<cbc:TaxAmount[^>]*>)[^<]*/, '$1622.15'],
  ])('%s', async (rule, pattern, by) => {
    const xml = writeXml(ublInvoice({ ...INVOICE, payable: '3896.71' }))
    expect(xml).toMatch(pattern)
    const { messages } = await readAll(xml.replace(pattern, by), { file: 'invoice.xml' })
    expect(messages[0]!.problems.map(({ code, severity }) => `${severity} ${code}`)).toContain(`error ${rule}`)
  })

  test('br-co-11, and a line whose amount is not quantity times price', async () => {
    const xml = writeXml(ublInvoice({ ...INVOICE, charges: [{ kind: 'allowance', text: 'Discount', amount: '10' }], payable: '3869.94' }))
    expect((await readAll(xml.replace(/(<cbc:AllowanceTotalAmount[^>]*>)[^<]*/, '$111'), { file: 'i.xml' })).messages[0]!.problems.map(({ code }) => code)).toContain('br-co-11')
    const line = await readAll(xml.replace(/(<cac:InvoiceLine>[^]*?<cbc:LineExtensionAmount[^>]*>)[^<]*/, '$1112'), { file: 'i.xml' })
    expect(line.messages[0]!.problems).toContainEqual(expect.objectContaining({ code: 'line-amount-differs', severity: 'warning' }))
  })
})
