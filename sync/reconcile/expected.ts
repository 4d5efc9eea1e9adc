import { type Kind } from '../../connectors/connector'
import { type Order, type OrderReturn } from '../../orders/order'
import { balancesOf, type PaymentState, stateOf } from '../../orders/payments/balance'
import { isHeldBy } from '../../orders/cancelItem'
import { leftOf } from '../../orders/cancelling'
import { isAccepted } from '../../orders/status'
import { add, isZero, subtract } from '../../orders/decimal'
import { linesOfPart, producedLine } from '../../orders/effects'
import { returnOf } from '../../orders/returns/effects'
import { open } from '../../orders/evolve'
import { type Said, type SaidLine } from '../../orders/compare/record'
import { type Link } from '../../store/records'

/** How a system's state of a record fits ours: it agrees, is ahead of us, lags behind, or says what cannot be at once. */
export type Verdict = 'agrees' | 'ahead' | 'late' | 'conflict'

/** Of our words those that agree with theirs, those that it is ahead of, and those that it lags behind; all others are a conflict. */
interface Fit { agrees: readonly string[]; ahead?: readonly string[]; late?: readonly string[] }

const BEFORE = ['confirmed', 'awaitingProduction', 'inProduction', 'toShip']
/** It is asked to give up what it has; whatever it makes of it meanwhile may be. */
const PENDING = 'cancelPending'
const AFTER = ['shipped', 'delivered', 'closed']
/** It goes on with the order only once somebody there has answered what became of a part that was cancelled there. */
export const EXCEPTION = 'exception'

/** What the quotation or the shop's order was told. */
const ANSWERED = new Map<string, Fit>([
  ['accepted', { agrees: [...BEFORE, ...AFTER] }],
  ['rejected', { agrees: ['rejected'] }],
  ['cancelled', { agrees: ['cancelled'] }],
])

/**
 * R-STA-02: the systems' words × our status, by kind of record. A word means the same in every system that uses it. Our
 * status is the order's; of a production how far its line is made, of an invoice how far the order is paid, of a return how far it is; of what happens there (a despatch, its shipment, a payment)
 * what we last heard.
 */
