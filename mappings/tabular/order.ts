import { type DraftLine, type OrderDraft } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { applyLineDefaults, applyOrderDefaults } from '../defaults'
import { type Taken } from '../fields'
import { type Profile } from '../profile'
import { isLineTarget, putHeader, putLine } from '../target'
import { type Columns } from './columns'
import { type Group } from './group'
import { type Row } from './rows'
import { readValue } from './values'

/** Reads the rows of one order. A value that cannot be read is absent, and a problem with its line and column. */
export function orderOf(group: Group, columns: Columns, profile: Profile | undefined): { order: OrderDraft; problems: Problem[] } {
  const order: OrderDraft = { lines: [] }
  const problems = [...group.problems]
  const header = new Map<string, Taken & { row: Row }>()

  const value = (taken: Taken, row: Row): string | undefined => {
    const ordinal = columns.ordinal(taken.from)
    const typed = ordinal !== undefined && row.numbers?.has(ordinal - 1)
    const reading = typed ? readValue(taken, { ...profile, decimalMark: '.' }, '.') : readValue(taken, profile, ordinal === undefined ? undefined : group.marks.get(ordinal - 1))
    if (reading.ok) return reading.value
    problems.push({ code: reading.code, severity: 'error', message: `Line ${row.line}, column ${taken.from ?? taken.to}: ${reading.message}`, line: row.line, segment: row.number, tag: taken.from, element: ordinal, text: taken.text.slice(0, 80) })
    return undefined
  }
  const lineOf = (row: Row): DraftLine => {
    const line: DraftLine = { id: '' }
    for (const taken of columns.take(row.cells)) {
      if (isLineTarget(taken.to)) put(line, taken, value(taken, row))
      else if (taken.from !== undefined || !header.has(taken.to)) putOnce(order, line, taken, row)
    }
    const unused = columns.unused(row.cells)
    // fromEntries and no assignment: a column may be called __proto__
    if (unused.length > 0) line.extra = Object.fromEntries(unused.map(([name, text]) => [name, [text]]))
    return finish(line, order.lines.length + 1, profile)
  }
  const putOnce = (draft: OrderDraft, line: DraftLine, taken: Taken, row: Row): void => {
    const before = header.get(taken.to)
    if (before?.text === taken.text) return
    if (before && taken.to === 'requestedDelivery') line.requestedDelivery ??= value(taken, row)
    else if (before && taken.to !== 'notes') problems.push(differs(taken, before, row, columns))
    else {
      header.set(taken.to, { ...taken, row })
      const found = value(taken, row)
      if (found !== undefined) putHeader(draft, taken.to, found)
    }
  }

  const ids = new Set<string>()
  const seen = new Set<string>()
  for (const row of group.rows) {
    const line = lineOf(row)
    const content = row.cells.join('\u0000')
    if (ids.has(line.id) || seen.has(content)) problems.push(doubled(row, ids.has(line.id) ? `Line number ${line.id}` : 'The same row'))
    ids.add(line.id)
    seen.add(content)
    order.lines.push(line)
  }
  return { order: applyOrderDefaults(order, profile), problems }
}

function put(line: DraftLine, taken: Taken, value: string | undefined): void {
  if (value !== undefined) putLine(line, taken.to, value)
  if (taken.to === 'lines.unit' && value !== taken.text) line.sourceUnit = taken.text
}

/** A number by position where the document has none, and the partner's own defaults. */
function finish(line: DraftLine, position: number, profile: Profile | undefined): DraftLine {
  if (!line.id) line.id = String(position)
  // a base quantity without a price says nothing
  if (line.price?.amount === '') delete line.price
  return applyLineDefaults(line, profile)
}

const doubled = (row: Row, what: string): Problem => ({
  code: 'line-doubled', severity: 'error', line: row.line, segment: row.number, text: row.cells.join(' | ').slice(0, 80),
  message: `${what} stands twice in this order, the second time on line ${row.line}. Is it one line or two?`,
})

const differs = (taken: Taken, before: Taken & { row: Row }, row: Row, columns: Columns): Problem => ({
  code: 'header-differs', severity: 'error', line: row.line, segment: row.number, tag: taken.from, element: columns.ordinal(taken.from), text: taken.text.slice(0, 80),
  message: `The rows of one order differ in ${taken.from ?? taken.to}: ${before.text.slice(0, 80)} on line ${before.row.line}, ${taken.text.slice(0, 80)} on line ${row.line}. An order has one of it; split the order or correct the row.`,
})
