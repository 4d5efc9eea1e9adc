import { type Problem, type Severity } from '../../orders/problem'
import { applyProfile } from '../applyProfile'
import { KEPT, leftOut } from '../fewer'
import { type Profile } from '../profile'

/**
 * Every problem that the EDI readers can report, and how bad it is where the partner's profile says nothing else:
 * `error` where the message must not become an order without a person, `warning` where partners send such files and mean them.
 */
export const SEVERITY = {
  // the file
  'too-large': 'fatal', 'segment-too-long': 'fatal', 'delimiters-unknown': 'fatal', 'envelope-missing': 'warning', 'not-edi': 'fatal',
  'byte-order-mark': 'note', 'utf-16': 'note', 'bytes-before-interchange': 'warning', 'trailing-bytes': 'warning',
  'lines-wrapped': 'note', 'blanks-between-segments': 'note', 'delimiter-is-letter': 'warning', 'service-string-short': 'warning',
  'message-type-unknown': 'error', 'message-type-unsupported': 'warning', 'problems-left-out': 'note',
  // the envelope
  'isa-width': 'warning', 'interchange-unterminated': 'error', 'group-unterminated': 'warning', 'message-unterminated': 'error',
  'segment-unterminated': 'error', 'trailer-unterminated': 'warning', 'trailer-without-header': 'warning', 'header-missing': 'warning',
  'segment-outside-message': 'warning', 'message-empty': 'warning',
  'control-number-differs': 'warning', 'control-number-missing': 'warning', 'segment-count-differs': 'warning', 'message-count-differs': 'warning',
  'group-count-differs': 'warning', 'count-unreadable': 'warning',
  'interchange-duplicate': 'error', 'group-duplicate': 'warning', 'message-duplicate': 'warning', 'test-indicator': 'note',
  'character-outside-set': 'warning', 'character-outside-level': 'note', 'charset-differs': 'warning', 'control-character': 'warning', 'segment-empty': 'warning',
  'release-at-end': 'warning', 'binary-length': 'warning', 'version-unknown': 'warning', 'group-type-differs': 'warning',
  // segments and elements
  'segment-unknown': 'warning', 'segment-order': 'warning', 'beginning-missing': 'error', 'segment-missing': 'warning', 'segment-too-often': 'warning', 'loop-too-often': 'warning',
  'tag-mark': 'warning',
  'element-missing': 'warning', 'element-too-long': 'warning', 'element-too-short': 'warning', 'element-type': 'warning', 'element-code': 'warning',
  'element-too-many': 'warning', 'component-too-many': 'warning', 'repetition-too-many': 'warning', 'syntax-note': 'warning',
  // what the message says
  'required-missing': 'error', 'reference-missing': 'error', 'order-second': 'error', 'reference-long': 'warning', 'lines-missing': 'error', 'line-empty': 'error', 'line-id-repeated': 'error', 'sub-line': 'warning', 'quantity-missing': 'error',
  'quantity-negative': 'error', 'quantity-zero': 'warning', 'price-negative': 'error', 'unit-missing': 'warning', 'unit-unknown': 'warning',
  'number-unreadable': 'error', 'number-ambiguous': 'error', 'decimal-mark-differs': 'warning', 'date-unreadable': 'error', 'date-ambiguous': 'error',
  'date-format-missing': 'warning', 'date-two-digit-year': 'note', 'date-after-interchange': 'warning', 'currency-mixed': 'error', 'currency-unknown': 'warning',
  'purpose-not-original': 'error', 'line-count-differs': 'warning', 'level-unknown': 'warning', 'level-repeated': 'warning', 'hash-total-differs': 'warning', 'schedule-differs': 'warning', 'price-gross': 'note', 'price-unit-differs': 'warning', 'price-basis-unknown': 'warning', 'schedule-unit-differs': 'warning',
  'item-missing': 'warning', 'item-qualifier-missing': 'warning', 'gtin-check-digit': 'warning', 'gln-check-digit': 'warning', 'envelope-gln': 'note', 'sscc-check-digit': 'warning', 'party-repeated': 'warning',
} as const satisfies Record<string, Severity>

export type EdiProblem = keyof typeof SEVERITY

/** The problems of one message, or of the file around the messages, in the order they were found. */
export class Problems {
  readonly found: Problem[] = []
  private counts: Map<EdiProblem, number> | undefined

  constructor(private readonly reading: { profile: Profile | undefined }) {}

  /** Adds a problem; beyond 100 of its code it is only counted. */
  add(code: EdiProblem, message: string, where: Partial<Problem> = {}): void {
    const last = this.found.at(-1)
    // two fields of ours may be filled from one place
    if (last?.code === code && last.message === message && last.segment !== undefined && last.segment === where.segment && last.element === where.element) return
    // few problems need no counting
    if (this.found.length >= KEPT || this.counts) {
      const counts = (this.counts ??= this.countFound())
      const count = (counts.get(code) ?? 0) + 1
      counts.set(code, count)
      if (count > KEPT) return
    }
    const problem = applyProfile({ code, severity: SEVERITY[code], message, ...where }, this.reading.profile)
    if (problem.text !== undefined) problem.text = problem.text.slice(0, 80)
    this.found.push(problem)
  }

  /** All that were kept, with one more for each code that has others beside them. Called once. */
  close(): Problem[] {
    if (this.counts) this.found.push(...leftOut(this.counts))
    return this.found
  }

  private countFound(): Map<EdiProblem, number> {
    const counts = new Map<EdiProblem, number>()
    for (const { code } of this.found) counts.set(code as EdiProblem, (counts.get(code as EdiProblem) ?? 0) + 1)
    return counts
  }
}
