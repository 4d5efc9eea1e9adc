import { type OrderDraft, type Party } from '../../../orders/draft'
import { type ApplicationAnswer, compactDate, type DespatchAdvice, type Invoice, type Line, type LineOutcome, type OrderChange, type OrderResponse, type Parties } from './documents'
import { type EdifactMessage } from './edifact'
import { type SegmentToWrite } from './segment'

type Segments = SegmentToWrite[]
const when = (value: string | undefined, make: (value: string) => SegmentToWrite): Segments => (value === undefined ? [] : [make(value)])
const date = (qualifier: string, value: string | undefined): Segments => when(value, (day) => ['DTM', [qualifier, compactDate(day), '102']])

/** EANCOM S3 of D.96A: the dialect that most partners take. */
const VERSION: Record<string, readonly string[]> = { ORDERS: ['D', '96A', 'UN', 'EAN008'], ORDRSP: ['D', '96A', 'UN', 'EAN005'], ORDCHG: ['D', '96A', 'UN', 'EAN005'], DESADV: ['D', '96A', 'UN', 'EAN005'],
  INVOIC: ['D', '96A', 'UN', 'EAN008'], APERAK: ['D', '96A', 'UN', 'EAN002'] }
const message = (type: keyof typeof VERSION  , segments: Segments): EdifactMessage => ({ type, version: VERSION[type]!, segments })

/** Party functions (3035) and agencies (3055). */
const FUNCTION = { buyer: 'BY', seller: 'SU', shipTo: 'DP', billTo: 'IV' } as const
const AGENCY = new Map([['GLN', '9'], ['DUNS', '16'], ['seller', '91'], ['buyer', '92']])

function parties(document: Parties): Segments {
  return (Object.keys(FUNCTION) as (keyof typeof FUNCTION)[]).flatMap((role) => (document[role] ? party(FUNCTION[role], document[role]) : []))
}

function party(code: string, { name, identifiers, address, contact }: Party): Segments {
  const identifier = identifiers.find(({ scheme }) => AGENCY.has(scheme))
  const vat = identifiers.find(({ scheme }) => scheme === 'VAT')
  return [
    ['NAD', code, identifier ? [identifier.value, '', AGENCY.get(identifier.scheme)!] : '', '', pieces(name ?? '', 35, 5), (address?.lines ?? []).slice(0, 4), address?.city ?? '', address?.region ?? '',
      address?.postalCode ?? '', address?.country ?? ''],
    ...when(vat?.value, (value) => ['RFF', ['VA', value]]),
    ...when(contact?.name, (text) => ['CTA', 'OC', ['', text]]), ...when(contact?.phone, (number) => ['COM', [number, 'TE']]), ...when(contact?.email, (mail) => ['COM', [mail, 'EM']]),
  ]
}

