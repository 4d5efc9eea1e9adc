import { sameItem } from './cancelItem'
import { settled } from './chain'
import { add, compare, type Decimal, isDecimal, subtract } from './decimal'
import { type LineQuantity, type OrderChange, type OrderEvent, SCHEMA, type StoredEvent } from './event'
import { lineExtension } from './money'
import { exceptionKey } from './exception'
import { isNoMore } from './noMore'
import { type ApprovalStep, type Order, type OrderCancel, type OrderDocumentLink, type OrderLine, type Shipment } from './order'
import { type Refund } from './payments/card'
import { returnMoved } from './returns/evolve'
import { isAccepted, type OrderStatus } from './status'
import { isPriced } from './total'

/** Of a stored event what its effect depends on; one that is just being told has the schema of now. */
type Stored = Pick<StoredEvent, 'sequence' | 'at'> & Partial<Pick<StoredEvent, 'schema'>>

/** What an event changes, besides the version: pure, total, and never refusing what is history. */
export function evolve(order: Order | undefined, event: OrderEvent, stored: Stored): Order {
  const next = order === undefined ? born(event, stored) : moved(order, event, stored)
  return { ...next, version: stored.sequence }
}

/** Folds a stream's events, oldest first; `undefined` where there are none. */
export function fold(events: Iterable<StoredEvent>, from?: Order): Order | undefined {
  let order = from
  for (const event of events) order = evolve(order, event as unknown as OrderEvent, event)
  return order
}

function born(event: OrderEvent, stored: Stored): Order {
  if (event.type !== 'received') throw new Error(`an order begins with "received", not "${event.type}"`)
  const { draft, items, order: id, ...key } = event.data
  const { lines, buyer: buyerParty, payable, reference: _reference, release: _release, withdrawn: _withdrawn, extra: _extra, allowancesCharges: _ac, ...terms } = draft
  return {
    ...terms, ...key, id, buyerParty, version: stored.sequence, revision: stored.sequence, status: 'received', holds: [],
    receivedAt: stored.at, findings: [], approvals: [], documents: [], invoicedAmount: '0', paidAmount: '0',
    payable, lines: lines.map((line): OrderLine => ({ ...line, item: items[line.id], shipped: '0', delivered: '0', invoiced: '0', cancelled: '0' })),
  }
}

