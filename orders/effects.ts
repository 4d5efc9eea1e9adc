import { type Effect } from './decision'
import { divide, multiply, sum } from './decimal'
import { type LineReport } from './command'
import { type LineQuantity, type OrderEvent, type OrderPart } from './event'
import { type Facts, type SystemFact } from './facts'
import { amount, lineExtension } from './money'
import { type Order, type OrderLine } from './order'
import { authorisationEffects, captureEffects } from './payments/card'
import { isBegun } from './release'
import { sameUnit, unitFactor } from './units'

/** What every system that holds the order must be told when it is accepted, changed or cancelled; `before` is the order that a change is of. */
export function orderEffects(order: Order, action: Effect['action'], facts: Facts, before?: Order): Effect[] {
  const whole = (role: 'erp' | 'finance'): Effect[] => withRole(role, facts).map((system): Effect => ({ system: system.name, kind: 'order', action, ourId: order.id, body: orderBody(order) }))
  // what is cancelled or rejected is given free with the answer to where it came from
  const money = action === 'cancel' ? [] : authorisationEffects(order, action, facts)
  return [...whole('erp'), ...partEffects(order, action, facts, before), ...whole('finance'), ...money, ...productionEffects(order, action, facts, before)]
}

/**
 * R-ROU-03: each warehouse gets the lines that it fulfils, and no other. A change reaches those of whose part it says something else, and takes
 * away the part that nothing is left of.
 */
function partEffects(order: Order, action: Effect['action'], facts: Facts, before: Order | undefined): Effect[] {
  const warehouses = withRole('wms', facts)
  const effect = (system: string, no: number, lines: readonly OrderLine[], what: Effect['action'], of = order): Effect => ({ system, kind: 'part', action: what, ourId: partId(of, no), body: partBody(of, no, lines, facts) })
  if (!order.parts) return warehouses.map(({ name }) => effect(name, 1, order.lines, action))
  return order.parts.filter(({ system }) => warehouses.some(({ name }) => name === system)).flatMap((part): Effect[] => {
    const lines = linesOf(order, part)
    const had = before?.parts?.find(({ no }) => no === part.no)
    if (action === 'change' && lines.length === 0) return had?.lines.length ? [effect(part.system, part.no, linesOf(before!, had), 'cancel', before)] : []
    if (lines.length === 0) return []
    const now = effect(part.system, part.no, lines, action === 'change' && !had?.lines.length ? 'create' : action)
    return action === 'change' && had?.lines.length && JSON.stringify(partBody(before!, part.no, linesOf(before!, had), facts)) === JSON.stringify(now.body) ? [] : [now]
  })
}

const linesOf = (order: Order, part: OrderPart): OrderLine[] => order.lines.filter(({ id }) => part.lines.includes(id))

/**
 * R-EXE-01: the shop floor is asked for each line that is made to order, since what it plans is one item. A change asks anew only where the
 * line's content is another.
 */
function productionEffects(order: Order, action: Effect['action'], facts: Facts, before: Order | undefined): Effect[] {
  const wanted = new Map(order.lines.filter((line) => line.production).map((line) => [line.id, productionBody(order, line, facts)]))
  const asked = new Map(before?.lines.filter((line) => line.production).map((line) => [line.id, { body: productionBody(before, line, facts), isBegun: isBegun(line) }]))
  const lines: Pick<Effect, 'ourId' | 'action' | 'body'>[] = action !== 'change' ? [...wanted].map(([id, body]) => ({ ourId: productionId(order, id), action, body })) : [
    ...[...wanted].flatMap(([id, body]) => {
      const known = asked.get(id)
      if (known && (known.isBegun || JSON.stringify(known.body) === JSON.stringify(body))) return []
      return [{ ourId: productionId(order, id), action: known ? 'change' as const : 'create' as const, body }]
    }),
    ...[...asked].filter(([id]) => !wanted.has(id)).map(([id, { body }]) => ({ ourId: productionId(order, id), action: 'cancel' as const, body })),
  ]
  return withRole('mes', facts).flatMap((system) => lines.map((line): Effect => ({ system: system.name, kind: 'production', ...line })))
}

export const withRole = (role: string, facts: Pick<Facts, 'systems'>): SystemFact[] => facts.systems.filter((system) => system.role === role && system.mode !== 'off')

