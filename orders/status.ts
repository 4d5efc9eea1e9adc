/**
 * The order's stages. What is reached in part (shipped, invoiced, paid) comes from line quantities and documents,
 * never from a status of its own.
 */
export const STATUSES = ['received', 'inReview', 'awaitingApproval', 'confirmed', 'awaitingProduction', 'inProduction', 'toShip', 'shipped',
  'delivered', 'closed', 'held', 'rejected', 'cancelled'] as const
export type OrderStatus = (typeof STATUSES)[number]

/** Which status may follow which: the whole state machine, as data. */
export const FOLLOWS: Record<OrderStatus, readonly OrderStatus[]> = {
  received: ['inReview', 'rejected', 'cancelled'],
  inReview: ['awaitingApproval', 'held', 'confirmed', 'rejected', 'cancelled'],
  awaitingApproval: ['inReview', 'held', 'confirmed', 'rejected', 'cancelled'],
  held: ['inReview', 'awaitingApproval', 'confirmed', 'rejected', 'cancelled'],
  confirmed: ['awaitingProduction', 'inProduction', 'toShip', 'cancelled'],
  // back to confirmed: agreed anew by a change, of which what is being made goes on
  // shipped: a warehouse may be heard before the shop floor
  awaitingProduction: ['inProduction', 'toShip', 'shipped', 'confirmed', 'cancelled'],
  inProduction: ['toShip', 'shipped', 'confirmed', 'cancelled'],
  toShip: ['shipped', 'confirmed', 'cancelled'],
  shipped: ['delivered', 'closed'],
  delivered: ['closed'],
  closed: [],
  rejected: [],
  cancelled: [],
}

export const isFinal = (status: OrderStatus): boolean => FOLLOWS[status].length === 0
/** Accepted, numbered, and so known to the other systems. */
export const isAccepted = (status: OrderStatus): boolean =>
  ['confirmed', 'awaitingProduction', 'inProduction', 'toShip', 'shipped', 'delivered', 'closed'].includes(status)
/** Not decided yet. */
export const isReviewable = (status: OrderStatus): boolean => ['received', 'inReview', 'held', 'awaitingApproval'].includes(status)
export const mayFollow = (from: OrderStatus, to: OrderStatus): boolean => from === to || FOLLOWS[from].includes(to)
