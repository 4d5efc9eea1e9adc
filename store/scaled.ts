import { abs, type Decimal, divide, isDecimal, isNegative, multiply, round, subtract, compare } from '../orders/decimal'

/**
 * A decimal as an integer in units of 10^-scale, for SQL that has to add and compare. What does not fit the scale is rounded `up` (away from
 * zero: what is taken) or `down` (towards zero: what there is), never in favour of taking more. Throws a RangeError above 2^53.
 */
export function toScaled(value: Decimal, scale: number, rounding: 'up' | 'down'): number {
  const shifted = multiply(value, power(scale))
  const whole = truncated(shifted)
  const exact = compare(whole, shifted) === 0
  const units = Number(whole) + (exact || rounding === 'down' ? 0 : isNegative(shifted) ? -1 : 1)
  if (!Number.isSafeInteger(units)) throw new RangeError(`too large to be counted: ${value}`)
  return units
}

/** The same, or null for what cannot be counted: no decimal, or too large. */
export function scaledOrNull(value: Decimal, scale: number, rounding: 'up' | 'down'): number | null {
  if (!isDecimal(value)) return null
  try {
    return toScaled(value, scale, rounding)
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

export const fromScaled = (units: number, scale: number): Decimal => divide(String(units), power(scale))

const power = (scale: number): Decimal => `1${'0'.repeat(scale)}`

function truncated(value: Decimal): Decimal {
  const size = abs(value)
  const rounded = round(size, 0)
  const floor = compare(rounded, size) > 0 ? subtract(rounded, '1') : rounded
  return isNegative(value) ? subtract('0', floor) : floor
}