/** Where an order may have come of a record of another system: the system's role, the record's kind, and its id. */
const SOURCES = [
  { role: 'crm', kind: 'quotation', idOf: (order: Order) => order.quotation },
  { role: 'shop', kind: 'webOrder', idOf: (order: Order) => order.origin },
] as const

/**
 * R-INT-09: the quotation or the shop's order that an order came of is told what became of it, in the system that it came from: once that it is
 * accepted, with our number, and once that it is not or no more. Money that was agreed to for what is none is given free.
 */
export function sourceEffects(order: Order, facts: Facts): Effect[] {
  const { status, number, reason } = order
  const outcome = status === 'rejected' || status === 'cancelled' ? status : 'accepted'
  const freed = outcome === 'accepted' ? [] : authorisationEffects(order, 'cancel', facts)
  const told = SOURCES.flatMap(({ role, kind, idOf }) => {
    const id = idOf(order)
    return id === undefined ? [] : withRole(role, facts).filter((system) => system.name === order.channel).map((system): Effect => ({
      system: system.name, kind, action: outcome === 'cancelled' ? 'cancel' : 'create', ourId: `${order.id}/${id}`, body: { number, outcome, ...(outcome === 'accepted' ? {} : { reason }) },
    }))
  })
  return [...told, ...freed]
}

/** The web shop that an order came of tells its customer what was sent. */
function shopEffects(order: Order, kind: 'fulfilment' | 'tracking', ourId: string, body: Record<string, unknown>, facts: Facts): Effect[] {
  return order.origin === undefined ? [] : withRole('shop', facts).filter((system) => system.name === order.channel)
    .map((system): Effect => ({ system: system.name, kind, action: 'create', ourId, body: { origin: order.origin, ...body } }))
}

/** Once a carrier has booked it, there is a number to look it up by. */
export function trackingEffects(order: Order, { despatchedBy, despatch, carrier, tracking }: Extract<OrderEvent, { type: 'tracked' }>['data'], facts: Facts): Effect[] {
  return carrier === undefined || tracking === undefined ? [] : shopEffects(order, 'tracking', `${order.id}/${despatchedBy}/${despatch}/tracking`, { despatch, carrier, tracking }, facts)
}

type Shipped = Extract<OrderEvent, { type: 'shipped' }>['data']

/** A shipment is posted in the ERP, invoiced in finance (one invoice a despatch) and booked with the carrier (R-INV-01, R-INV-03, R-EXE-10). */
export function shipmentEffects(order: Order, shipped: Shipped, facts: Facts): Effect[] {
  const ourId = `${order.id}/${shipped.issuer}/${shipped.despatch}`
  const to = (role: string, kind: Effect['kind'], body: unknown): Effect[] => facts.systems
    // who shipped it knows it
    .filter((system) => system.role === role && system.mode !== 'off' && system.name !== shipped.issuer)
    .map((system) => ({ system: system.name, kind, action: 'create', ourId, body }))
  return [
    ...to('erp', 'despatch', { order: order.id, number: order.number, despatch: shipped.despatch, shippedOn: shipped.shippedOn, lines: shipped.lines }),
    // what is invoiced together is asked for on its closing day
    ...(shipped.collective ? [] : to('finance', 'invoice', invoiceBody(order, shipped, facts))),
    ...captureEffects(order, shipped, facts),
    ...to('tms', 'shipment', shipmentBody(order, shipped, facts)),
    ...shopEffects(order, 'fulfilment', ourId, { despatch: shipped.despatch, shippedOn: shipped.shippedOn ?? facts.today, carrier: shipped.carrier, tracking: shipped.tracking, lines: shipped.lines }, facts),
  ]
}

/** Our id of a part of the order, and the number of such an id. */
export const partId = (order: Pick<Order, 'id'>, no = 1): string => `${order.id}/${no}`
export const partNo = (ourId: string): number => Number(ourId.split('/')[1])

/** The lines that a part of that number fulfils: of an order without parts all of them. */
export const linesOfPart = (order: Order, ourId: string): OrderLine[] => {
  const part = order.parts?.find(({ no }) => no === partNo(ourId))
  return part ? linesOf(order, part) : order.lines
}

