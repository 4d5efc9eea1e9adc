/**
 * A sale line there carries our line id and unit in the first line of its note: it is kept by every later step (an amendment
 * rewrites the description, not the note), goes along to the invoice line, and people may write below it.
 */
const FORM = /^order line (.+) in (\S+)$/m

export const lineNote = (line: { id: string; unit: string }): string => `order line ${line.id} in ${line.unit}`

/** Our line id and unit; undefined for a line that we did not send. */
export function readLineNote(note: string | null): { id: string; unit: string } | undefined {
  const found = FORM.exec(note ?? '')
  return found ? { id: found[1]!, unit: found[2]! } : undefined
}

/** Of an invoice line that no line of ours stands behind: what rounding makes. */
export const ROUNDING_NOTE = 'rounding'
