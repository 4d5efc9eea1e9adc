import { type OrderChange } from '../../orders/event'
import { jsonOf } from '../jsonOf'

/** What the field Change asks for. Throws with what is wrong in it: decide takes what the types say. */
export function changeOf(given: unknown): OrderChange {
  const value = typeof given === 'string' ? jsonOf(given) : given
  if (!isRecord(value)) throw new Error('The change is an object, such as { "lines": [{ "line": "1", "quantity": "5" }] }')
  const lines: unknown = value.lines
  if (lines !== undefined && !(Array.isArray(lines) && lines.every((line) => isRecord(line) && typeof line.line === 'string'))) throw new Error('lines of the change is a list of objects, each with the line that is meant: { "line": "1", … }')
  for (const [where, part] of [['the change', value], ...((lines ?? []) as Record<string, unknown>[]).map((line) => [`line ${String(line.line)}`, line])] as [string, Record<string, unknown>][]) {
    const unknown = Object.keys(part).find((name) => !(part === value ? ORDER : LINE).includes(name))
    if (unknown !== undefined) throw new Error(`${unknown} of ${where} cannot be changed; there are ${(part === value ? ORDER : LINE).join(', ')}`)
    for (const name of ['quantity', 'requestedDelivery', 'currency', 'buyer', 'item', 'unit']) {
      if (part[name] !== undefined && typeof part[name] !== 'string') throw new Error(`${name} of ${where} must be a text in quotes: numbers would lose digits`)
    }
    if (part.quantity !== undefined && !DECIMAL.test(part.quantity as string)) throw new Error(`${JSON.stringify(part.quantity)} is no quantity: digits and a decimal point are, such as "2.5"`)
    if (part.price !== undefined && !(isRecord(part.price) && DECIMAL.test(String(part.price.amount)))) throw new Error(`price of ${where} is { "amount": "9.90" }, with a "base" where it is for more than one`)
  }
  return value
}

const ORDER = ['lines', 'requestedDelivery', 'currency', 'buyer']
const LINE = ['line', 'quantity', 'price', 'item', 'unit', 'requestedDelivery']
const DECIMAL = /^\d+(\.\d+)?$/

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
