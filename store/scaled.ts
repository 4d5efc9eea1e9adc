import { abs, type Decimal, isDecimal, isNegative, multiply, round, subtract, compare } from '../orders/decimal'

/**
 * A decimal as an integer in units of 10^-scale, for SQL that has to add and compare. What does not fit the scale is rounded `up` (away from
 * zero: what is taken) or `down` (towards zero: what there is), never in favour of taking more. Throws a RangeError above 2^53.
 */
export function toScaled(value: Decimal, scale: number, rounding: 'up' | 'down'): number {
  const units = fitting(value, scale) ?? rounded(multiply(value, power(scale)), rounding)
  if (!Number.isSafeInteger(units)) throw new RangeError(`too large to be counted: ${value}`)
  return units
}

const FITTING = /^(0|[1-9]\d*)(?:\.(\d+))?$/

/** Nearly all of them fit, and need no arithmetic. */
function fitting(value: Decimal, scale: number): number | undefined {
  const [, whole, fraction = ''] = FITTING.exec(value) ?? []
  return whole === undefined || fraction.length > scale ? undefined : Number(whole + fraction.padEnd(scale, '0'))
}

function rounded(shifted: Decimal, rounding: 'up' | 'down'): number {
  const whole = truncated(shifted)
  const exact = compare(whole, shifted) === 0
  return Number(whole) + (exact || rounding === 'down' ? 0 : isNegative(shifted) ? -1 : 1)
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

export function fromScaled(units: number, scale: number): Decimal {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0')
  const fraction = digits.slice(digits.length - scale).replace(/0+$/, '')
  return `${units < 0 ? '-' : ''}${digits.slice(0, digits.length - scale)}${fraction && `.${fraction}`}`
}

const power = (scale: number): Decimal => `1${'0'.repeat(scale)}`

function truncated(value: Decimal): Decimal {
  const size = abs(value)
  const nearest = round(size, 0)
  const floor = compare(nearest, size) > 0 ? subtract(nearest, '1') : nearest
  return isNegative(value) ? subtract('0', floor) : floor
}
