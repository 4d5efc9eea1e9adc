import { add, type Decimal } from './decimal'
import { amount, lineExtension } from './money'
import { type Order, type OrderLine } from './order'

/** Sum of the lines' net amounts in the order's currency; undefined where a line has no quantity or price, or the order no currency. */
export function total(lines: readonly OrderLine[], currency: string | undefined): Decimal | undefined {
  if (!currency) return undefined
  let sum = '0'
  for (const line of lines) {
    if (line.quantity === undefined || !line.price) return undefined
    sum = add(sum, lineExtension(line.quantity, line.price, currency))
  }
  return amount(sum, currency)
}

/** What an order is worth as its lines stand; agreed as `payable` only once it is confirmed. */
export const worth = (order: Order): Decimal | undefined => order.payable ?? total(order.lines, order.currency)
