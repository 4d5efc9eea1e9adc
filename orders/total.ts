import { add, compare, type Decimal, isDecimal } from './decimal'
import { amount, lineExtension } from './money'
import { type Order, type OrderLine } from './order'

/** Is it a price for so many units, and not for none? */
export const isPriced = ({ price }: OrderLine): boolean => price !== undefined && (price.base === undefined || (isDecimal(price.base) && compare(price.base, '0') > 0))

/** Sum of the lines' net amounts in the order's currency; undefined where a line has no quantity, no price or one for nothing, or the order no currency. */
export function total(lines: readonly OrderLine[], currency: string | undefined): Decimal | undefined {
  if (!currency) return undefined
  let sum = '0'
  for (const line of lines) {
    if (line.quantity === undefined || !line.price || !isPriced(line)) return undefined
    sum = add(sum, lineExtension(line.quantity, line.price, currency))
  }
  return amount(sum, currency)
}

/** What an order is worth as its lines stand; agreed as `payable` only once it is confirmed. */
export const worth = (order: Order): Decimal | undefined => order.payable ?? total(order.lines, order.currency)