function moved(order: Order, event: OrderEvent, stored: Stored): Order {
  switch (event.type) {
    case 'received': throw new Error('an order is received once')
    case 'relearned': return { ...order, status: 'inReview', holds: [], approvals: voided(order) }
    case 'reviewed': return { ...order, status: isAsked(order, stored) ? 'awaitingApproval' : 'inReview', findings: event.data.findings, holds: [] }
    case 'held': return { ...order, status: 'held', holds: event.data.reasons }
    case 'approvalAsked': return {
      ...order, status: event.data.return !== undefined || event.data.change !== undefined ? order.status : order.status === 'held' ? 'held' : 'awaitingApproval',
      approvals: [...order.approvals, { ...event.data, state: 'open', askedAt: stored.at }],
    }
    case 'approved': return approved(order, event.data, stored)
    case 'rejected': return { ...answeredNow(order), status: 'rejected', reason: event.data.reason, holds: [], approvals: voided(order) }
    case 'confirmed': return {
      ...answeredNow(order), ...event.data, status: 'confirmed', confirmedAt: stored.at, revision: stored.sequence, holds: [],
      ...(isAsked(order, stored) ? { approvals: voided(order) } : {}),
    }
    case 'released': return released(order, event.data)
    case 'productionStarted': return staged({ ...order, lines: withProduction(order, event.data.line, ({ made }) => ({ stage: 'running', made })) })
    case 'produced': return staged({ ...order, lines: withProduction(order, event.data.line, (_, line) => ({
      stage: compare(event.data.quantity, subtract(line.quantity ?? '0', line.cancelled)) >= 0 ? 'made' : 'running', made: event.data.quantity })) })
    case 'changed': return changed(order, event.data, stored)
    case 'customerConfirmed': return { ...order, confirmations: [...order.confirmations ?? [], event.data] }
    case 'changeAsked': return { ...requested(order, event.data.request), change: { ...event.data, no: stored.sequence } }
    case 'changeRefused': return changeRefused(order, event.data, stored)
    case 'cancelAsked': return {
      ...order, status: 'cancelPending', revision: stored.sequence,
      cancel: { by: event.data.by, reason: event.data.reason, ...(event.data.request === undefined ? {} : { request: event.data.request }), from: order.status, done: [],
        left: [...event.data.asked.map((item) => ({ ...item, asked: true })), ...event.data.next.map((item) => ({ ...item, asked: false }))] },
    }
    case 'cancelGoesOn': return withCancel(order, (cancel) => ({ ...cancel, left: cancel.left.map((item) => (event.data.asked.some((one) => sameItem(one, item)) ? { ...item, asked: true } : item)) }))
    case 'cancelledThere': return withCancel(order, (cancel) => ({ ...cancel, left: cancel.left.filter((item) => !sameItem(item, event.data)), done: [...cancel.done, event.data] }))
    case 'cancelFailed': return goneOn(order)
    case 'cancelled': return {
      ...withoutCancel(requested(answeredNow(order), event.data.request)), status: 'cancelled', reason: event.data.reason, revision: stored.sequence, holds: [], approvals: voided(order),
      lines: order.lines.map((line) => ({ ...line, cancelled: add(line.cancelled, open(line)) })),
    }
    case 'shipped': return rolled({ ...withDocument(order, 'despatch', event.data.issuer, event.data.despatch, undefined, told(event.data, stored, event.data.shippedOn ?? stored.at.slice(0, 10))), lines: plus(order, 'shipped', event.data.lines) })
    case 'tracked': return { ...order, shipments: tracked(order.shipments ?? [], event.data) }
    case 'delivered': return rolled({ ...order, lines: plus(order, 'delivered', event.data.lines), documents: received(order, event.data, stored) })
    case 'billed': return { ...order, documents: order.documents.map((link) => (link.kind === 'despatch' && event.data.despatches.some(({ issuer, number }) => link.issuer === issuer && link.number === number) ? { ...link, bill: event.data.bill } : link)) }
    case 'invoiced': return {
      ...withDocument(order, 'invoice', event.data.issuer, event.data.invoice, event.data.amount, told(event.data, stored)),
      lines: plus(order, 'invoiced', event.data.lines), invoicedAmount: add(order.invoicedAmount, event.data.amount),
    }
    case 'paid': return paid(order, event.data, stored)
    case 'returnRequested': case 'returnAuthorised': case 'returnRefused': case 'returnReceived': case 'credited': return returnMoved(order, event)
    case 'captured': return { ...order, captures: [...order.captures ?? [], { issuer: event.data.issuer, number: event.data.capture, amount: event.data.amount, allocations: event.data.allocations }] }
    case 'refundAsked': return { ...order, refunds: [...order.refunds ?? [], event.data] }
    case 'refunded': return { ...order, refunds: order.refunds?.map((one) => (one.asked === event.data.asked ? withoutFailure({ ...one, number: event.data.refund }) : one)) }
    case 'refundFailed': return { ...order, refunds: order.refunds?.map((one) => (one.asked === event.data.asked ? { ...one, number: event.data.refund, failed: true } : one)) }
    case 'closed': return { ...order, status: 'closed' }
    case 'reopened': return { ...order, status: 'delivered', reopened: { ...event.data, at: stored.at } }
    case 'reopenEnded': return withoutReopening(order)
    case 'refusedThere': return withCancel(order, (cancel) => ({ ...cancel, left: cancel.left.map((item) => (event.data.action === 'cancel' && sameItem(item, { ...event.data, ourId: event.data.ourId ?? '' }) ? { ...item, refusal: event.data.text } : item)) }))
    case 'linked': case 'erased': return order
  }
}

const withCancel = (order: Order, change: (cancel: OrderCancel) => OrderCancel): Order => (order.cancel ? { ...order, cancel: change(order.cancel) } : order)

function withoutCancel({ cancel: _over, ...order }: Order): Order {
  return order
}

/** As it was before its cancel was asked, and further where the shop floor has gone on; the lines of a part that a warehouse has given up are in no part any more. */
function goneOn(order: Order): Order {
  if (!order.cancel) return order
  const { from, done } = order.cancel
  const parts = order.parts?.map((part) => (done.some(({ kind, ourId }) => kind === 'part' && ourId === `${order.id}/${part.no}`) ? { ...part, lines: [] } : part))
  return staged({ ...withoutCancel(order), status: from, ...(parts && { parts }) })
}

function withoutReopening({ reopened: _done, ...order }: Order): Order {
  return order
}

const withoutFailure = ({ failed: _over, ...refund }: Refund): Refund => refund

/** What is still to be shipped of a line. */
export const open = (line: OrderLine): Decimal => subtract(subtract(line.quantity ?? '0', line.shipped), line.cancelled)

const voided = (order: Order): Order['approvals'] => order.approvals.map((a) => a.state === 'open' ? { ...a, state: 'void' } : a)

