import { type Effect } from '../decision'
import { compare, isZero } from '../decimal'
import { stocked, withRole } from '../effects'
import { type LineQuantity, type OrderEvent } from '../event'
import { type Facts } from '../facts'
import { type Order, type OrderReturn } from '../order'
import { type Credit, type Creditable, creditsOf } from './credit'
import { comesBack, type Condition } from './terms'

/** Our id of a return in a system, and the return of such an id. */
export const returnId = (order: Pick<Order, 'id'>, number: string): string => `${order.id}/${number}`
export const returnOf = (ourId: string): string => ourId.split('/')[1] ?? ''

/** What finance is to credit of what was taken back, by its condition, or of what never arrived. */
export function creditOf(order: Order, number: string, lines: readonly (LineQuantity & { condition?: Condition })[]): Credit[] {
  const { terms } = returnAt(order, number)
  return creditsOf(order, lines.map(({ line, quantity, condition = 'good' }): Creditable => ({ line, quantity, keep: terms[condition === 'good' ? 'restocking' : 'damage'] }))).credits
}

/** What is agreed to: goods are expected back, and what never arrived is to be credited at once. */
export function authorisation(order: Order, number: string, by: string): OrderEvent {
  const found = returnAt(order, number)
  return { type: 'returnAuthorised', data: { return: number, by, ...(comesBack(found.reason) ? {} : { credits: creditOf(order, number, found.lines) }) } }
}

/** R-RET-02: goods come back to the warehouse that shipped them; what never arrived is credited. */
export function authorisedEffects(order: Order, number: string, facts: Facts): Effect[] {
  const found = returnAt(order, number)
  return comesBack(found.reason) ? warehouseEffects(order, found, 'create', facts) : creditEffects(order, { number, credits: found.credits }, facts)
}

/** The warehouse expects it no more. */
export const withdrawnEffects = (order: Order, number: string, facts: Facts): Effect[] => (comesBack(returnAt(order, number).reason) ? warehouseEffects(order, returnAt(order, number), 'cancel', facts) : [])

/** A credit note for each invoice that billed it; one over nothing is none. */
export function creditEffects(order: Order, { number, receipt, credits }: { number: string; receipt?: string; credits: readonly Credit[] }, facts: Facts): Effect[] {
  const { reason } = returnAt(order, number)
  return withRole('finance', facts).flatMap((system) => credits.filter(({ amount }) => !isZero(amount)).map(({ issuer: _issuer, amount, ...credit }): Effect => ({
    system: system.name, kind: 'creditNote', action: 'create', ourId: [returnId(order, number), ...(receipt === undefined ? [] : [receipt]), credit.invoice].join('/'),
    body: { order: order.id, number: order.number, return: number, reason, buyer: order.buyer, currency: order.currency, issuedOn: facts.today, ...credit, payable: amount },
  })))
}

function warehouseEffects(order: Order, found: OrderReturn, action: 'create' | 'cancel', facts: Facts): Effect[] {
  const warehouses = withRole('wms', facts).map(({ name }) => name)
  const placed = found.lines.map((part) => ({ part, system: shippedFrom(order, part.line).find((name) => warehouses.includes(name)) ?? warehouses[0] }))
  return [...Map.groupBy(placed, ({ system }) => system)].flatMap(([system, own]): Effect[] => (system === undefined ? [] : [{
    system, kind: 'return', action, ourId: returnId(order, found.number),
    body: { number: order.number, return: found.number, reason: found.reason, buyer: order.buyer, lines: own.map(({ part }) => expected(order, part, facts)) },
  }]))
}

/** In the item's own unit, as the warehouse counts. */
function expected(order: Order, { line: id, quantity }: LineQuantity, facts: Facts): Record<string, unknown> {
  const line = order.lines.find((one) => one.id === id)!
  return { id, item: line.item, ...stocked({ ...line, quantity }, facts) }
}

/** Who shipped a line, the first one first; a despatch of before schema 5 does not say what it had. */
const shippedFrom = (order: Order, line: string): string[] => order.documents
  .filter(({ kind, lines }) => kind === 'despatch' && (lines === undefined || lines.some((part) => part.line === line && compare(part.quantity, '0') > 0))).map(({ issuer }) => issuer)

const returnAt = (order: Order, number: string): OrderReturn => order.returns!.find((one) => one.number === number)!