export const STATES: Partial<Record<Kind, ReadonlyMap<string, Fit>>> = {
  order: new Map<string, Fit>([
    ['draft', { agrees: [PENDING], late: [...BEFORE, ...AFTER] }],
    ['quotation', { agrees: [PENDING], late: [...BEFORE, ...AFTER] }],
    ['open', { agrees: [...BEFORE, PENDING], late: AFTER }],
    ['confirmed', { agrees: [...BEFORE, PENDING], late: AFTER }],
    [EXCEPTION, { agrees: [PENDING] }],
    // a commitment is a plan: what is really invoiced and paid is compared by its invoices and payments
    ['committed', { agrees: [...BEFORE, ...AFTER, PENDING] }],
    ['delivered', { agrees: AFTER, ahead: [...BEFORE, PENDING] }],
    ['invoiced', { agrees: AFTER, ahead: [...BEFORE, PENDING] }],
    ['settled', { agrees: AFTER, ahead: [...BEFORE, PENDING] }],
    ['closed', { agrees: AFTER, ahead: [...BEFORE, PENDING] }],
    ['cancelled', { agrees: ['cancelled'], ahead: [PENDING] }],
    ['withdrawn', { agrees: ['cancelled'], ahead: [PENDING] }],
  ]),
  part: new Map<string, Fit>([
    ['released', { agrees: [...BEFORE, PENDING], late: AFTER }],
    ['picking', { agrees: [...BEFORE, PENDING], late: AFTER }],
    ['shipped', { agrees: ['shipped'], ahead: [...BEFORE, PENDING], late: ['delivered', 'closed'] }],
    ['delivered', { agrees: ['delivered', 'closed'], ahead: [...BEFORE, PENDING, 'shipped'] }],
    ['cancelled', { agrees: ['cancelled'], ahead: [PENDING] }],
  ]),
  production: new Map<string, Fit>([
    ['requested', { agrees: ['awaiting', PENDING], late: ['running', 'made'] }],
    ['planned', { agrees: ['awaiting', PENDING], late: ['running', 'made'] }],
    ['running', { agrees: ['running', PENDING], ahead: ['awaiting'], late: ['made'] }],
    ['done', { agrees: ['made', PENDING], ahead: ['awaiting', 'running'] }],
    ['cancelled', { agrees: ['cancelled'], ahead: [PENDING] }],
  ]),
  // as far as we told it: later stages are not told
  quotation: ANSWERED,
  webOrder: ANSWERED,
  // compared with what we last heard of it: each word with those before and after it on the way
  shipment: alongTheWay(['MANIFESTED', 'COLLECTED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED'], [{ word: 'EXCEPTION', ends: false }, { word: 'VOID', ends: true }]),
  despatch: new Map<string, Fit>([
    ['shipped', { agrees: ['shipped'], late: ['delivered'] }],
    ['delivered', { agrees: ['delivered'], ahead: ['shipped'] }],
  ]),
  invoice: new Map<string, Fit>([
    ['posted', { agrees: ['unpaid', 'partPaid'], late: ['paid'] }],
    ['part-paid', { agrees: ['partPaid', 'unpaid'], late: ['paid'] }],
    ['paid', { agrees: ['paid', 'partPaid'], ahead: ['unpaid'] }],
    ['cancelled', { agrees: [] }],
  ]),
  return: new Map<string, Fit>([
    ['expected', { agrees: ['authorised'], late: ['received', 'settled'] }],
    ['receiving', { agrees: ['received', 'settled'], ahead: ['authorised'] }],
    ['received', { agrees: ['received', 'settled'], ahead: ['authorised'] }],
    ['cancelled', { agrees: ['refused'] }],
  ]),
  creditNote: new Map<string, Fit>([['posted', { agrees: ['posted'] }]]),
  // of a card: agreed to, then taken with the last despatch, or given free
  authorisation: new Map<string, Fit>([
    ['requires_capture', { agrees: [...BEFORE, PENDING], late: AFTER }],
    ['succeeded', { agrees: AFTER }],
    ['canceled', { agrees: ['cancelled', 'rejected'] }],
  ]),
  capture: new Map<string, Fit>([['succeeded', { agrees: ['succeeded'], ahead: ['pending'] }]]),
  refund: new Map<string, Fit>([
    ['pending', { agrees: ['pending'], late: ['succeeded'] }],
    ['succeeded', { agrees: ['succeeded'], ahead: ['pending'] }],
    ...['failed', 'canceled'].map((word): [string, Fit] => [word, { agrees: [word], ahead: ['pending', 'succeeded'] }]),
  ]),
  settlement: new Map<string, Fit>([['posted', { agrees: ['posted'] }]]),
  payment: new Map<string, Fit>([['booked', { agrees: ['booked'] }]]),
}

/** Words of a way, each with those before it, which it is ahead of, and those after it; `aside` may come anywhere on it, and are each other's conflict. */
function alongTheWay(words: readonly string[], aside: readonly { word: string; ends: boolean }[]): ReadonlyMap<string, Fit> {
  const last = words.at(-1)!
  const passing = aside.filter(({ ends }) => !ends).map(({ word }) => word)
  const along = words.map((word, place): [string, Fit] => [word, { agrees: [word], ahead: [...words.slice(0, place), ...passing], late: words.slice(place + 1) }])
  return new Map([...along, ...aside.map(({ word, ends }): [string, Fit] => [word, { agrees: [word], ahead: ends ? [] : words.filter((one) => one !== last) }])])
}

/** A word that the table does not know agrees where it is what we last heard; else a person must say what it means. */
export function verdictOf(kind: Kind, ours: string, theirs: string, lastHeard: string): Verdict {
  const fit = STATES[kind]?.get(theirs)
  if (!fit) return theirs === lastHeard ? 'agrees' : 'conflict'
  if (fit.agrees.includes(ours)) return 'agrees'
  return fit.ahead?.includes(ours) ? 'ahead' : fit.late?.includes(ours) ? 'late' : 'conflict'
}

/** Our word for the state of a record; see {@link STATES}. */
export function ourWord(link: Link, order: Order): string {
  if (link.kind === 'despatch' || link.kind === 'shipment' || link.kind === 'payment' || link.kind === 'capture' || link.kind === 'refund') return link.state
  if (order.cancel && isHeldBy(link.kind)) return leftOf(order, link) ? PENDING : 'cancelled'
  if (order.cancel && (link.kind === 'quotation' || link.kind === 'webOrder')) return order.cancel.from
  if (link.kind === 'production') return stageOf(link, order)
  if (link.kind === 'return') return returnAt(order, link)?.state ?? 'refused'
  if (link.kind === 'creditNote') return 'posted'
  if (link.kind === 'part' && order.parts) return partWord(link, order)
  if (link.kind !== 'invoice') return order.status
  const balance = balancesOf(order).find(({ issuer, number }) => issuer === link.system && number === (link.number ?? link.theirId))
  const state = balance ? stateOf(balance.amount, balance.paid, balance.credited) : stateOf(order.invoicedAmount, order.paidAmount, order.creditedAmount)
  return settledWord(state)
}

