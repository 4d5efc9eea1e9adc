import { type DraftLine, type OrderDraft } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { isGtin } from '../codes/gtin'
import { rec20OfEdifact, rec20OfX12 } from '../codes/units'
import { type Field, type Profile } from '../profile'
import { isLineTarget, kindOf, putHeader, putLine } from '../target'
import { edifactDate } from './date'
import { type LinePlaces } from './line-places'
import { markedNumber } from './number'
import { type ElementPlace, placeOf, textAt } from './place'
import { type Segment } from './segment'
import { type Report } from './tokenizer'

interface Row { field: Field; places: ElementPlace[]; ofLine: boolean }
interface Found { row: Row; rank: number; text: string; form: string; segment: number; where: Partial<Problem> }

const read = new WeakMap<readonly Field[], Row[]>()

/** What a partner's field table takes from an EDI order: his own places go before those of the standard. */
export class Overrides {
  private readonly rows: Row[]
  private readonly tags: Set<string>
  private readonly found: Found[] = []

  constructor(fields: readonly Field[], private readonly standard: 'x12' | 'edifact' | 'tradacoms', private readonly context: { profile: Profile | undefined; decimal?: '.' | ',' | undefined; report: Report }) {
    this.rows = rowsOf(fields)
    this.tags = new Set(this.rows.flatMap(({ places }) => places.map(({ tag }) => tag)))
  }

  segment(s: Segment): void {
    if (!this.tags.has(s.tag)) return
    for (const row of this.rows) {
      for (const [rank, place] of row.places.entries()) {
        const at = textAt(place, s)
        if (at) this.found.push({ row, rank, text: at.text, form: s.tag === 'DTM' ? s.part(1, 3) : '', segment: s.ordinal, where: s.where(at.element, at.component) })
      }
    }
  }

  /** Puts what was found into the order, and defaults where nothing is. */
  apply(order: OrderDraft, lineAt: LinePlaces): void {
    for (const row of this.rows) {
      const found = this.found.filter((one) => one.row === row)
      if (!row.ofLine) this.put(row, best(found), !isSet(order, row.field.to), (value) => putHeader(fresh(order, row.field.to), row.field.to, value))
      else order.lines.forEach((line, index) => this.put(row, best(found.filter((one) => lineAt.indexAt(one.segment) === index)), !isSet(line, row.field.to.slice('lines.'.length)), (value) => this.putLine(line, row.field.to, value)))
    }
  }

  private put({ field }: Row, found: Found | undefined, isEmpty: boolean, put: (value: string) => unknown): void {
    const value = found ? this.valueOf(field, found) : isEmpty ? field.default : undefined
    if (value !== undefined) put(value)
  }

  private putLine(line: DraftLine, path: string, value: string): void {
    if (path === 'lines.unit') delete line.sourceUnit
    putLine(line, path, value)
  }

  /** A text as the field wants it; undefined, and told, where it is none of the kind. */
  private valueOf(field: Field, { text, form, where }: Found): string | undefined {
    const { profile, report, decimal } = this.context
    const unreadable = (code: 'number-unreadable' | 'date-unreadable', what: string): undefined =>
      report(code, `"${text}" is no ${what}, which the partner's field table takes from there for ${field.to}. Correct the profile (fields), or ask the sender.`, where) as undefined
    switch (kindOf(field)) {
      case 'decimal': {
        const number = markedNumber(text, this.standard === 'x12' ? '.' : profile?.decimalMark ?? decimal)
        return 'value' in number ? number.value : unreadable('number-unreadable', 'number')
      }
      case 'date': {
        const date = edifactDate(text, this.standard === 'edifact' ? form : text.length === 8 ? '102' : text.length === 6 ? '101' : '', profile?.dateOrder)
        return 'value' in date ? date.value : unreadable('date-unreadable', 'date')
      }
      case 'unit': {
        const own = profile?.codes?.unit
        return own && Object.hasOwn(own, text) ? own[text] : this.standard === 'x12' ? rec20OfX12(text) ?? text : rec20OfEdifact(text).unit
      }
      case 'gtin':
        if (!isGtin(text)) report('gtin-check-digit', `${text} is no GTIN: its length or check digit is wrong.`, where)
        return text
      case 'currency': return text.toUpperCase()
      default: return text
    }
  }
}

function rowsOf(fields: readonly Field[]): Row[] {
  const known = read.get(fields)
  if (known) return known
  const rows = fields.map((field) => ({ field, ofLine: isLineTarget(field.to), places: [field.from ?? []].flat().flatMap((from) => placeOf(from) ?? []) }))
  read.set(fields, rows)
  return rows
}

/** Of several places the first named; of one place what stands first. */
const best = (found: readonly Found[]): Found | undefined => found.reduce<Found | undefined>((first, one) => (first === undefined || one.rank < first.rank ? one : first), undefined)

function isSet(target: object, path: string): boolean {
  let value: unknown = target
  for (const name of path.split('.')) {
    if (Array.isArray(value)) return (value as { scheme?: string }[]).some(({ scheme }) => scheme === name)
    if (typeof value !== 'object' || value === null) return false
    value = (value as Record<string, unknown>)[name]
  }
  return value !== undefined
}

/** An identifier of the same scheme gives way to the partner's own. */
function fresh(order: OrderDraft, path: string): OrderDraft {
  const match = /^(buyer|seller|shipTo|billTo)\.identifiers\.(.+)$/.exec(path)
  const party = match && order[match[1] as 'buyer']
  // a party may bear two roles: only this one's list is another
  if (party) order[match[1] as 'buyer'] = { ...party, identifiers: party.identifiers.filter(({ scheme }) => scheme !== match[2]) }
  return order
}
