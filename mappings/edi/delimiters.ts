/** The bytes that separate, as one interchange announces or shows them. -1 where it has none. */
export interface Delimiters {
  element: number
  component: number
  repetition: number
  release: number
  /** One byte, or up to four where the terminator is a character outside ASCII sent as UTF-8. */
  terminator: Buffer
  /** Segments end with line ends; CR, LF and CR LF are then all the same. */
  byLine: boolean
  /** Mark behind the tag, where it is another than between elements (TRADACOMS). */
  tag?: number
  /** Decimal mark where the document announces one (UNA). */
  decimal?: '.' | ','
}

/** What a look at an envelope's first bytes gave. */
export interface Detected {
  delimiters: Delimiters
  /** Index of the first byte to tokenize: behind a UNA, else at the header's tag. */
  from: number
  /** What was odd about it. */
  odd: { code: 'isa-width' | 'delimiter-is-letter' | 'service-string-short' | 'tag-mark'; message: string; element?: number }[]
}

/** `more` where further bytes are needed to decide, `unreadable` where no delimiters can be found. */
export type Detection = Detected | 'more' | 'unreadable'

export const CR = 13
export const LF = 10

export const isLetter = (byte: number | undefined): boolean =>
  byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122))
export const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 48 && byte <= 57
export const isAlphanumeric = (byte: number | undefined): boolean => isLetter(byte) || isDigit(byte)
export const isLineEnd = (byte: number | undefined): boolean => byte === CR || byte === LF
/** Blank, tab, line end, NUL and the Ctrl-Z of old systems: what may stand between segments. */
export const isFiller = (byte: number | undefined): boolean => byte === 32 || byte === 9 || byte === CR || byte === LF || byte === 0 || byte === 26

/** First index at or after `from` that is no filler. */
export function skipFiller(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isFiller(bytes[at])) at++
  return at
}

/** Length in bytes of the character at `at`, where it is valid UTF-8; 1 for any other byte. */
export function characterLength(bytes: Buffer, at: number): number {
  const lead = bytes[at]!
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 1
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return 1
  return length
}