/** How far an invoice is settled, in the words that are compared with a system's. */
export const settledWord = (state: PaymentState): string => (state === 'overpaid' || state === 'credited' ? 'paid' : state === 'notInvoiced' ? 'unpaid' : state)

/** Content of the last message about a record, in the units that it was sent in; of a payment what the statement said. */
export interface Sent { lines?: readonly SaidLine[]; amount?: string; currency?: string }

/**
 * What the record must say: of what we sent, our order; of what happens there, what we counted when we heard of it.
 * `sent` is the content of the last message, in the units that it was sent in.
 */
export function expected(link: Link, order: Order, sent?: Sent): Said {
  switch (link.kind) {
    case 'order': return { currency: order.currency, amount: order.payable, lines: saidOf(order.lines) }
    case 'part': return { lines: sent?.lines ?? saidOf(linesOfPart(order, link.ourId)) }
    case 'production': return { lines: sent?.lines ?? saidOf(order.lines).filter((line) => line.id === producedLine(link.ourId)) }
    case 'invoice': {
      const invoice = order.documents.find((document) => document.kind === 'invoice' && document.issuer === link.system && document.number === (link.number ?? link.theirId))
      return { currency: order.currency, amount: invoice?.amount ?? link.amount }
    }
    case 'return': return { lines: sent?.lines ?? returnedLines(link, order) }
    case 'creditNote': {
      const note = order.documents.find((document) => document.kind === 'creditNote' && document.issuer === link.system && document.number === (link.number ?? link.theirId))
      return { currency: order.currency, amount: note?.amount ?? link.amount, lines: note?.lines?.map(({ line, quantity }) => ({ id: line, quantity })) ?? heardLines(link) }
    }
    // a change of the order is not told to what it came of; an authorisation may be over more than the order
    case 'quotation': case 'webOrder': case 'authorisation': return {}
    case 'capture': return { currency: order.currency, amount: order.captures?.find(({ issuer, number }) => issuer === link.system && number === link.theirId)?.amount ?? link.amount }
    // that it is another one than was asked was told at once: see `payments/refunds`
    case 'refund': return { currency: order.currency, amount: link.amount }
    // what the bank's statement said came in
    case 'payment': return { currency: sent?.currency ?? link.currency, amount: sent?.amount ?? link.amount, lines: heardLines(link) }
    default: return { currency: link.currency, amount: link.amount, lines: heardLines(link) }
  }
}

/** How far the lines of a part are, where the order's other parts may be further or less far; a part that has no lines any more is cancelled. */
function partWord(link: Link, order: Order): string {
  if (!isAccepted(order.status)) return order.status
  const lines = linesOfPart(order, link.ourId)
  if (lines.length === 0) return 'cancelled'
  if (order.status === 'closed') return order.status
  if (lines.every((line) => isZero(subtract(line.quantity ?? '0', add(line.cancelled, line.delivered))))) return 'delivered'
  return lines.every((line) => isZero(open(line))) ? 'shipped' : AFTER.includes(order.status) ? 'toShip' : order.status
}

/** A line that is not made to order any more has its production cancelled. */
const stageOf = (link: Link, order: Order): string => (order.status === 'cancelled' ? 'cancelled' : order.lines.find((line) => line.id === producedLine(link.ourId))?.production?.stage ?? 'cancelled')

const saidOf = (lines: Order['lines']): SaidLine[] => lines.map((line) => ({ id: line.id, quantity: line.quantity ?? '0', unit: line.unit }))

const returnAt = (order: Order, link: Link): OrderReturn | undefined => order.returns?.find(({ number }) => number === returnOf(link.ourId))

/** Those lines of a return that come back to this warehouse. */
function returnedLines(link: Link, order: Order): SaidLine[] | undefined {
  const here = heardLines(link)
  return returnAt(order, link)?.lines.filter(({ line }) => !here || here.some(({ id }) => id === line)).map(({ line, quantity }) => ({ id: line, quantity, unit: order.lines.find(({ id }) => id === line)?.unit }))
}

const heardLines = (link: Link): SaidLine[] | undefined => (Array.isArray(link.body?.lines) ? link.body.lines as SaidLine[] : undefined)