/** A text in components of a length, cut at blanks where it can be. */
function pieces(text: string, length: number, most: number): string[] {
  const found: string[] = []
  for (let rest = text; rest !== '';) {
    const blank = rest.length > length ? rest.lastIndexOf(' ', length) : -1
    const end = rest.length <= length ? rest.length : blank > 0 ? blank : length
    found.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  if (found.length > most) throw new RangeError(`the text is longer than ${most} times ${length} characters: ${text.slice(0, 40)}…`)
  return found
}

const items = (line: Line): Segments => [
  ...(line.buyersItem === undefined && line.sellersItem === undefined ? [] : [['PIA', '1', ...(line.buyersItem === undefined ? [] : [[line.buyersItem, 'BP']]),
    ...(line.sellersItem === undefined ? [] : [[line.sellersItem, 'SA']])] as SegmentToWrite]),
  ...when(line.description, (text) => ['IMD', 'F', '', ['', '', '', ...pieces(text, 35, 2)]]),
]
const lin = (line: Line, action = ''): SegmentToWrite => ['LIN', line.id, action, line.standardItem === undefined ? '' : [line.standardItem, 'EN']]
const quantity = (qualifier: string, value: string | undefined, line: Line): Segments => when(value, (amount) => ['QTY', [qualifier, amount, line.unitCode ?? line.unit ?? '']])
const price = (line: Line, qualifier = 'AAA'): Segments => (line.price ? [['PRI', [qualifier, line.price.amount, '', '', line.price.base ?? '', line.price.base === undefined ? '' : line.unit ?? '']]] : [])
const currency = (code: string | undefined): Segments => when(code, (known) => ['CUX', ['2', known, '9']])
const notes = (texts: readonly string[] | undefined): Segments => (texts ?? []).map((text) => ['FTX', 'AAI', '', '', pieces(text, 70, 5)])
const summary = (count: number, ...amounts: Segments): Segments => [['UNS', 'S'], ...amounts, ['CNT', ['2', String(count)]]]
const amount = (qualifier: string, value: string | undefined): Segments => when(value, (text) => ['MOA', [qualifier, text]])

const charges = (list: OrderDraft['allowancesCharges'] = []): Segments => list.flatMap(({ kind, code, text, percent, amount: value }): Segments => [
  ['ALC', kind === 'allowance' ? 'A' : 'C', '', '', '', [code ?? '', '', '', ...pieces(text ?? '', 35, 2)]], ...when(percent, (share) => ['PCD', [kind === 'allowance' ? '1' : '2', share]]), ...amount('8', value)])
const taxes = (list: OrderDraft['lines'][number]['taxes'] = []): Segments => list.flatMap(({ type, percent, category, amount: value }): Segments => [
  ['TAX', '7', type ?? '', '', '', ['', '', '', percent ?? ''], category ?? ''], ...amount('124', value)])

/** ORDERS. */
export const edifactOrder = (order: OrderDraft): EdifactMessage => message('ORDERS', [
  ['BGM', '220', order.reference ?? '', '9'], ...date('137', order.issuedOn), ...date('2', order.requestedDelivery), ...notes(order.notes),
  ...when(order.release, (release) => ['RFF', ['RE', release]]), ...parties(order), ...currency(order.currency),
  ...when(order.paymentTerms, (terms) => ['PAT', '1', ['ZZZ', '', '', terms]]), ...when(order.deliveryTerms, (terms) => ['TOD', '3', '', terms]), ...charges(order.allowancesCharges),
  ...order.lines.flatMap((line): Segments => [lin(line), ...items(line), ...quantity('21', line.quantity, line), ...date('2', line.requestedDelivery), ...amount('203', line.lineExtension), ...notes(line.notes), ...price(line), ...taxes(line.taxes), ...charges(line.allowancesCharges),
    ...(line.schedule ?? []).flatMap((delivery): Segments => [['SCC', '1'], ...quantity('21', delivery.quantity, line), ...date('2', delivery.requestedDelivery)])]),
  ...summary(order.lines.length, ...amount('79', order.lineExtension), ...amount('86', order.payable)),
])

const ANSWER = { accepted: '29', changed: '4', rejected: '27' }
/**
 * Lines (1229): 5 accepted without amendment, 3 changed, 6 accepted with amendment, 7 not accepted. The list has no code for a backorder, which is told by its
 * quantity (QTY+83), nor before D.00 one for a substitute, which is told by its number (PIA+3, substituted by).
 */
const LINE_ANSWER: Record<LineOutcome, string> = { accepted: '5', changed: '3', backordered: '6', rejected: '7', substituted: '6' }

/** His numbers as he ordered, and ours of what goes instead. */
const substituted = ({ sellersItem, ...line }: Line): Segments => [...items(line).filter(([tag]) => tag === 'PIA'), ...when(sellersItem, (item) => ['PIA', '3', [item, 'SA']]), ...items(line).filter(([tag]) => tag !== 'PIA')]

/** Parts of the quantity that are answered otherwise than the line: what is backordered beside it (83), the others as deliveries of their own (SCC). */
const backordered = (line: OrderResponse['lines'][number]): Segments => (line.further ?? []).filter(({ outcome }) => outcome === 'backordered').flatMap((part) => quantity('83', part.confirmedQuantity, line))
const split = (line: OrderResponse['lines'][number]): Segments => (line.further ?? []).filter(({ outcome }) => outcome !== 'backordered').flatMap((part): Segments => [
  ['SCC', '1'], ...quantity(part.outcome === 'rejected' ? '185' : '12', part.confirmedQuantity, line), ...date('69', part.promisedDelivery)])

/** ORDRSP: our answer to an order or a change, line by line. */
export const edifactOrderResponse = (answer: OrderResponse): EdifactMessage => message('ORDRSP', [
  ['BGM', '231', answer.number, ANSWER[answer.outcome]], ...date('137', answer.issuedOn), ...notes(answer.notes), ['RFF', ['ON', answer.order]], ...parties(answer), ...currency(answer.currency),
  ...answer.lines.flatMap((line): Segments => [lin(line, LINE_ANSWER[line.outcome]), ...(line.outcome === 'substituted' ? substituted(line) : items(line)), ...quantity('21', line.quantity, line), ...quantity(line.outcome === 'backordered' ? '83' : '12', line.confirmedQuantity, line),
    ...backordered(line), ...date('69', line.promisedDelivery), ...amount('203', line.lineExtension), ...price(line), ...split(line)]),
  ...summary(answer.lines.length),
])

const ACTION = { add: '1', delete: '2', change: '3' }

/** ORDCHG. */
export const edifactOrderChange = (change: OrderChange): EdifactMessage => message('ORDCHG', [
  ['BGM', '230', change.change, change.purpose === 'cancel' ? '1' : '4'], ...date('137', change.issuedOn), ['RFF', ['ON', change.order]], ...parties(change),
  ...change.lines.flatMap((line): Segments => [lin(line, ACTION[line.action]), ...items(line), ...quantity('21', line.quantity, line), ...date('2', line.requestedDelivery), ...price(line)]),
  ...summary(change.lines.length),
])

/** DESADV: one consignment, its packages, its lines. */
export const edifactDespatchAdvice = (advice: DespatchAdvice): EdifactMessage => message('DESADV', [
  ['BGM', '351', advice.number, '9'], ...date('137', advice.issuedOn), ...date('11', advice.shippedOn), ...date('17', advice.expectedOn), ['RFF', ['ON', advice.order]],
  ...when(advice.tracking, (tracking) => ['RFF', ['CN', tracking]]), ...parties(advice), ...when(advice.carrier, (carrier) => ['TDT', '20', '', '30', '', ['', '', '', carrier]]),
  ['CPS', '1'], ...(advice.packages ?? []).flatMap(({ sscc }): Segments => [['PAC', '1'], ...when(sscc, () => ['PCI', '33E']), ...when(sscc, (code) => ['GIN', 'BJ', code])]),
  ...advice.lines.flatMap((line): Segments => [lin(line), ...items(line), ...quantity('12', line.quantity, line), ...quantity('21', line.ordered, line)]),
  ['CNT', ['2', String(advice.lines.length)]],
])

/** Document names (1001): a credit note, a consolidated invoice. */
const INVOICE_NAME = { creditNote: '381', collectiveInvoice: '385' } as const

/** INVOIC. */
export const edifactInvoice = (invoice: Invoice): EdifactMessage => message('INVOIC', [
  ['BGM', invoice.kind === undefined ? '380' : INVOICE_NAME[invoice.kind], invoice.number, '9'], ...date('137', invoice.issuedOn), ...when(invoice.order, (order) => ['RFF', ['ON', order]]), ...when(invoice.despatch, (despatch) => ['RFF', ['AAK', despatch]]), ...when(invoice.invoice, (number) => ['RFF', ['IV', number]]), ...parties(invoice),
  ...currency(invoice.currency), ...(invoice.dueOn === undefined ? [] : [['PAT', '1'] as SegmentToWrite, ...date('13', invoice.dueOn)]),
  ...invoice.lines.flatMap((line): Segments => [lin(line), ...items(line), ...quantity('47', line.quantity, line), ...amount('203', line.lineExtension), ...price(line), ...when(line.order, (order) => ['RFF', ['ON', order]]),
    ...when(line.taxPercent, (percent) => ['TAX', '7', 'VAT', '', '', ['', '', '', percent]])]),
  ['UNS', 'S'], ['CNT', ['2', String(invoice.lines.length)]], ...amount('79', invoice.lineExtension), ...amount('124', invoice.tax), ...amount('77', invoice.payable),
  ...(invoice.charges ?? []).flatMap((charge): Segments => [['ALC', charge.kind === 'allowance' ? 'A' : 'C', '', '', '', [charge.code ?? '', '', '', charge.text ?? '']], ...amount('8', charge.amount)]),
])

/** APERAK: the application's answer. */
export const edifactApplicationAnswer = (answer: ApplicationAnswer): EdifactMessage => message('APERAK', [
  ['BGM', '305', answer.number, answer.outcome === 'accepted' ? '29' : '27'], ...date('137', answer.issuedOn), ...when(answer.order, (order) => ['RFF', ['ON', order]]), ...parties(answer),
  ...(answer.errors ?? []).flatMap(({ code, text }): Segments => [['ERC', code], ...when(text, (words) => ['FTX', 'AAO', '', '', pieces(words, 70, 5)])]),
])
