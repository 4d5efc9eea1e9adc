import { sum } from '../../../orders/decimal'
import { type OrderDraft, type Party } from '../../../orders/draft'
import { x12OfRec20 } from '../../codes/units'
import { compactDate, type DespatchAdvice, implied, type Invoice, type Line, type LineOutcome, type LoadTender, type OrderChange, type OrderResponse, type Parties, type WarehouseOrder } from './documents'
import { type SegmentToWrite } from './segment'
import { type X12Message } from './x12'

type Segments = SegmentToWrite[]
const when = (value: string | undefined, make: (value: string) => SegmentToWrite): Segments => (value === undefined ? [] : [make(value)])

/** N1 loops: entity code of each role, id qualifier of each scheme (X12 98, 66). */
const ENTITY = { buyer: 'BY', seller: 'SE', shipTo: 'ST', billTo: 'BT', shipFrom: 'SF' } as const
const QUALIFIER = new Map([['GLN', 'UL'], ['DUNS', '1'], ['DUNS+4', '9'], ['seller', '91'], ['buyer', '92']])

function party(code: string, { name, identifiers, address, contact }: Party): Segments {
  const identifier = identifiers.find(({ scheme }) => QUALIFIER.has(scheme))
  const lines = address?.lines ?? []
  return [
    ['N1', code, name ?? '', ...(identifier ? [QUALIFIER.get(identifier.scheme)!, identifier.value] : [])],
    ...(lines.length > 0 ? [['N3', ...lines.slice(0, 2)] as SegmentToWrite] : []),
    ...(address && (address.city ?? address.postalCode ?? address.country) !== undefined
      ? [['N4', address.city ?? '', address.region ?? '', address.postalCode ?? '', address.country ?? ''] as SegmentToWrite] : []),
    ...(contact ? [['PER', 'IC', contact.name ?? '', ...(contact.phone === undefined ? [] : ['TE', contact.phone]), ...(contact.email === undefined ? [] : ['EM', contact.email])] as SegmentToWrite] : []),
  ]
}

const parties = (document: Parties): Segments => (Object.keys(ENTITY) as (keyof typeof ENTITY)[]).flatMap((role) => (document[role] ? party(ENTITY[role], document[role]) : []))

/** GTIN qualifiers (X12 235) by length. */
const GTIN = new Map([[12, 'UP'], [13, 'EN'], [14, 'UK'], [8, 'EO']])

/** Pairs of qualifier and id, from the element after `before` on. */
function items(line: Line): string[] {
  return [...(line.buyersItem === undefined ? [] : ['BP', line.buyersItem]), ...(line.sellersItem === undefined ? [] : ['VP', line.sellersItem]),
    ...(line.standardItem === undefined ? [] : [GTIN.get(line.standardItem.length) ?? 'EN', line.standardItem])]
}

/** The unit as X12 has it. Throws a RangeError for one that has no X12 code here. */
function unit(line: { unit?: string | undefined; unitCode?: string | undefined }): string {
  if (line.unitCode !== undefined) return line.unitCode
  if (line.unit === undefined) return ''
  const code = x12OfRec20(line.unit)
  if (code === undefined) throw new RangeError(`the unit ${line.unit} has no X12 code that is known`)
  return code
}

/** Basis of unit price (639) by base quantity. */
const BASIS = new Map([['100', 'HP'], ['1000', 'TP'], ['12', 'PD']])
function price(line: Line): [string, string] {
  if (!line.price) return ['', '']
  const { amount, base = '1' } = line.price
  const basis = base === '1' ? 'PE' : BASIS.get(base)
  if (basis === undefined) throw new RangeError(`a price per ${base} has no X12 basis code`)
  return [amount, basis]
}
const described = (line: Line): Segments => when(line.description, (text) => ['PID', 'F', '', '', '', text])

/** SAC: amounts are N2, in minor units of two decimals. */
const charges = (list: OrderDraft['allowancesCharges'] = []): Segments => list.map(({ kind, code, amount, percent, text }) =>
  ['SAC', kind === 'allowance' ? 'A' : 'C', code ?? '', '', '', amount === undefined ? '' : implied(amount, 2), percent === undefined ? '' : 'Z', percent ?? '', '', '', '', '', '', '', '', text ?? ''])

