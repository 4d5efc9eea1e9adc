import { abs, compare, type Decimal, isDecimal, subtract } from './decimal'

/** Leading zeros mean something in a code (`00012`), never in a number. */
const NUMBER = /^[+-]?(0|[1-9]\d*)?(\.\d+)?$/

const isNumber = (text: string): boolean => isDecimal(text) && NUMBER.test(text)

/**
 * Do two texts say the same? Numbers are compared by value, exactly (`12.50` is `12.5`), and may differ by `tolerance` at
 * most (absolute, `'0'` where nothing may differ); all else by its characters: `00012` and `12` are two codes.
 */
export function sameValue(left: string, right: string, tolerance: Decimal = '0'): boolean {
  if (left === right) return true
  if (!isNumber(left) || !isNumber(right)) return false
  return compare(abs(subtract(left, right)), tolerance) <= 0
}
