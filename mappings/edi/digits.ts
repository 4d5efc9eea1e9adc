import { isGln, isGtin } from '../codes/gtin'
import { type DateRead, edifactDate } from './date'
import { EDGED, SPECIAL } from './flags'
import { type Segment } from './segment'

/** Numbers and dates that are judged by their bytes: making a text of one, and looking that up, takes several times as long. */

/** Is the token a GTIN with a right check digit? */
export const isGtinAt = (s: Segment, t: number): boolean => (isPlain(s, t) ? isLongAsGtin(s.lengthOf(t)) && areChecked(s, t) : isGtin(textOf(s, t)))

/** Is the token a GLN with a right check digit? */
export const isGlnAt = (s: Segment, t: number): boolean => (isPlain(s, t) ? s.lengthOf(t) === 13 && areChecked(s, t) : isGln(textOf(s, t)))

/** Days (form 102) and minutes (203) as they were read last, by their digits: a document has few, again and again. */
const KEPT = 256
const days = new Int32Array(KEPT).fill(-1)
const minutes = new Int32Array(KEPT)
const reads = new Array<DateRead>(KEPT)

/** The date of a token in the form of an EDIFACT 2379 (or X12's, 102). */
export function dateAt(s: Segment, t: number, format: string, order?: 'YMD' | 'DMY' | 'MDY'): DateRead {
  const length = s.lengthOf(t)
  const { bytes } = s
  const start = s.starts[t]!
  const day = isPlain(s, t) && ((format === '102' && length === 8) || (format === '203' && length === 12)) ? numberAt(bytes, start, 8) : -1
  const minute = day >= 0 && length === 12 ? numberAt(bytes, start + 8, 4) : -1
  if (day < 0 || (minute < 0 && length === 12)) return edifactDate(textOf(s, t), format, order)
  const slot = Math.imul(day ^ minute << 8, 0x9e3779b1) >>> 24
  if (days[slot] !== day || minutes[slot] !== minute) {
    reads[slot] = edifactDate(textOf(s, t), format, order)
    days[slot] = day
    minutes[slot] = minute
  }
  return reads[slot]!
}

const isPlain = (s: Segment, t: number): boolean => (s.flags[t]! & (SPECIAL | EDGED)) === 0
const textOf = (s: Segment, t: number): string => s.value(t).trim()
const isLongAsGtin = (length: number): boolean => length === 8 || (length >= 12 && length <= 14)

/** So many digits as a number, nine at most; -1 where they are no digits. */
function numberAt(bytes: Uint8Array, start: number, count: number): number {
  let number = 0
  for (let i = start; i < start + count; i++) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

/** Do the token's digits end with their check digit (GS1 General Specifications 7.9)? */
function areChecked(s: Segment, t: number): boolean {
  const { bytes } = s
  const start = s.starts[t]!
  let sum = 0
  for (let i = s.starts[t + 1]! - 2, weight = 1; i >= start; i--, weight = 4 - weight) {
    const digit = bytes[i]! - 48
    if (digit < 0 || digit > 9) return false
    sum += digit * weight
  }
  return sum % 10 === 0
}
