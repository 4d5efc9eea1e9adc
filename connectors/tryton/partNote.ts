import { type Decimal, isDecimal } from '../../orders/decimal'

/** A line of a warehouse's part as we sent it. */
export interface PartLine {
  /** Our line id. */
  id: string
  item: string
  quantity: Decimal
  /** Our code. */
  unit: string
}

/**
 * A move there has no place for a line id of ours, so the delivery's note keeps them: a line for each of ours, which people can
 * read as well. The newest note counts.
 */
const FORM = /^order line (.+): (\S+) (\S+) of (.+)$/

export const partNote = (number: string, lines: readonly PartLine[]): string =>
  [`Part of ${number}`, ...lines.map((line) => `order line ${line.id}: ${line.quantity} ${line.unit} of ${line.item}`)].join('\n')

/** The lines of a note; empty where it is none of ours. */
export function readPartNote(message: string | null): PartLine[] {
  return (message ?? '').split('\n').flatMap((text) => {
    const found = FORM.exec(text.trim())
    return found && isDecimal(found[2]!) ? [{ id: found[1]!, quantity: found[2]!, unit: found[3]!, item: found[4]! }] : []
  })
}