function approved(order: Order, { step, by, reason }: Extract<OrderEvent, { type: 'approved' }>['data'], { at, schema = SCHEMA }: Stored): Order {
  const place = order.approvals.findIndex((a) => a.step === step && a.state === 'open')
  const before = order.approvals[place]
  if (!before) return order
  const now: ApprovalStep = { ...before, state: 'approved', decidedBy: by, decidedAt: at, reason }
  const approvals = order.approvals.with(place, now)
  return { ...order, approvals: schema < 6 ? approvals : settled(approvals, now) }
}

/** Whether a role is asked that has not answered yet; what that comes to was not told before schema 3. */
const isAsked = (order: Order, { schema = SCHEMA }: Stored): boolean => schema >= 3 && order.approvals.some((a) => a.state === 'open' && a.return === undefined)

const withDocument = (order: Order, kind: 'despatch' | 'invoice' | 'payment', issuer: string, number: string, amount?: Decimal, more: Partial<OrderDocumentLink> = {}): Order =>
  ({ ...order, documents: [...order.documents, { kind, issuer, number, amount, ...more }] })

/** What a document has of the lines, and its day, were not kept before schema 5. */
const told = ({ lines, collective }: { lines: LineQuantity[]; collective?: true }, { schema = SCHEMA }: Stored, on?: string): Partial<OrderDocumentLink> => (schema < 5 ? {} : { lines, ...(on === undefined ? {} : { on }), ...(collective ? { collective } : {}) })

/** Which of its invoices a payment is on was not kept before schema 4. */
function paid(order: Order, { issuer, payment, amount, invoice }: Extract<OrderEvent, { type: 'paid' }>['data'], { schema = SCHEMA }: Stored): Order {
  const next = withDocument(order, 'payment', issuer, payment, amount)
  const documents = schema < 4 ? next.documents : next.documents.map((link, place) => (place === order.documents.length ? { ...link, invoice } : link))
  return { ...next, documents, paidAmount: add(order.paidAmount, amount) }
}

/** What of a despatch its customer has was not kept before schema 7. */
function received({ documents }: Order, { issuer, despatch, lines }: Extract<OrderEvent, { type: 'delivered' }>['data'], { schema = SCHEMA }: Stored): OrderDocumentLink[] {
  if (schema < 7) return documents
  return documents.map((link) => {
    if (link.kind !== 'despatch' || link.issuer !== issuer || link.number !== despatch) return link
    const before = link.received ?? []
    return { ...link, received: [...before.filter((one) => !lines.some(({ line }) => line === one.line)), ...lines.map((one) => ({ ...one, quantity: add(one.quantity, before.find(({ line }) => line === one.line)?.quantity ?? '0') }))] }
  })
}

function plus(order: Order, field: 'shipped' | 'delivered' | 'invoiced', parts: LineQuantity[]): OrderLine[] {
  return order.lines.map((line) => {
    const part = parts.find((p) => p.line === line.id)
    return part ? { ...line, [field]: add(line[field], part.quantity) } : line
  })
}

/** An exception leaves the stage that the shipment had. */
function tracked(shipments: readonly Shipment[], { issuer, shipment: number, despatchedBy, despatch, stage, carrier, tracking, at, reason }: Extract<OrderEvent, { type: 'tracked' }>['data']): Shipment[] {
  const isIt = (one: Shipment): boolean => one.issuer === issuer && one.number === number
  const known = shipments.find(isIt)
  const now: Shipment = {
    issuer, number, despatchedBy, despatch, carrier: carrier ?? known?.carrier, tracking: tracking ?? known?.tracking, stage: stage === 'exception' ? known?.stage ?? stage : stage,
    ...(stage === 'exception' ? { exceptions: [...known?.exceptions ?? [], exceptionKey({ at, reason })] } : known?.exceptions && { exceptions: known.exceptions }),
  }
  return known ? shipments.map((one) => (isIt(one) ? now : one)) : [...shipments, now]
}

/** The stage that the quantities have reached; a stage is never left backwards. */
function rolled(order: Order): Order {
  const all = (reached: (line: OrderLine) => boolean): boolean => order.lines.every(reached)
  const delivered = all((line) => subtract(subtract(line.quantity ?? '0', line.cancelled), line.delivered) === '0')
  const status: OrderStatus = delivered ? 'delivered' : all((line) => open(line) === '0') ? 'shipped' : order.status
  return ['closed', 'cancelled', 'cancelPending'].includes(order.status) ? order : { ...order, status }
}

