import { compare, isDecimal, multiply } from './decimal'
import { type Order, type OrderLine } from './order'

/**
 * R-APR-06: is an order after a change no more than what was agreed to? It has the same customer, and of the same items at the same prices and dates as many
 * or fewer. Where its goods go may be another place.
 */
export const isNoMore = (before: Order, after: Order): boolean =>
  before.buyer === after.buyer && before.currency === after.currency && before.requestedDelivery === after.requestedDelivery
  && after.lines.every((line) => { const was = before.lines.find(({ id }) => id === line.id); return was !== undefined && isNoMoreOf(was, line) })

const isNoMoreOf = (was: OrderLine, is: OrderLine): boolean =>
  was.item === is.item && was.unit === is.unit && was.requestedDelivery === is.requestedDelivery && samePrice(was.price, is.price)
  && was.quantity !== undefined && is.quantity !== undefined && isDecimal(was.quantity) && isDecimal(is.quantity) && compare(is.quantity, was.quantity) <= 0

const samePrice = (a: OrderLine['price'], b: OrderLine['price']): boolean =>
  a !== undefined && b !== undefined && [a.amount, a.base ?? '1', b.amount, b.base ?? '1'].every(isDecimal) && compare(multiply(a.amount, b.base ?? '1'), multiply(b.amount, a.base ?? '1')) === 0
