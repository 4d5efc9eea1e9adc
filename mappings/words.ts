import { type z } from 'zod'

const KINDS = new Map([
  ['string', 'a text'], ['array', 'a list'], ['object', 'an object'], ['record', 'an object'], ['number', 'a number'], ['int', 'a whole number'], ['boolean', 'true or false'],
])

/**
 * What is wrong with a value, as the end of a sentence that begins with its place: for `safeParse(value, { error: inOurWords })`. A schema's own
 * text goes before it.
 */
export function inOurWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? `missing; it must be ${kindOf(issue.expected)}` : `it must be ${kindOf(issue.expected)}, not ${shown(issue.input)}`
    case 'invalid_value': return `${issue.input === undefined ? 'missing; ' : ''}it must be ${issue.values.map(String).join(' or ')}${issue.input === undefined ? '' : `, not ${shown(issue.input)}`}`
    case 'too_small': return issue.origin === 'number' ? `it must be ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}` : Number(issue.minimum) === 1 ? 'it may not be empty' : `it must have at least ${issue.minimum} ${entries(issue.origin)}`
    case 'too_big': return issue.origin === 'number' ? `it must be ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}` : `it may have at most ${issue.maximum} ${entries(issue.origin)}`
    case 'invalid_format': return `${shown(issue.input)} has not the form of ${issue.format === 'regex' ? 'what is expected here' : `a ${issue.format}`}`
    case 'invalid_union': return `${shown(issue.input)} is none of the forms that are allowed here`
    default: return undefined
  }
}

const kindOf = (expected: string): string => KINDS.get(expected) ?? expected

const entries = (origin: string): string => (origin === 'string' ? 'characters' : 'entries')

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return JSON.stringify(value).slice(0, 80)
}

const ONE = new Map([['lines', 'line'], ['identifiers', 'identifier'], ['notes', 'note'], ['taxes', 'tax'], ['allowancesCharges', 'allowance or charge']])

/** A path as people say it, counted from 1: `quantity of line 2`. */
export function placeOf(path: readonly PropertyKey[]): string {
  const parts: string[] = []
  path.forEach((step, i) => {
    if (typeof step !== 'number') parts.push(String(step))
    else parts.push(`${ONE.get(String(path[i - 1])) ?? String(path[i - 1] ?? 'entry')} ${step + 1}`)
    // the list is named by its entry
    if (typeof step === 'number' && parts.length > 1) parts.splice(-2, 1)
  })
  return parts.reverse().join(' of ')
}
