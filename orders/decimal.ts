import Big from 'big.js'

/** An exact decimal as text: `'12.50'`. Money and quantities cross every edge in this form and are never floats. */
export type Decimal = string

// Results of a division are cut here; sums, differences and products are exact.
Big.DP = 20
Big.RM = Big.roundHalfUp
Big.NE = -30
Big.PE = 40

const WHOLE = /^(?:0|[1-9]\d*)$/
/** Whole and small enough that sums of two are exact as they are, and as they are written. */
const areCounts = (a: Decimal, b: Decimal): boolean => a.length <= 15 && b.length <= 15 && WHOLE.test(a) && WHOLE.test(b)
const FIXED = /^(?:0|[1-9]\d*)\.(\d+)$/
const PLAIN = /^[+-]?(\d+(\.\d*)?|\.\d+)$/

/** Is the text a plain decimal (no exponent, no thousands mark, at most 40 digits)? */
export function isDecimal(text: string): boolean {
  return text.length <= 42 && PLAIN.test(text)
}

/** Throws a RangeError where the text is no decimal; `-0` becomes `0`, `+1.50` becomes `1.5`. */
export function decimal(text: string): Decimal {
  if (!isDecimal(text)) throw new RangeError(`not a decimal: ${JSON.stringify(text.slice(0, 60))}`)
  return plain(new Big(text.replace(/^\+/, '')))
}

export const add = (a: Decimal, b: Decimal): Decimal => (areCounts(a, b) ? String(Number(a) + Number(b)) : plain(new Big(a).plus(b)))
export const subtract = (a: Decimal, b: Decimal): Decimal => (areCounts(a, b) ? String(Number(a) - Number(b)) : plain(new Big(a).minus(b)))
export const multiply = (a: Decimal, b: Decimal): Decimal => plain(new Big(a).times(b))
/** Exact where it ends, else cut at 20 decimals, half up. Throws on division by zero. */
export const divide = (a: Decimal, b: Decimal): Decimal => plain(new Big(a).div(b))
export const compare = (a: Decimal, b: Decimal): -1 | 0 | 1 => {
  if (a === b) return 0
  // by their digits, which is most of what is compared and much quicker
  if (WHOLE.test(a) && WHOLE.test(b)) return a.length === b.length ? (a < b ? -1 : 1) : a.length < b.length ? -1 : 1
  return new Big(a).cmp(b)
}
export const equal = (a: Decimal, b: Decimal): boolean => compare(a, b) === 0
export const isZero = (a: Decimal): boolean => compare(a, '0') === 0
export const isNegative = (a: Decimal): boolean => compare(a, '0') < 0
export const sum = (values: Iterable<Decimal>): Decimal => {
  let total: Decimal = '0'
  for (const value of values) total = add(total, value)
  return total
}
export const min = (a: Decimal, b: Decimal): Decimal => (compare(a, b) <= 0 ? a : b)
export const max = (a: Decimal, b: Decimal): Decimal => (compare(a, b) >= 0 ? a : b)
/** Rounds half away from zero to so many decimals, and keeps them: `round('1.005', 2)` is `'1.01'`. */
export const round = (a: Decimal, places: number): Decimal => (FIXED.exec(a)?.[1]!.length === places ? a : new Big(a).toFixed(places, Big.roundHalfUp))
/** The magnitude without its sign. */
export const abs = (a: Decimal): Decimal => plain(new Big(a).abs())

function plain(value: Big): Decimal {
  // the digits of zero are one nought; it has no sign for us
  return value.c[0] === 0 ? '0' : value.toFixed()
}
