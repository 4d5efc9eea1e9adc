import { compare, type Decimal, divide, isNegative, min, multiply, round, subtract } from './decimal'
import { type Facts } from './facts'
import { type Order, type OrderLine } from './order'
import { unitFactor } from './units'

/** What of a line goes from stock, and what has to wait, in the line's own unit. */
export interface Backorder { free: Decimal; waiting: Decimal }

/**
 * Lines of which a part has to wait, by their ids, as the review found the stock: what is free goes to the lines of an item in their order, and in
 * whole units of the line where these are more than the item's own.
 */
export function backorders(order: Order, facts: Pick<Facts, 'items'>): Map<string, Backorder> {
  const short = new Map<string, Backorder>()
  for (const finding of order.findings) {
    const first = order.lines.find((line) => line.id === finding.line)
    if (finding.code !== 'stock-short' || finding.free === undefined || first?.item === undefined) continue
    let left = isNegative(finding.free) ? '0' : finding.free
    for (const line of order.lines.filter(({ item }) => item === first.item)) {
      const factor = factorOf(line, facts)
      if (line.quantity === undefined || factor === undefined) continue
      const free = min(line.quantity, factor === '1' ? left : whole(divide(left, factor)))
      left = subtract(left, multiply(free, factor))
      if (compare(free, line.quantity) < 0) short.set(line.id, { free, waiting: subtract(line.quantity, free) })
    }
  }
  return short
}

function factorOf(line: OrderLine, { items }: Pick<Facts, 'items'>): Decimal | undefined {
  const item = line.item === undefined ? undefined : items.get(line.item)?.value
  return item && unitFactor(item, line.unit)
}

function whole(quantity: Decimal): Decimal {
  const nearest = round(quantity, 0)
  return compare(nearest, quantity) > 0 ? subtract(nearest, '1') : nearest
}
