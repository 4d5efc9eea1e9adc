import { type Backorder, backorders } from './backorder'
import { type Effect } from './decision'
import { type Decimal, equal, isDecimal, isZero, multiply, sum } from './decimal'
import { type Party } from './draft'
import { type LineQuantity, type OrderEvent } from './event'
import { type Facts } from './facts'
import { lineExtension } from './money'
import { type Order, type OrderLine } from './order'
import { isPriced } from './total'

/** What a partner is told by a document of his own format. */
export type PartnerDocumentKind = 'orderResponse' | 'changeResponse' | 'despatchAdvice' | 'invoice'

/** What became of a line that was ordered or changed. */
export type LineOutcome = 'accepted' | 'changed' | 'backordered' | 'rejected' | 'substituted'

/** The body of an effect that puts a document out to the buyer: which one, and what it says in the words of `mappings/edi/write/documents.ts`. */
export interface PartnerDocument {
  document: PartnerDocumentKind
  content: Record<string, unknown>
}

/** R-CHG-05: our answer to an order, line by line: what was asked against what is agreed now. */
export function orderResponse(order: Order, facts: Facts): Effect[] {
  return toPartner(order, 'orderResponse', String(order.version), response(order, facts, answeredLines(order, facts)), facts)
}

/** Our answer to a change of the order: his own (`request` is its number) or one of ours. `gone` are lines that it takes away. */
export function changeResponse(order: Order, facts: Facts, { request, gone = [] }: { request?: string; gone?: readonly OrderLine[] } = {}): Effect[] {
  const lines = order.status === 'cancelled' ? order.lines.map((line) => ended(line, request === undefined ? 'rejected' : 'accepted')) : [
    ...answeredLines(order, facts),
    ...gone.map((line) => ended(line, request === undefined ? 'rejected' : 'accepted')),
  ]
  return toPartner(order, 'changeResponse', String(order.version), { ...response(order, facts, lines), change: request ?? String(order.version) }, facts)
}

/** The body of an answer that refuses a change he asked for: the order stays as it was agreed. */
export const changeRefused = (order: Order, facts: Pick<Facts, 'today'>, request: string, lines: readonly string[]): PartnerDocument => ({
  document: 'changeResponse',
  content: { ...response(order, facts, order.lines.filter((line) => lines.length === 0 || lines.includes(line.id)).map((line) => ended(line, 'rejected', line.quantity))), outcome: 'rejected', change: request },
})

/** A change that he asked for was refused by who had to agree to it, or a cancel of his fell through: the order goes on as it was agreed. */
export const refusedChange = (order: Order, facts: Facts, request: string, lines: readonly string[] = []): Effect[] => {
  const { document, content } = changeRefused(order, facts, request, lines)
  return toPartner(order, document, `refused/${request}`, content, facts)
}

/** What was shipped, as soon as we know of it. */
export function despatchAdvice(order: Order, shipped: Extract<OrderEvent, { type: 'shipped' }>['data'], facts: Facts): Effect[] {
  const { issuer, despatch, shippedOn, carrier, tracking } = shipped
  return toPartner(order, 'despatchAdvice', `${issuer}/${despatch}`, {
    number: despatch, order: order.reference, issuedOn: facts.today, shippedOn: shippedOn ?? facts.today, carrier, tracking, ...parties(order),
    lines: parts(order, shipped.lines).map(({ line, quantity }) => ({ ...named(line), quantity, ordered: line.quantity })),
  }, facts)
}

/** An invoice that was posted. Amounts are as finance has them. */
export function invoiceDocument(order: Order, invoiced: Extract<OrderEvent, { type: 'invoiced' }>['data'], facts: Facts): Effect[] {
  const { issuer, invoice, amount, issuedOn, dueOn } = invoiced
  const lines = parts(order, invoiced.lines).map(({ line, quantity }) => ({ ...named(line), quantity, price: line.price, ...extension(order, line, quantity) }))
  const net = lines.flatMap((line) => (line.lineExtension === undefined ? [] : [line.lineExtension]))
  return toPartner(order, 'invoice', `${issuer}/${invoice}`, {
    number: invoice, issuedOn: issuedOn ?? facts.today, dueOn, currency: order.currency, order: order.reference, ...parties(order), lines,
    ...(lines.length > 0 && net.length === lines.length ? { lineExtension: sum(net) } : {}), payable: amount,
  }, facts)
}

/** R-RET-02: a credit note that was posted on an invoice. Its lines have prices where they come to what finance credits. */
export function creditNoteDocument(order: Order, credited: Extract<OrderEvent, { type: 'credited' }>['data'], facts: Facts): Effect[] {
  const { issuer, creditNote, invoice, amount, issuedOn } = credited
  const lines = parts(order, credited.lines).map(({ line, quantity }) => ({ ...named(line), quantity, price: line.price, ...extension(order, line, quantity) }))
  const isWhole = lines.length > 0 && equal(sum(lines.map(({ lineExtension: net }) => net ?? '0')), amount)
  return toPartner(order, 'invoice', `${issuer}/${creditNote}`, {
    kind: 'creditNote', number: creditNote, invoice, issuedOn: issuedOn ?? facts.today, currency: order.currency, order: order.reference, ...parties(order),
    lines: isWhole ? lines : lines.map(({ price: _price, lineExtension: _net, ...line }) => line), ...(isWhole ? { lineExtension: amount } : {}), payable: amount,
  }, facts)
}

/** What one order has of an invoice over several. */
export interface OrderShare { order: Order; lines: readonly LineQuantity[] }

