import { decimal, isDecimal } from '../../orders/decimal'
import { type DraftLine } from '../../orders/draft'
import { isCurrency } from '../../orders/money'
import { type Problem, type Severity } from '../../orders/problem'
import { applyProfile } from '../applyProfile'
import { rec20OfEdifact } from '../codes/units'
import { readDate } from '../date'
import { checkGtin } from '../gtin'
import { KEPT, leftOut } from '../fewer'
import { type Profile } from '../profile'
import { at, type XmlElement } from './element'

/** Reads the values of one message from its elements; what cannot be read is absent, and a problem with its place. */
export class XmlValues {
  profile: Profile | undefined
  private readonly found: Problem[] = []
  private readonly counts = new Map<string, number>()

  report(code: string, severity: Severity, element: XmlElement | undefined, message: string): void {
    const text = element?.text.trim().slice(0, 80)
    this.add({ code, severity, message, ...(element ? { tag: element.name, line: element.line, column: element.column, ...(element.offset === undefined ? {} : { offset: element.offset }) } : {}), ...(text ? { text } : {}) })
  }

  /** Beyond 100 of a code they are only counted. */
  add(problem: Problem): void {
    const count = (this.counts.get(problem.code) ?? 0) + 1
    this.counts.set(problem.code, count)
    if (count <= KEPT) this.found.push(problem)
  }

  /** What was found so far, by the partner's profile. Called once. */
  problems(): Problem[] {
    return [...this.found, ...leftOut(this.counts)].map((problem) => applyProfile(problem, this.profile))
  }

  /** The element's text, or that of the first one down the path; undefined where it is absent or blank. */
  text(element: XmlElement | undefined, ...path: string[]): string | undefined {
    const there = at(element, ...path)
    const text = there?.text.trim()
    if (!there || text === undefined || text === '') return undefined
    there.taken = true
    return text
  }

  /** An exact decimal: XML has a point and no thousands mark (xs:decimal). */
  decimal(element: XmlElement | undefined, ...path: string[]): string | undefined {
    const text = this.text(element, ...path)
    if (text === undefined || isDecimal(text)) return text === undefined ? undefined : decimal(text)
    this.report('number-unreadable', 'error', at(element, ...path), `"${text.slice(0, 40)}" is no number of XML (digits and a point). Ask the sender.`)
    return undefined
  }

  /** `YYYY-MM-DD`, with the time where there is one; a zone without a time is left out, since it moves no day. */
  date(element: XmlElement | undefined, ...path: string[]): string | undefined {
    const text = this.text(element, ...path)
    return text === undefined ? undefined : this.dateOf(text, at(element, ...path))
  }

  /** The same of a text that stands in an attribute of the element. */
  dateOf(text: string, element: XmlElement | undefined): string | undefined {
    const reading = readDate(text.replace(/^(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})$/, '$1'), this.profile?.dateOrder)
    if (reading.ok) return reading.value
    this.report(reading.code, 'error', element, reading.message)
    return undefined
  }

  decimalOf(text: string | undefined, element: XmlElement | undefined): string | undefined {
    if (text === undefined || text.trim() === '') return undefined
    if (isDecimal(text.trim())) return decimal(text.trim())
    this.report('number-unreadable', 'error', element, `"${text.slice(0, 40)}" is no number of XML (digits and a point). Ask the sender.`)
    return undefined
  }

  /** Sets `unit` (Recommendation 20) and, where the document had another code, `sourceUnit`. */
  unit(code: string | undefined, target: Pick<DraftLine, 'unit' | 'sourceUnit'>, element: XmlElement | undefined): void {
    const source = code?.trim()
    if (!source) return
    const own = new Map(Object.entries(this.profile?.codes?.unit ?? {})).get(source)
    const read = own === undefined ? rec20OfEdifact(source) : { unit: own, known: true }
    target.unit = read.unit
    if (read.unit !== source) target.sourceUnit = source
    if (!read.known) this.report('unit-unknown', 'warning', element, `The unit "${source.slice(0, 40)}" is not known; it was taken as it is. Add it to the partner's unit codes.`)
  }

  currency(code: string | undefined, element: XmlElement | undefined): string | undefined {
    if (code === undefined) return undefined
    const own = new Map(Object.entries(this.profile?.codes?.currency ?? {})).get(code) ?? code
    if (isCurrency(own)) return own
    this.report('currency-unknown', 'error', element, `${code.slice(0, 40)} is no currency code of three letters (ISO 4217).`)
    return undefined
  }

  /** A GTIN as it stands; a wrong one is kept and told, never repaired. */
  gtin(element: XmlElement | undefined, ...path: string[]): string | undefined {
    const text = this.text(element, ...path)
    if (text !== undefined && !checkGtin(text).ok) this.report('gtin-check-digit', 'warning', at(element, ...path), `${text.slice(0, 40)} is no GTIN: its length or check digit is wrong.`)
    return text
  }
}

/** Leaves out the members that are undefined, so that what a document does not say is absent. */
export function present<T extends object>(value: T): T {
  const made: Partial<T> = {}
  for (const name of Object.keys(value) as (keyof T)[]) if (value[name] !== undefined) made[name] = value[name]
  return made as T
}
