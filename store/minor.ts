import { type Decimal, equal, isDecimal } from '../orders/decimal'
import { fromMinor, isCurrency, toMinor } from '../orders/money'

/**
 * An amount as a row holds it: integer minor units for sums and sorting, and the text itself where they do not say it exactly (no currency of
 * ISO 4217, more decimals than the currency has, more than 2^53 units: what only a mistaken document or system has, and no reason to lose it).
 */
export function minorOf(amount: Decimal | undefined, currency: string | undefined): { minor: number | null; text?: Decimal } {
  if (amount === undefined) return { minor: null }
  if (currency === undefined || !isCurrency(currency) || !isDecimal(amount)) return { minor: null, text: amount }
  try {
    const minor = toMinor(amount, currency)
    return equal(fromMinor(minor, currency), amount) ? { minor } : { minor, text: amount }
  } catch (error) {
    if (error instanceof RangeError) return { minor: null, text: amount }
    throw error
  }
}

/** The opposite of {@link minorOf}. */
export function amountOf(minor: number | null, currency: string | null, text?: Decimal): Decimal | undefined {
  return text ?? (minor !== null && currency !== null ? fromMinor(minor, currency) : undefined)
}
