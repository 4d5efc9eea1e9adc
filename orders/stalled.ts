import { type OrderStatus } from './status'
import { type Order } from './order'

/** The stages at which an order may stand too long. Who has not decided in his time is reminded of for himself, and what is delivered waits for its payment. */
export const STALL_STAGES = ['received', 'inReview', 'held', 'confirmed', 'awaitingProduction', 'inProduction', 'toShip', 'shipped', 'delivered', 'cancelPending'] as const satisfies readonly OrderStatus[]
export type StallStage = (typeof STALL_STAGES)[number]

/** For how many hours nothing may happen to an order at a stage, and the role whose it is then. */
export interface StallLimit { hours: number; role: string }
export type StallLimits = Readonly<Partial<Record<StallStage, StallLimit>>>

/** Where the rules do not say it. */
export const STALL_LIMITS: StallLimits = {
  received: { hours: 4, role: 'orderDesk' }, inReview: { hours: 24, role: 'orderDesk' }, held: { hours: 48, role: 'orderDesk' }, confirmed: { hours: 24, role: 'orderDesk' },
  awaitingProduction: { hours: 120, role: 'production' }, inProduction: { hours: 240, role: 'production' }, toShip: { hours: 72, role: 'warehouse' }, shipped: { hours: 240, role: 'warehouse' },
  cancelPending: { hours: 48, role: 'orderDesk' },
}

const BEFORE_SHIPPING: readonly OrderStatus[] = ['confirmed', 'awaitingProduction', 'inProduction', 'toShip']
const HOUR_MS = 3_600_000

/**
 * R-ROL-05: has nothing happened to the order for longer than its stage may take? `last` and `now` are UTC instants. What is to be delivered later than that is let be
 * until so long before its day, where that can be read.
 */
export function isStalled(order: Order, { last, now, hours }: { last: string; now: string; hours: number }): boolean {
  const since = Date.parse(now) - hours * HOUR_MS
  const wanted = BEFORE_SHIPPING.includes(order.status) ? deliveryOf(order) : undefined
  return Date.parse(last) < since && !(wanted !== undefined && Date.parse(wanted) - hours * HOUR_MS > Date.parse(now))
}

/** The first day on which something of it is to be there: what we promised, else what is wanted. */
function deliveryOf({ promisedDelivery, requestedDelivery, lines }: Order): string | undefined {
  return promisedDelivery ?? requestedDelivery ?? lines.map((line) => line.requestedDelivery).filter((date) => date !== undefined).sort()[0]
}
