/**
 * How a call failed, and so what may be done: `again` (nothing happened, try later), `wait` (told to: 429, Retry-After),
 * `refused` (business: never retry), `login` (who we are is in question), `unknown` (it may have happened: time-out, socket
 * closed or 502/504 after the body went out, an answer that cannot be read).
 */
export type FaultKind = 'again' | 'wait' | 'refused' | 'login' | 'unknown'

/** The only error a connector throws. The text is for a person and never holds a secret. */
export class Fault extends Error {
  override readonly name = 'Fault'
  constructor(
    readonly kind: FaultKind,
    message: string,
    readonly detail: {
      /** HTTP status or the system's own error code. */
      code?: string
      /** Not before so many ms (Retry-After). */
      waitMs?: number
      /** Refused on its way: it was made there all the same, and is not what it was to become. */
      begun?: boolean
      /** A call was answered so that only reads: it says nothing of what was to be written. */
      read?: boolean
      /** It came to no call: says nothing of how the system is. */
      uncalled?: boolean
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: detail.cause })
  }
}