/** 850: a purchase order. */
export const x12Order = (order: OrderDraft): X12Message => ({ type: '850', segments: [
  ['BEG', '00', 'SA', order.reference ?? '', order.release ?? '', compactDate(order.issuedOn ?? '')],
  ...when(order.currency, (currency) => ['CUR', 'BY', currency]),
  ...when(order.deliveryTerms, (terms) => ['FOB', 'PP', '', '', '01', terms]), ...charges(order.allowancesCharges),
  ...when(order.paymentTerms, (terms) => ['ITD', '', '', '', '', '', '', '', '', '', '', '', terms]),
  ...when(order.requestedDelivery, (date) => ['DTM', '002', compactDate(date)]),
  ...(order.notes ?? []).flatMap((note): Segments => [['N9', 'L1', 'NOTE'], ['MSG', note]]), ...parties(order),
  ...order.lines.flatMap((line): Segments => [
    ['PO1', line.id, line.quantity ?? '', unit(line), ...price(line), ...items(line)], ...described(line), ...charges(line.allowancesCharges),
    ...when(line.requestedDelivery, (date) => ['DTM', '002', compactDate(date)]), ...(line.notes ?? []).map((note): SegmentToWrite => ['MSG', note]),
    ...(line.taxes ?? []).map(({ type, amount, percent }): SegmentToWrite => ['TXI', type ?? '', amount ?? '', percent ?? '']),
    ...(line.schedule ?? []).map(({ quantity, requestedDelivery }): SegmentToWrite => ['SCH', quantity, unit(line), '', '', '002', compactDate(requestedDelivery ?? '')]),
    ...when(line.lineExtension, (amount) => ['AMT', '1', amount])]),
  ['CTT', String(order.lines.length)], ...when(order.lineExtension, (amount) => ['AMT', '1', amount]), ...when(order.payable, (amount) => ['AMT', 'TT', amount]),
] })

/** Whole answers (587): AD with detail and no change, AC with detail and change, RD rejected with detail. */
const ANSWER = { accepted: 'AD', changed: 'AC', rejected: 'RD' }
const LINE_ANSWER: Record<LineOutcome, string> = { accepted: 'IA', changed: 'IC', backordered: 'IB', rejected: 'IR', substituted: 'IS' }

/** One ACK for each part of the quantity that has an answer of its own. */
const acknowledged = (line: OrderResponse['lines'][number]): Segments => [{ ...line, confirmedQuantity: line.confirmedQuantity ?? line.quantity }, ...(line.further ?? [])].map((part) => ['ACK', LINE_ANSWER[part.outcome], part.confirmedQuantity ?? '', part.confirmedQuantity === undefined ? '' : unit(line),
  ...(part.promisedDelivery === undefined ? part.outcome === 'substituted' ? ['', ''] : [] : ['068', compactDate(part.promisedDelivery)]),
  // what goes instead: ACK07 and ACK08
  ...(part.outcome === 'substituted' && line.sellersItem !== undefined ? ['', 'VP', line.sellersItem] : [])])

/** 855: our answer to an order. */
export const x12OrderResponse = (answer: OrderResponse): X12Message => ({ type: '855', segments: [
  ['BAK', '00', ANSWER[answer.outcome], answer.order, compactDate(answer.orderedOn ?? answer.issuedOn), answer.release ?? '', '', '', answer.number, compactDate(answer.issuedOn)],
  ...when(answer.currency, (currency) => ['CUR', 'SE', currency]), ...parties(answer),
  ...answer.lines.flatMap((line): Segments => [['PO1', line.id, line.quantity ?? '', unit(line), ...price(line), ...items(line)], ...described(line), ...acknowledged(line)]),
  ['CTT', String(answer.lines.length)],
] })

/** 865: our answer to a change. */
export const x12ChangeResponse = (answer: OrderResponse): X12Message => ({ type: '865', segments: [
  ['BCA', '00', ANSWER[answer.outcome], answer.order, answer.release ?? '', answer.change ?? '', compactDate(answer.orderedOn ?? answer.issuedOn), '', '', answer.number, compactDate(answer.issuedOn)],
  ...when(answer.currency, (currency) => ['CUR', 'SE', currency]), ...parties(answer),
  ...answer.lines.flatMap((line): Segments => [['POC', line.id, 'CA', line.quantity ?? '', '', unit(line), ...price(line), ...items(line)], ...described(line), ...acknowledged(line)]),
  ['CTT', String(answer.lines.length)],
] })

const ACTION = { add: 'AI', change: 'CA', delete: 'DI' }

/** 860: a change of an order. */
export const x12OrderChange = (change: OrderChange): X12Message => ({ type: '860', segments: [
  ['BCH', change.purpose === 'cancel' ? '01' : '04', 'SA', change.order, '', change.change, compactDate(change.orderedOn), '', '', '', '', compactDate(change.issuedOn)], ...parties(change),
  ...change.lines.flatMap((line): Segments => [['POC', line.id, ACTION[line.action], line.quantity ?? '', '', unit(line), ...price(line), ...items(line)], ...described(line),
    ...when(line.requestedDelivery, (date) => ['DTM', '002', compactDate(date)])]),
  ['CTT', String(change.lines.length)],
] })

