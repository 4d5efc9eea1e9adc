/** A text as far as it is kept; `of` is how many characters it had, where it was cut. */
export interface Excerpt {
  text: string
  of?: number
}

/** One way there and back over the wire: what was asked, and what was answered or why nothing was. No secret is in it. */
export interface Trip {
  /** When it began, ms since 1970. */
  atMs: number
  ms: number
  method: string
  /** With its query. */
  path: string
  /** What the system knows a repeat by, where it was sent with such a header. */
  key?: string
  asked?: Excerpt
  status?: number
  answered?: Excerpt
  /** Why there was no answer. */
  failed?: string
}

/** Characters that are kept of a body. */
const MOST = 4000
/** A secret that begins before this much of the end of what is looked at may go on behind it, and would not be known. */
const MARGIN = 4096

/** The beginning of a text without secrets: no part of one is left where it is cut. */
export function excerptOf(text: string, redact: (text: string) => string): Excerpt {
  if (text.length <= MOST) return { text: redact(text) }
  const seen = redact(text.slice(0, MOST + MARGIN))
  return { text: seen.slice(0, text.length <= MOST + MARGIN ? MOST : Math.min(MOST, Math.max(0, seen.length - MARGIN))), of: text.length }
}
