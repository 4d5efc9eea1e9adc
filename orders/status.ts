/**
 * The order's stages. What is reached in part (shipped, invoiced, paid) comes from line quantities and documents,
 * never from a status of its own.
 */
export const STATUSES = ['received', 'inReview', 'awaitingApproval', 'confirmed', 'awaitingProduction', 'inProduction', 'toShip', 'shipped',
  'delivered', 'closed', 'held', 'rejected', 'cancelPending', 'cancelled'] as const
export type OrderStatus = (typeof STATUSES)[number]

/** Which status may follow which: the whole state machine, as data. */
export const FOLLOWS: Record<OrderStatus, readonly OrderStatus[]> = {
  received: ['inReview', 'rejected', 'cancelled'],
  inReview: ['awaitingApproval', 'held', 'confirmed', 'rejected', 'cancelled'],
  awaitingApproval: ['inReview', 'held', 'confirmed', 'rejected', 'cancelled'],
  held: ['inReview', 'awaitingApproval', 'confirmed', 'rejected', 'cancelled'],
  confirmed: ['awaitingProduction', 'inProduction', 'toShip', 'cancelPending', 'cancelled'],
  // back to confirmed: agreed anew by a change, of which what is being made goes on
  // shipped: a warehouse may be heard before the shop floor
  awaitingProduction: ['inProduction', 'toShip', 'shipped', 'confirmed', 'cancelPending', 'cancelled'],
  inProduction: ['toShip', 'shipped', 'confirmed', 'cancelPending', 'cancelled'],
  toShip: ['shipped', 'confirmed', 'cancelPending', 'cancelled'],
  shipped: ['delivered', 'closed'],
  delivered: ['closed'],
  // what comes back opens it again, until that is settled; so does a person, until he says that it is done with
  closed: ['delivered'],
  rejected: [],
  // back where a despatch came first
  cancelPending: ['cancelled', 'confirmed', 'awaitingProduction', 'inProduction', 'toShip'],
  cancelled: [],
}

/** The stages of a return: asked for, agreed to, back and inspected, all of that credited. */
export const RETURN_STATES = ['requested', 'authorised', 'received', 'settled', 'refused'] as const
export type ReturnState = (typeof RETURN_STATES)[number]

/** Which stage of a return may follow which. */
export const RETURN_FOLLOWS: Record<ReturnState, readonly ReturnState[]> = {
  requested: ['authorised', 'refused'],
  // what does not come back is credited at once
  authorised: ['received', 'settled', 'refused'],
  received: ['settled'],
  // the rest of it comes by itself
  settled: ['received'],
  refused: [],
}

/** Nothing of the return is left to do. */
export const isReturnEnded = (state: ReturnState): boolean => state === 'settled' || state === 'refused'

export const isFinal = (status: OrderStatus): boolean => status === 'closed' || FOLLOWS[status].length === 0
/** Accepted, numbered, and so known to the other systems. */
export const isAccepted = (status: OrderStatus): boolean =>
  ['confirmed', 'awaitingProduction', 'inProduction', 'toShip', 'shipped', 'delivered', 'closed', 'cancelPending'].includes(status)
/** Not decided yet. */
export const isReviewable = (status: OrderStatus): boolean => ['received', 'inReview', 'held', 'awaitingApproval'].includes(status)
export const mayFollow = (from: OrderStatus, to: OrderStatus): boolean => from === to || FOLLOWS[from].includes(to)
