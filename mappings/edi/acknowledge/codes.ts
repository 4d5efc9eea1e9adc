import { type Problem } from '../../../orders/problem'
import { type EdiProblem } from '../problems'

/** How an acknowledgement names a problem: X12 segment (720), element (723) and set (718) codes, EDIFACT 0085. */
interface Names {
  segment?: string
  element?: string
  set?: string
  edifact: string
}

/** Problems that have a code of their own; any other one is told as an unspecified error of its segment. */
const NAMES = new Map<EdiProblem, Names>([
  ['segment-unknown', { segment: '6', edifact: '15' }], ['segment-order', { segment: '7', edifact: '15' }], ['beginning-missing', { segment: '3', edifact: '13' }], ['segment-missing', { segment: '3', edifact: '13' }],
  ['segment-too-often', { segment: '5', edifact: '35' }], ['order-second', { segment: '5', edifact: '35' }], ['loop-too-often', { segment: '4', edifact: '36' }],
  ['element-missing', { element: '1', edifact: '13' }], ['syntax-note', { element: '2', edifact: '13' }], ['element-too-many', { element: '3', edifact: '16' }],
  ['element-too-short', { element: '4', edifact: '40' }], ['element-too-long', { element: '5', edifact: '39' }], ['control-character', { element: '6', edifact: '21' }],
  ['character-outside-set', { element: '6', edifact: '21' }], ['character-outside-level', { element: '6', edifact: '21' }], ['element-type', { element: '6', edifact: '37' }], ['number-unreadable', { element: '6', edifact: '37' }], ['number-ambiguous', { element: '6', edifact: '19' }],
  ['decimal-mark-differs', { element: '6', edifact: '19' }], ['element-code', { element: '7', edifact: '12' }], ['purpose-not-original', { element: '7', edifact: '12' }],
  ['date-unreadable', { element: '8', edifact: '12' }], ['date-ambiguous', { element: '8', edifact: '12' }],
  ['component-too-many', { element: '3', edifact: '16' }], ['repetition-too-many', { element: '3', edifact: '35' }], ['reference-missing', { element: '1', edifact: '13' }], ['required-missing', { element: '1', edifact: '13' }],
  ['lines-missing', { segment: '3', edifact: '13' }], ['message-unterminated', { set: '2', edifact: '13' }], ['control-number-differs', { set: '3', edifact: '28' }],
  ['segment-count-differs', { set: '4', edifact: '29' }], ['count-unreadable', { set: '4', edifact: '29' }], ['message-type-unknown', { set: '6', edifact: '12' }], ['message-type-unsupported', { set: '1', edifact: '17' }], ['group-type-differs', { set: '18', edifact: '31' }], ['version-unknown', { set: '', edifact: '12' }],
  ['control-number-missing', { set: '7', edifact: '13' }], ['quantity-missing', { edifact: '13' }], ['line-empty', { edifact: '13' }], ['item-missing', { edifact: '13' }], ['line-count-differs', { edifact: '29' }], ['hash-total-differs', { edifact: '29' }],
  ['message-duplicate', { set: '23', edifact: '26' }], ['message-empty', { set: '5', edifact: '32' }], ['interchange-unterminated', { edifact: '13' }], ['group-unterminated', { edifact: '13' }],
  ['group-count-differs', { edifact: '29' }], ['message-count-differs', { edifact: '29' }], ['interchange-duplicate', { edifact: '26' }], ['group-duplicate', { set: '23', edifact: '26' }], ['segment-outside-message', { edifact: '33' }], ['trailer-without-header', { edifact: '33' }], ['test-indicator', { edifact: '25' }],
])

/** The names of a problem in acknowledgements. */
export const namesOf = (problem: Problem): Names => NAMES.get(problem.code as EdiProblem) ?? { edifact: '18' }

/** What an acknowledgement says of a message or envelope with these problems: notes are not told to the partner. */
export function verdict(problems: readonly Problem[]): 'accepted' | 'accepted with errors' | 'rejected' {
  if (problems.some(({ severity }) => severity === 'error' || severity === 'fatal')) return 'rejected'
  return problems.some(({ severity }) => severity === 'warning') ? 'accepted with errors' : 'accepted'
}

/** Problems to tell, those of one place together, in the order of the message. */
export function byPlace(problems: readonly Problem[]): Map<number, Problem[]> {
  const places = new Map<number, Problem[]>()
  for (const problem of problems) {
    if (problem.severity === 'note') continue
    const at = problem.segment ?? 0
    places.set(at, [...(places.get(at) ?? []), problem])
  }
  return new Map([...places].sort(([a], [b]) => a - b))
}