/** Our id of what is made for a line, and the line of such an id. */
export const productionId = (order: Pick<Order, 'id'>, line: string): string => `${order.id}/line/${line}`
export const producedLine = (ourId: string): string => ourId.split('/').slice(2).join('/')

function orderBody(order: Order): Record<string, unknown> {
  return {
    number: order.number, reference: order.reference, buyer: order.buyer, currency: order.currency, issuedOn: order.issuedOn,
    requestedDelivery: wanted(order), shipTo: order.shipTo, paymentTerms: order.paymentTerms,
    lines: order.lines.map((line) => ({
      id: line.id, item: line.item, description: line.description, quantity: line.quantity, unit: line.unit, price: line.price,
    })),
    lineExtension: order.lineExtension, payable: order.payable,
  }
}

function partBody(order: Order, no: number, lines: readonly OrderLine[], facts: Facts): Record<string, unknown> {
  return {
    number: order.number, part: no, priority: 0, buyer: order.buyer, requestedDelivery: wanted(order), shipTo: order.shipTo,
    lines: lines.map((line) => ({ id: line.id, item: line.item, ...stocked(line, facts) })),
  }
}

function productionBody(order: Order, line: OrderLine, facts: Facts): Record<string, unknown> {
  return {
    number: order.number, buyer: order.buyer, requestedDelivery: line.requestedDelivery ?? wanted(order),
    lines: [{ id: line.id, item: line.item, description: line.description, ...stocked(line, facts) }],
  }
}

/** The warehouse counts in the item's own unit: 2 cases of 12 are 24 pieces. */
export function stocked(line: OrderLine, facts: Facts): { quantity: string; unit?: string } {
  const item = line.item ? facts.items.get(line.item)?.value : undefined
  const factor = item && unitFactor(item, line.unit)
  return factor ? { quantity: multiply(line.quantity ?? '0', factor), unit: item.unit } : { quantity: line.quantity ?? '0', unit: line.unit }
}

/** Reported quantities in the unit of the order's lines; lines that the order does not have stay as they are. */
export function inLineUnits(order: Order, reported: readonly LineReport[], facts: Facts): LineQuantity[] {
  return reported.map(({ line: id, quantity, unit }) => {
    const line = order.lines.find((l) => l.id === id)
    const item = line?.item ? facts.items.get(line.item)?.value : undefined
    const factor = item && unit !== undefined && sameUnit(unit, item.unit) ? unitFactor(item, line?.unit) : undefined
    return { line: id, quantity: factor ? divide(quantity, factor) : quantity }
  })
}

function invoiceBody(order: Order, shipped: Shipped, facts: Facts): Record<string, unknown> {
  const currency = order.currency!
  const lines = shipped.lines.map((part) => {
    const line = order.lines.find((l) => l.id === part.line)!
    return { line: part.line, item: line.item, quantity: part.quantity, price: line.price, amount: lineExtension(part.quantity, line.price!, currency) }
  })
  return {
    order: order.id, number: order.number, despatch: shipped.despatch, buyer: order.buyer, currency, issuedOn: facts.today,
    paymentTerms: order.paymentTerms, lines, payable: shippedAmount(order, shipped.lines),
  }
}

/** What so much of the lines comes to. */
export const shippedAmount = (order: Order, lines: readonly LineQuantity[]): string =>
  amount(sum(lines.map(({ line, quantity }) => lineExtension(quantity, order.lines.find(({ id }) => id === line)!.price!, order.currency!))), order.currency!)

/** Where the goods go: where the order says no place, to the buyer. */
function shipmentBody(order: Order, shipped: Shipped, facts: Facts): Record<string, unknown> {
  const { name = facts.partner?.name ?? order.buyer, ...place } = order.shipTo ?? order.buyerParty ?? { identifiers: [] }
  return { order: order.id, number: order.number, despatch: shipped.despatch, shippedOn: shipped.shippedOn ?? facts.today, shipTo: { name, ...place }, packages: shipped.packages, lines: shipped.lines }
}

const wanted = (order: Order): string | undefined =>
  order.requestedDelivery ?? order.lines.map((line) => line.requestedDelivery ?? line.schedule?.[0]?.requestedDelivery).filter((d) => d !== undefined).sort()[0]
