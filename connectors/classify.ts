import { type FaultKind } from './fault'

/** Whether a repeat could do something twice. */
export type Effect = 'read' | 'write'

/** How a call ended without a usable answer. */
export type Ending =
  /** Nothing was written to the socket: no name, no connection, no time, no lease. */
  | 'not-sent'
  /** It was written, and then silence: time-out, socket closed, aborted. */
  | 'no-answer'
  /** A success that cannot be read: HTML, cut off, too large, of another shape. */
  | 'unreadable'
  /** The target may not be spoken to at all. */
  | 'forbidden-target'

type Verdict = Readonly<Record<Effect, FaultKind>>
const both = (kind: FaultKind): Verdict => ({ read: kind, write: kind })
const perhapsDone: Verdict = { read: 'again', write: 'unknown' }

export const ENDINGS: Readonly<Record<Ending, Verdict>> = {
  'not-sent': both('again'),
  'no-answer': perhapsDone,
  'unreadable': perhapsDone,
  'forbidden-target': both('refused'),
}

/** The first row that holds the status counts. 500 and 502 tell nothing of what was done before it broke. */
const STATUSES: readonly { from: number; to: number; verdict: Verdict }[] = [
  // "see elsewhere what came of it" (RFC 9110 15.4.4)
  { from: 303, to: 303, verdict: { read: 'refused', write: 'unknown' } },
  { from: 300, to: 399, verdict: both('refused') },
  { from: 401, to: 401, verdict: both('login') },
  { from: 403, to: 403, verdict: both('login') },
  // the proxy on our side asks who we are
  { from: 407, to: 407, verdict: both('login') },
  { from: 408, to: 408, verdict: perhapsDone },
  { from: 423, to: 423, verdict: both('again') },
  { from: 425, to: 425, verdict: both('again') },
  { from: 429, to: 429, verdict: both('wait') },
  { from: 400, to: 499, verdict: both('refused') },
  { from: 501, to: 501, verdict: both('refused') },
  { from: 503, to: 503, verdict: both('again') },
  { from: 500, to: 599, verdict: perhapsDone },
]

/**
 * What an HTTP status other than success means. `safe500` is for a system that is known to roll back before it answers 500; `passedOn` for a 503 that may
 * come of a gateway which lost the system while it was at it.
 */
export function kindOfStatus(status: number, effect: Effect, { safe500 = false, passedOn = false } = {}): FaultKind {
  if (status === 500 && safe500) return 'again'
  if (status === 503 && passedOn) return perhapsDone[effect]
  return STATUSES.find(({ from, to }) => status >= from && status <= to)?.verdict[effect] ?? ENDINGS.unreadable[effect]
}

export const kindOfEnding = (ending: Ending, effect: Effect): FaultKind => ENDINGS[ending][effect]

const DAY_MS = 86_400_000

/**
 * `Retry-After` in ms (RFC 9110 10.2.3): seconds, or a date measured against the answer's own `Date`, since the system's clock
 * may be wrong. At most a day; undefined where it is absent or no such value.
 */
export function retryAfterMs(value: string | undefined, date: string | undefined, now: number = Date.now()): number | undefined {
  const text = value?.trim()
  if (!text) return undefined
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - (Date.parse(date ?? '') || now)
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), DAY_MS)
}