/** 856: shipment, order, packages and items as HL levels (structure code 0001). */
export function x12DespatchAdvice(advice: DespatchAdvice): X12Message {
  let level = 2
  return { type: '856', segments: [
    ['BSN', '00', advice.number, compactDate(advice.issuedOn), '0000', '0001'], ['HL', '1', '', 'S'],
    ...when(advice.carrier, (carrier) => ['TD5', '', '2', carrier]), ...when(advice.tracking, (tracking) => ['REF', 'CN', tracking]),
    ...when(advice.shippedOn, (date) => ['DTM', '011', compactDate(date)]), ...when(advice.expectedOn, (date) => ['DTM', '017', compactDate(date)]), ...parties(advice),
    ['HL', '2', '1', 'O'], ['PRF', advice.order],
    ...(advice.packages ?? []).flatMap(({ sscc }): Segments => [['HL', String(++level), '2', 'P'], ...when(sscc, (code) => ['MAN', 'GM', code])]),
    ...advice.lines.flatMap((line): Segments => [['HL', String(++level), '2', 'I'], ['LIN', line.id, ...items(line)],
      ['SN1', '', line.quantity ?? '', unit(line), '', ...(line.ordered === undefined ? [] : [line.ordered, unit(line)])], ...described(line)]),
    ['CTT', String(level)],
  ] }
}

/** Transaction type (640): a credit memo, a consolidated invoice. */
const INVOICE_TYPE = { creditNote: 'CR', collectiveInvoice: 'CI' } as const

/** 810. Amounts of the total and of charges are in minor units of two decimals (N2), as the standard has them. */
export const x12Invoice = (invoice: Invoice): X12Message => ({ type: '810', segments: [
  ['BIG', compactDate(invoice.issuedOn), invoice.number, '', invoice.order ?? '', ...(invoice.kind === undefined ? [] : ['', '', INVOICE_TYPE[invoice.kind]])],
  ...when(invoice.currency, (currency) => ['CUR', 'SE', currency]), ...when(invoice.despatch, (despatch) => ['REF', 'BM', despatch]), ...when(invoice.invoice, (number) => ['REF', 'OI', number]), ...parties(invoice),
  ...when(invoice.dueOn, (date) => ['ITD', '', '', '', '', '', compactDate(date)]),
  ...invoice.lines.flatMap((line): Segments => [['IT1', line.id, line.quantity ?? '', unit(line), ...price(line), ...items(line)], ...described(line), ...when(line.order, (order) => ['REF', 'PO', order])]),
  ['TDS', implied(invoice.payable, 2)], ...when(invoice.tax, (amount) => ['TXI', 'TX', amount]),
  ...(invoice.charges ?? []).map(({ kind, code, text, amount }): SegmentToWrite => ['SAC', kind === 'allowance' ? 'A' : 'C', code ?? '', '', '', amount === undefined ? '' : implied(amount, 2), '', '', '', '', '', '', '', '', '', text ?? '']),
  ['CTT', String(invoice.lines.length)],
] })

/** 940: a warehouse shipping order. */
export const x12WarehouseOrder = (order: WarehouseOrder): X12Message => ({ type: '940', segments: [
  ['W05', 'N', order.number, order.order ?? ''], ...parties(order), ...when(order.requestedDelivery, (date) => ['G62', '02', compactDate(date)]),
  ...(order.notes ?? []).map((note): SegmentToWrite => ['NTE', 'WHI', note]), ...when(order.carrier, (carrier) => ['W66', 'PP', 'M', '', '', carrier]),
  ...order.lines.flatMap((line, i): Segments => [['LX', String(i + 1)], ['W01', line.quantity ?? '', unit(line), '', ...items(line)], ...when(line.description, (text) => ['G69', text])]),
  ['W76', sum(order.lines.map(({ quantity }) => quantity ?? '0'))],
] })

/** 204: a load tender with its stops. */
export const x12LoadTender = (tender: LoadTender): X12Message => ({ type: '204', segments: [
  ['B2', '', tender.carrier, '', tender.number, '', 'PP'], ['B2A', '00', 'LT'], ...when(tender.order, (order) => ['L11', order, 'PO']),
  ...tender.stops.flatMap((stop, i): Segments => [['S5', String(i + 1), stop.action === 'load' ? 'LD' : 'UL'], ...when(stop.on, (date) => ['G62', stop.action === 'load' ? '37' : '53', compactDate(date)]),
    ...party(stop.action === 'load' ? 'SF' : 'ST', stop.party).filter(([tag]) => tag !== 'PER')]),
  ...when(tender.weight, (weight) => ['L3', weight, 'G']),
] })
