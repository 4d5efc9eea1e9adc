import { add, compare, type Decimal, isDecimal, multiply } from '../orders/decimal'
import { type Dated, type Facts, type ItemFact } from '../orders/facts'
import { type Order } from '../orders/order'
import { isAccepted } from '../orders/status'
import { unitFactor } from '../orders/units'
import { lastOf } from '../store/orders'
import { type Db } from '../store/store'

/** Of a customer's last orders so many are looked at. */
const LAST = 100

/** The accepted ones among each buyer's last orders. */
export async function lastAccepted(db: Db, company: string, buyers: readonly string[]): Promise<Map<string, Order[]>> {
  return new Map(await Promise.all(buyers.map(async (buyer) => [buyer, await lastOf(db, company, buyer, LAST, ({ status }) => isAccepted(status))] as const)))
}

/** What an order is compared with: not itself. What was ordered in a unit that the item is not sold by any more counts for nothing. */
export function historyOf(orders: readonly Order[] | undefined, items: ReadonlyMap<string, Dated<ItemFact>>, own: string | undefined): Facts['history'] {
  if (orders === undefined) return undefined
  const most = new Map<string, Decimal>()
  for (const { id, lines } of orders) {
    if (id === own) continue
    const ordered = new Map<string, Decimal>()
    for (const { item, quantity, unit } of lines) {
      const factor = item === undefined ? undefined : items.has(item) ? unitFactor(items.get(item)!.value, unit) : undefined
      if (factor !== undefined && quantity !== undefined && isDecimal(quantity)) ordered.set(item!, add(ordered.get(item!) ?? '0', multiply(quantity, factor)))
    }
    for (const [item, quantity] of ordered) if (!most.has(item) || compare(quantity, most.get(item)!) > 0) most.set(item, quantity)
  }
  return { accepted: orders.length, most }
}
