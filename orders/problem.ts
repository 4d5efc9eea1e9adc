export type Severity = 'note' | 'warning' | 'error' | 'fatal'

/**
 * What is wrong with a document, where, and what to do. `fatal` means that the file could not be read on from here;
 * `error` that the message cannot be taken as it is; `warning` and `note` that it was taken all the same.
 */
export interface Problem {
  /** Stable, lower case with hyphens: `segment-count-differs`. */
  code: string
  severity: Severity
  /** A sentence for a person: what is wrong, what was expected, what to do. */
  message: string
  /** Ordinal of the segment, row or element in the file, from 1. */
  segment?: number
  /** Segment tag, column name or element name: `PO1`, `qty`. */
  tag?: string
  /** Ordinal of the element in the segment, from 1. */
  element?: number
  /** Ordinal of the component in the element, from 1. */
  component?: number
  /** Ordinal of the repetition of the element, from 1. */
  repetition?: number
  /** Ordinal of the other element of the segment that calls for this one, or forbids it. */
  because?: number
  /** Line of the file, from 1. */
  line?: number
  /** Column of that line, from 1, where the format has lines of its own. */
  column?: number
  /** Byte offset in the file, from 0. */
  offset?: number
  /** The offending text, cut at 80 characters. */
  text?: string
}

/** Documents of these severities are not taken on by themselves. */
export const stops = (problem: Problem): boolean => problem.severity === 'error' || problem.severity === 'fatal'
