import { BROKEN, CONTROL, ESCAPED, HIGH, SPECIAL } from '../flags'
import { type Segment } from '../segment'
import { CODE, DATE, DECIMAL, NUMBER, type Shape, TEXT, TIME, WHOLE } from './shape'

/** Is the token not of its shape? */
export function isOff(s: Segment, t: number, shape: Shape): boolean {
  const { bytes } = s
  const start = s.starts[t]!
  const end = s.starts[t + 1]! - 1
  const length = end - start
  const flags = s.flags[t]!
  if ((flags & CONTROL) !== 0) return true
  if ((flags & SPECIAL) !== 0) return isOffText(s, t, shape)
  switch (shape.kind) {
    case TEXT: return length > shape.most || length < shape.least
    case CODE: return length > shape.most || length < shape.least || (shape.codes !== undefined && !isListed(packed(bytes, start, end), shape.codes))
    case WHOLE: return !isWhole(bytes, start, end, shape)
    case DECIMAL: case NUMBER: return !isDecimal(bytes, start, end, shape)
    case DATE: return !isDate(bytes, start, end, shape.least)
    case TIME: return !isTime(bytes, start, end)
  }
}

/** Is the text of its kind, whatever its length? */
export function isOfKind(text: string, kind: Shape['kind']): boolean {
  switch (kind) {
    case WHOLE: return /^-?\d+$/.test(text)
    case DECIMAL: return /^-?(\d+\.?\d*|\.\d+)$/.test(text)
    case NUMBER: return /^-?(\d+[.,]?\d*|[.,]\d+)$/.test(text)
    case DATE: case TIME: return false
    default: return true
  }
}

/** A code of at most three characters as a number; -1 for a longer one. */
export function packed(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > 3) return -1
  let number = 0
  for (let i = start; i < end; i++) number = number << 8 | bytes[i]!
  return number
}

/** Faster than the array's own search, and asked once a line. */
function isListed(code: number, codes: Int32Array): boolean {
  for (let i = 0; i < codes.length; i++) if (codes[i] === code) return true
  return false
}

/** Tokens with released characters, line breaks or characters outside ASCII are measured as text. */
function isOffText(s: Segment, t: number, shape: Shape): boolean {
  const length = [...s.value(t)].length
  return length > shape.most || length < shape.least || (shape.kind > CODE && (s.flags[t]! & (HIGH | ESCAPED)) !== 0 && (s.flags[t]! & BROKEN) === 0)
}

function isWhole(bytes: Uint8Array, start: number, end: number, { least, most }: Shape): boolean {
  const from = bytes[start] === 45 ? start + 1 : start
  return end > from && end - from >= least && end - from <= most && areDigits(bytes, from, end)
}

function isDecimal(bytes: Uint8Array, start: number, end: number, { kind, most }: Shape): boolean {
  let digits = 0
  let marks = 0
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte >= 48 && byte <= 57) digits++
    else if (byte === 46 || (byte === 44 && kind === NUMBER)) marks++
    else if (byte !== 45 || i !== start) return false
  }
  return digits > 0 && marks <= 1 && digits <= most
}

function isDate(bytes: Uint8Array, start: number, end: number, least: number): boolean {
  const length = end - start
  if ((length !== 8 && (length !== 6 || least > 6)) || !areDigits(bytes, start, end)) return false
  const month = twoDigits(bytes, end - 4)
  const day = twoDigits(bytes, end - 2)
  return month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** HHMM, with seconds and their tenths or hundredths where there are some. */
function isTime(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if ((length !== 4 && length !== 6 && length !== 7 && length !== 8) || !areDigits(bytes, start, end)) return false
  return twoDigits(bytes, start) < 24 && twoDigits(bytes, start + 2) < 60 && (length === 4 || twoDigits(bytes, start + 4) < 60)
}

function areDigits(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i]! < 48 || bytes[i]! > 57) return false
  return true
}

const twoDigits = (bytes: Uint8Array, at: number): number => bytes[at]! * 10 + bytes[at + 1]! - 528
