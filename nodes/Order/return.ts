import { type LineQuantity } from '../../orders/event'
import { type ReturnReason } from '../../orders/returns/terms'
import { jsonOf } from '../jsonOf'

const REASONS: readonly ReturnReason[] = ['damaged', 'wrongItem', 'quality', 'short', 'notNeeded']

/** What the fields of a return ask for. Throws with what is wrong in them. */
export function returnOf(reason: string, given: unknown): { reason: ReturnReason; lines: LineQuantity[] } {
  const known = REASONS.find((one) => one === reason)
  if (!known) throw new Error(`${reason} is no reason of a return; there are ${REASONS.join(', ')}`)
  const lines = typeof given === 'string' ? jsonOf(given) : given
  if (!Array.isArray(lines) || lines.length === 0) throw new Error('Lines is a list such as [{ "line": "1", "quantity": "1" }]')
  return { reason: known, lines: lines.map(lineOf) }
}

function lineOf(given: unknown): LineQuantity {
  const { line, quantity, ...rest } = (given ?? {}) as Record<string, unknown>
  if (typeof line !== 'string' || typeof quantity !== 'string' || Object.keys(rest).length > 0) throw new Error('Each of the lines has a line and a quantity and nothing else, both texts in quotes: numbers would lose digits')
  if (!/^\d+(\.\d+)?$/.test(quantity)) throw new Error(`${JSON.stringify(quantity)} is no quantity: digits and a decimal point are, such as "2.5"`)
  return { line, quantity }
}