/** Lines that are made to order wait for it; what was begun before a change goes on. */
function released(order: Order, { to, toMake = [], parts }: Extract<OrderEvent, { type: 'released' }>['data']): Order {
  const lines = order.lines.map(({ production, ...line }): OrderLine => (toMake.includes(line.id) ? { ...line, production: production ?? { stage: 'awaiting', made: '0' } } : line))
  return staged({ ...order, status: to, lines, ...(parts && { parts }) })
}

function withProduction(order: Order, id: string, change: (before: NonNullable<OrderLine['production']>, line: OrderLine) => NonNullable<OrderLine['production']>): OrderLine[] {
  return order.lines.map((line) => (line.id === id && line.production ? { ...line, production: change(line.production, line) } : line))
}

/** The stage of an order that is not shipped yet, by the lines that are made to order: all made, one begun, or none. */
function staged(order: Order): Order {
  const stages = order.lines.flatMap((line) => (line.production ? [line.production.stage] : []))
  if (stages.length === 0 || !['awaitingProduction', 'inProduction', 'toShip'].includes(order.status)) return order
  return { ...order, status: stages.every((stage) => stage === 'made') ? 'toShip' : stages.every((stage) => stage === 'awaiting') ? 'awaitingProduction' : 'inProduction' }
}

/** Once the order is decided, the buyer's change in it is answered. */
function answeredNow({ openRequest: _answered, ...order }: Order): Order {
  return order
}

const requested = (order: Order, request: string | undefined): Order => (request === undefined ? order : { ...order, requests: [...order.requests ?? [], request] })

/** What he asked is kept beside what somebody else makes of it; his own change is what he asks from then on. */
function askedBy(line: OrderLine, request: string | undefined): Pick<OrderLine, 'asked'> {
  if (request !== undefined) return { asked: undefined }
  return { asked: line.asked ?? { quantity: line.quantity, price: line.price, requestedDelivery: line.requestedDelivery, item: line.item } }
}

function changed({ change: asked, ...order }: Order, { change, request }: { change: OrderChange; request?: string }, { sequence, schema = SCHEMA }: Stored): Order {
  const kept = order.lines.filter((line) => !change.removed?.includes(line.id)).map((line) => {
    const wish = change.lines?.find((l) => l.line === line.id)
    if (!wish) return line
    const { line: _id, ...fields } = wish
    const next: OrderLine = { ...line, ...fields, ...(schema < 2 ? {} : askedBy(line, request)) }
    const { quantity, price } = next
    return quantity !== undefined && price && isDecimal(price.amount) && isPriced(next) && order.currency
      ? { ...next, lineExtension: lineExtension(quantity, price, order.currency) } : next
  })
  const lines = [...kept, ...(change.added ?? []).map((line): OrderLine => ({ ...line, shipped: '0', delivered: '0', invoiced: '0', cancelled: '0' }))]
  const { lines: _lines, added: _added, removed: _removed, ...header } = change
  const next: Order = {
    // what the document stated as its sums is history with the first change
    ...(asked ? order : requested(order, request)), ...(request === undefined ? {} : { openRequest: request }), ...header, lines, ...placed(order, change), revision: sequence, lineExtension: undefined, payable: undefined,
  }
  // what he confirmed was less
  if (!asked && !isNoMore(order, next)) delete next.confirmations
  const isCovered = schema >= 8 && isAccepted(order.status) && isNoMore(order, next)
  return { ...next, approvals: order.approvals.map((step) => (isCovered || (asked && step.change === asked.no) || !['open', 'approved'].includes(step.state) ? step : { ...step, state: 'void' as const })) }
}

/** What was agreed before stands; what was decided about the change is history. */
function changeRefused({ change, ...order }: Order, { by, reason }: Extract<OrderEvent, { type: 'changeRefused' }>['data'], { at }: Stored): Order {
  return { ...order, approvals: order.approvals.map((step): ApprovalStep => {
    if (step.change !== change?.no) return step
    return step.state === 'open' ? { ...step, state: 'rejected', decidedBy: by, decidedAt: at, reason } : step.state === 'approved' ? { ...step, state: 'void' } : step
  }) }
}

/** A line that is gone, or of another item, is in no warehouse's part any more: it is routed anew. */
function placed({ parts }: Order, { lines = [], removed = [] }: OrderChange): Pick<Order, 'parts'> {
  const moved = new Set([...removed, ...lines.flatMap(({ line, item }) => (item === undefined ? [] : [line]))])
  return parts ? { parts: parts.map((part) => ({ ...part, lines: part.lines.filter((line) => !moved.has(line)) })) } : {}
}
