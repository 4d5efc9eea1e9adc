import { acknowledge, type Acknowledgement } from '../../../mappings/edi/acknowledge'
import { dialect as edifactDialect } from '../../../mappings/edi/edifact'
import { Tokenizer } from '../../../mappings/edi/tokenizer'
import { charsetOf, type EdifactMessage, writeEdifact } from '../../../mappings/edi/write/edifact'
import { edifactApplicationAnswer, edifactDespatchAdvice, edifactInvoice, edifactOrder, edifactOrderChange, edifactOrderResponse } from '../../../mappings/edi/write/edifact-documents'
import { tokensOf } from '../../../mappings/edi/write/segment'
import { writeX12, type X12Message } from '../../../mappings/edi/write/x12'
import { x12ChangeResponse, x12DespatchAdvice, x12Invoice, x12LoadTender, x12Order, x12OrderChange, x12OrderResponse, x12WarehouseOrder } from '../../../mappings/edi/write/x12-documents'
import { dialect as x12Dialect } from '../../../mappings/edi/x12'
import { edifactFile, x12File } from './reading'

/* eslint-disable @typescript-eslint/no-require-imports -- readers of others, without types of their own */
const { Reader } = require('edifact') as { Reader: new () => { parse(text: string): { name: string; elements: string[][] }[] } }
const { X12Parser } = require('node-x12') as { X12Parser: new (strict: boolean) => { parse(text: string): { header: Segment; trailer: Segment; functionalGroups: Group[] } } }
/* eslint-enable */
interface Segment { tag: string; elements: { value: string }[] }
interface Group { header: Segment; trailer: Segment; transactions: { header: Segment; trailer: Segment; segments: Segment[] }[] }

const PARTIES = { buyer: { name: 'Kontor & Co', identifiers: [{ scheme: 'GLN', value: '4012345000009' }], address: { lines: ['Hafenstr. 4'], city: 'Hamburg', postalCode: '20457', country: 'DE' }, contact: { name: 'A. Muster', phone: '0401', email: 'a_m@kontor.example' } },
  shipTo: { name: 'Lager #3', identifiers: [{ scheme: 'buyer', value: 'L3' }] } }
const LINE = { id: '1', buyersItem: 'K-1', sellersItem: 'NW-1', standardItem: '4006381333931', description: "Widget, 5+1 'blue': why?", quantity: '12', unit: 'EA', price: { amount: '9.25' }, lineExtension: '111' }
const RESPONSE = { number: 'SO-7', order: 'PO-1', change: '2', issuedOn: '2026-03-02', currency: 'EUR', outcome: 'changed' as const, ...PARTIES, lines: [{ ...LINE, outcome: 'accepted' as const, confirmedQuantity: '8', promisedDelivery: '2026-03-10', further: [{ outcome: 'backordered' as const, confirmedQuantity: '4' }] }, { ...LINE, id: '2', outcome: 'substituted' as const }] }
const CHANGE = { order: 'PO-1', change: '2', orderedOn: '2026-03-01', issuedOn: '2026-03-02', purpose: 'change' as const, ...PARTIES, lines: [{ ...LINE, action: 'change' as const, requestedDelivery: '2026-03-20' }] }
const ADVICE = { number: 'D-1', order: 'PO-1', issuedOn: '2026-03-02', shippedOn: '2026-03-02', carrier: 'DHL', tracking: 'T1', packages: [{ sscc: '340123450000000017' }], ...PARTIES, lines: [{ ...LINE, ordered: '12' }] }
const INVOICE = { number: 'R-1', issuedOn: '2026-03-02', dueOn: '2026-04-01', currency: 'EUR', order: 'PO-1', despatch: 'D-1', ...PARTIES, lines: [LINE], tax: '21.09', lineExtension: '111', payable: '132.09', charges: [{ kind: 'charge' as const, code: 'FC', text: 'Freight', amount: '5' }] }
const CREDIT = { ...INVOICE, kind: 'creditNote' as const, number: 'G-1', invoice: 'R-1' }
const COLLECTIVE = { ...INVOICE, kind: 'collectiveInvoice' as const, order: undefined, lines: [{ ...LINE, order: 'PO-1' }, { ...LINE, id: '2', order: 'PO-2' }] }
const ORDER = { reference: 'PO-1', issuedOn: '2026-03-01', currency: 'EUR', ...PARTIES, notes: ['Ring 2x; then wait'], lines: [{ ...LINE, schedule: [{ quantity: '12', requestedDelivery: '2026-03-20' }] }] }

