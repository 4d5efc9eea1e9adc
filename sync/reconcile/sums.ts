import { add, type Decimal, isDecimal } from '../../orders/decimal'
import { amount as inMinorUnits, isCurrency } from '../../orders/money'

/** So many records, and what they come to by currency. */
export interface Sum {
  records: number
  amounts: Record<string, Decimal>
}

/** What counts of a record; without an amount it counts as one record only. */
export interface Amounted {
  amount?: Decimal
  currency?: string
}

/** What a system said that it has of a kind, what it must have by us, and what there is none of our business. */
export interface Sums { ours: Sum; theirs: Sum; foreign: Sum }

const noSum = (): Sum => ({ records: 0, amounts: {} })
export const noSums = (): Sums => ({ ours: noSum(), theirs: noSum(), foreign: noSum() })

export function count(sum: Sum, { amount, currency }: Amounted): void {
  sum.records++
  // what is no amount of a currency is a difference of its own, and cannot be summed
  if (amount === undefined || currency === undefined || !isDecimal(amount) || !isCurrency(currency)) return
  const before = Object.hasOwn(sum.amounts, currency) ? sum.amounts[currency]! : '0'
  sum.amounts[currency] = inMinorUnits(add(before, amount), currency)
}

/** A record that both sides have: its amount counts where both say one, since only that is compared. */
export function countPair(sums: Sums, ours: Amounted, theirs: Amounted): void {
  const both = ours.amount !== undefined && theirs.amount !== undefined
  count(sums.ours, both ? ours : {})
  count(sums.theirs, both ? theirs : {})
}

/** Do both say the same number of records and the same amounts? */
export const sameSum = (a: Sum, b: Sum): boolean => a.records === b.records && [...Object.keys(a.amounts), ...Object.keys(b.amounts)].every((currency) => (a.amounts[currency] ?? zero(currency)) === (b.amounts[currency] ?? zero(currency)))

const zero = (currency: string): Decimal => inMinorUnits('0', currency)
