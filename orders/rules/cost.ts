import { type Decimal, multiply } from '../decimal'
import { type Facts, type ItemFact } from '../facts'

/** Cost of one unit in the order's currency; undefined where it or the rate is not known, so that nothing is compared across currencies. */
export function costIn(currency: string, item: ItemFact, facts: Facts): Decimal | undefined {
  const rate = currency === facts.company.currency ? '1' : facts.company.exchangeRates?.[currency]
  return item.cost !== undefined && rate !== undefined ? multiply(item.cost, rate) : undefined
}