/** R-INV-01: an invoice over several orders of one buyer: its lines are numbered through, and each names its order. */
export function collectiveInvoice(shares: readonly OrderShare[], { number, issuedOn, dueOn, payable }: { number: string; issuedOn: string; dueOn?: string; payable: Decimal }): PartnerDocument {
  const lines = shares.flatMap(({ order, lines: billed }) => parts(order, billed).map(({ line, quantity }) => ({ ...named(line), order: order.reference, quantity, price: line.price, ...extension(order, line, quantity) })))
    .map((line, place) => ({ ...line, id: String(place + 1) }))
  const { buyerParty: buyer, billTo, currency } = shares[0]!.order
  return { document: 'invoice', content: { kind: 'collectiveInvoice', number, issuedOn, dueOn, currency, buyer, billTo, lines, lineExtension: sum(lines.map((line) => line.lineExtension ?? '0')), payable } }
}

/** Nothing where the buyer gets no such document, or gave his order no number that it could name. */
function toPartner(order: Order, document: PartnerDocumentKind, key: string, content: Record<string, unknown>, facts: Facts): Effect[] {
  const { partner } = facts
  if (!partner?.channel || !partner.sends?.includes(document) || order.reference === undefined) return []
  const body: PartnerDocument = { document, content }
  return [{ system: partner.channel, kind: 'document', action: 'create', ourId: `${order.id}/${document}/${key}`, body }]
}

/** What becomes of a line, or of a part of its quantity. */
interface Answer { outcome: LineOutcome; confirmedQuantity?: Decimal; promisedDelivery?: string }

/** A line of an answer: the quantity that was asked, and what is confirmed of it; where a part has to wait, that is said for itself. */
type ResponseLine = ReturnType<typeof named> & Answer & { quantity?: Decimal; price?: OrderLine['price']; further?: Answer[] }

function response(order: Order, facts: Pick<Facts, 'today'>, lines: readonly ResponseLine[]): Record<string, unknown> {
  const all = (outcome: LineOutcome): boolean => lines.length > 0 && lines.every((line) => line.outcome === outcome && line.further === undefined)
  return {
    number: order.number ?? order.reference, order: order.reference, release: order.release || undefined, issuedOn: facts.today, orderedOn: order.issuedOn, currency: order.currency, ...parties(order),
    outcome: all('accepted') ? 'accepted' : all('rejected') ? 'rejected' : 'changed', lines,
  }
}

function answeredLines(order: Order, facts: Facts): ResponseLine[] {
  const short = backorders(order, facts)
  return order.lines.map((line) => answered(line, order, short.get(line.id)))
}

/** What became of a line, by what he asked and what is agreed. */
function answered(line: OrderLine, order: Order, short: Backorder | undefined): ResponseLine {
  const asked = line.asked?.quantity ?? line.quantity
  if (order.status === 'rejected') return ended(line, 'rejected', asked)
  const agreed: LineOutcome = line.asked?.item !== undefined && line.asked.item !== line.item ? 'substituted' : isOtherwise(line) ? 'changed' : 'accepted'
  const said = { ...named(line), quantity: asked, price: line.price }
  const promisedDelivery = line.asked?.requestedDelivery === undefined ? order.promisedDelivery : line.requestedDelivery
  if (!short) return { ...said, outcome: agreed, confirmedQuantity: line.quantity, promisedDelivery }
  // when the rest comes, nobody knows yet
  if (isZero(short.free)) return { ...said, outcome: 'backordered', confirmedQuantity: line.quantity }
  return { ...said, outcome: agreed, confirmedQuantity: short.free, promisedDelivery, further: [{ outcome: 'backordered', confirmedQuantity: short.waiting }] }
}

/** A line of which nothing is to come. */
const ended = (line: OrderLine, outcome: LineOutcome, quantity = line.asked?.quantity ?? line.quantity): ResponseLine =>
  ({ ...named(line), quantity, price: line.price, outcome, confirmedQuantity: '0' })

function isOtherwise({ asked, quantity, price, requestedDelivery }: OrderLine): boolean {
  if (!asked) return false
  const differs = (before: string | undefined, now: string | undefined): boolean => before !== undefined && now !== undefined && (isDecimal(before) && isDecimal(now) ? !equal(before, now) : before !== now)
  return differs(asked.quantity, quantity) || differs(asked.requestedDelivery, requestedDelivery)
    || (asked.price !== undefined && price !== undefined && !equal(multiply(asked.price.amount, price.base ?? '1'), multiply(price.amount, asked.price.base ?? '1')))
}

/** The item in his words and in ours; where another goes instead, ours says which. */
const named = (line: OrderLine) => ({
  id: line.id, buyersItem: line.buyersItem, sellersItem: line.item ?? line.sellersItem, standardItem: line.asked?.item !== undefined && line.asked.item !== line.item ? undefined : line.standardItem,
  description: line.description, unit: line.unit,
})

const parties = ({ buyerParty, shipTo, billTo }: Order): { buyer?: Party; shipTo?: Party; billTo?: Party } => ({ buyer: buyerParty, shipTo, billTo })

const parts = (order: Order, quantities: readonly LineQuantity[]): { line: OrderLine; quantity: Decimal }[] =>
  quantities.flatMap(({ line: id, quantity }) => { const line = order.lines.find((one) => one.id === id); return line ? [{ line, quantity }] : [] })

const extension = (order: Order, line: OrderLine, quantity: Decimal): { lineExtension?: Decimal } =>
  (line.price && isPriced(line) && order.currency ? { lineExtension: lineExtension(quantity, line.price, order.currency) } : {})