const X12: [name: string, message: X12Message][] = [
  ['850', x12Order(ORDER)], ['855', x12OrderResponse(RESPONSE)], ['865', x12ChangeResponse(RESPONSE)], ['860', x12OrderChange(CHANGE)], ['856', x12DespatchAdvice(ADVICE)], ['810', x12Invoice(INVOICE)], ['810 CR', x12Invoice(CREDIT)], ['810 CI', x12Invoice(COLLECTIVE)],
  ['940', x12WarehouseOrder({ number: 'W-1', order: 'PO-1', ...PARTIES, lines: [LINE] })], ['204', x12LoadTender({ number: 'L-1', carrier: 'DHL', stops: [{ action: 'load', party: PARTIES.shipTo }, { action: 'unload', party: PARTIES.buyer }] })],
]
const EDIFACT: [name: string, message: EdifactMessage][] = [
  ['ORDERS', edifactOrder(ORDER)], ['ORDRSP', edifactOrderResponse(RESPONSE)], ['ORDCHG', edifactOrderChange(CHANGE)], ['DESADV', edifactDespatchAdvice(ADVICE)], ['INVOIC', edifactInvoice(INVOICE)], ['INVOIC 381', edifactInvoice(CREDIT)], ['INVOIC 385', edifactInvoice(COLLECTIVE)],
  ['APERAK', edifactApplicationAnswer({ number: 'A-1', issuedOn: '2026-03-02', order: 'PO-1', outcome: 'rejected', errors: [{ code: '12', text: 'Item unknown' }] })],
]
const x12Text = (message: X12Message): string => writeX12({ from: ['ZZ', 'NORDWERK'], to: ['01', '123456789'], control: 12, group: { from: 'NW', to: 'KS', control: 12 }, at: '2026-03-02T09:10', test: false, version: '004010' }, [message])
const edifactText = (message: EdifactMessage): string => writeEdifact({ from: ['14', '5412345000013'], to: ['14', '4012345000009'], control: '12', at: '2026-03-02T09:10', test: false }, [message])

/** What our own tokenizer makes of a text: tag and elements of each segment, components and all. */
function ours(text: string, standard: 'x12' | 'edifact'): { tag: string; elements: string[][] }[] {
  const tokenizer = new Tokenizer((standard === 'x12' ? x12Dialect : edifactDialect).service, () => undefined)
  tokenizer.feed(Buffer.from(text, 'latin1'))
  tokenizer.end()
  tokenizer.segment.decode = (bytes) => bytes.toString('latin1')
  const found: { tag: string; elements: string[][] }[] = []
  while (tokenizer.next()) found.push({ tag: tokenizer.segment.tag, elements: tokensOf(tokenizer.segment).slice(1).map((repetitions) => repetitions.flat()) })
  return found
}

/** The segments that node-x12, strict, finds, envelopes included. */
function theirs(text: string): { tag: string; elements: string[] }[] {
  const { header, trailer, functionalGroups } = new X12Parser(true).parse(text)
  const sets = functionalGroups.flatMap((group) => [group.header, ...group.transactions.flatMap((set) => [set.header, ...set.segments, set.trailer]), group.trailer])
  return [header, ...sets, trailer].map(({ tag, elements }) => ({ tag, elements: elements.map(({ value }) => value) }))
}

/** node-x12 drops the zeros before the interchange control number, and reads the marks in ISA11 and ISA16 as no elements. */
const plain = ({ tag, elements }: { tag: string; elements: string[] }): { tag: string; elements: string[] } =>
  ({ tag, elements: tag === 'ISA' ? elements.slice(0, 15).map((text, i) => (i === 12 ? String(Number(text)) : i === 10 ? '' : text)) : tag === 'IEA' ? elements.map((text) => String(Number(text))) : elements })

const sameX12 = (text: string): void => expect(theirs(text).map(plain)).toEqual(ours(text, 'x12').map(({ tag, elements }) => plain({ tag, elements: elements.map((parts) => parts.join(text[104])) })))

const sameEdifact = (text: string): void => expect(new Reader().parse(text).map(({ name, elements }) => ({ tag: name, elements }))).toEqual(ours(text, 'edifact').filter(({ tag }) => tag !== 'UNA'))

test.each(X12)('the %s that we write is read by node-x12, strict, as it was meant (R-INT-02)', (_name, message) => sameX12(x12Text(message)))

test.each(EDIFACT)('the %s that we write is read by edifact, held to its directory and to the character set we announce (R-INT-02)', (_name, message) => sameEdifact(edifactText(message)))

test.each<[Acknowledgement, string]>([
  ['997', x12File(['BEG*00*SA*1**20260301', 'PO1*1*X*EA*7*PE*VP*A', 'CTT*1'])], ['999', x12File(['BEG*00*SA*1**20260301', 'PO1*1*X*EA*7*PE*VP', 'CTT*1'])],
  ['CONTRL', edifactFile(['BGM+220+1+9', 'DTM+137:20260301:102', 'LIN+1++A:SA', 'QTY+21:1X:EA', 'UNS+S'])],
])('the %s that we answer with is read by a reader of others as it was meant (R-INT-02)', async (as, text) => {
  async function* source(): AsyncIterable<Buffer> { yield Buffer.from(text) }
  const [answer = ''] = await acknowledge(source(), { file: 'in', as, at: '2026-03-02T10:11', control: () => 31 })
  // a TA1 stands between the envelopes (X12.5), where node-x12 takes none
  if (as === 'CONTRL') sameEdifact(answer)
  else sameX12(answer)
})

test('the smallest character set that has every character is announced: level B has no @, # or _', () => {
  const announced = (name: string): string => /UNB\+(\w+)/.exec(edifactText(edifactOrder({ reference: '1', issuedOn: '2026-03-01', buyer: { name, identifiers: [] }, lines: [] })))![1]!
  expect(['Kontor', 'Kontor @ Hafen', 'Lager #3', 'A_B', 'Kontor Süd', 'Łódź'].map(announced)).toEqual(['UNOB', 'UNOC', 'UNOC', 'UNOC', 'UNOC', 'UNOW'])
  expect(charsetOf(edifactText(edifactOrder({ reference: '1', issuedOn: '2026-03-01', buyer: { name: 'Łódź', identifiers: [] }, lines: [] })))).toBe('utf8')
})
