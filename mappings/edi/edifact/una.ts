import { type Delimiters, type Detection, isAlphanumeric, isDigit, isFiller, isLineEnd, LF, skipFiller } from '../delimiters'

/** How far the first segments are searched for their terminator where no UNA tells it. */
const REACH = 4096

const at3 = (bytes: Buffer, at: number, tag: string): boolean =>
  bytes[at] === tag.charCodeAt(0) && bytes[at + 1] === tag.charCodeAt(1) && bytes[at + 2] === tag.charCodeAt(2)

/** Is there a service string advice at `at`? */
export const isUna = (bytes: Buffer, at: number): boolean => at3(bytes, at, 'UNA')
/** Is there an interchange header, or the header of a bare group or message, at `at`? */
export const isUnb = (bytes: Buffer, at: number): boolean => at3(bytes, at, 'UNB') && !isAlphanumeric(bytes[at + 3])

/**
 * Finds the delimiters of an EDIFACT interchange: from UNA where there is one, else the defaults of ISO 9735 level A/B
 * (`:+.? '`) unless the first segments show others.
 */
export function detectEdifact(bytes: Buffer, at: number, ended: boolean): Detection {
  if (isUna(bytes, at)) return advised(bytes, at, ended)
  const element = bytes[at + 3]
  if (element === undefined) return ended ? 'unreadable' : 'more'
  const limit = Math.min(bytes.length, at + REACH)
  const next = followingHeader(bytes, at + 4, limit, element)
  if (next === undefined && !ended && limit - at < REACH) return 'more'
  const component = componentMark(bytes, at, element)
  const { terminator, byLine } = terminatorBefore(bytes, next, component)
  const used = [element, component, terminator[0]]
  const free = (byte: number): number => (used.includes(byte) ? -1 : byte)
  const syntax = bytes[at + 9]
  const repetition = at3(bytes, at, 'UNB') && isDigit(syntax) && syntax! >= 0x34 ? free(0x2a) : -1
  return { delimiters: { element, component, repetition, release: free(0x3f), terminator, byLine }, from: at, odd: letters(used) }
}

/** ISO 9735 part 1, service string advice: `UNA`, then component, element, decimal mark, release, repetition (or blank), terminator. */
function advised(bytes: Buffer, at: number, ended: boolean): Detection {
  if (bytes.length < at + 14 && !ended) return 'more'
  if (bytes.length < at + 9) return 'unreadable'
  const short = !at3(bytes, skipFiller(bytes, at + 9), 'UN') && bytes[at + 8] === 0x55 && bytes[at + 9] === 0x4e
  const service = [...bytes.subarray(at + 3, at + (short ? 8 : 9))]
  if (short) service.splice(4, 0, 32)
  const [component, element, decimal, release, repetition, end] = service as [number, number, number, number, number, number]
  const byLine = isLineEnd(end)
  const odd = letters([component, element, end])
  if (short) odd.push({ code: 'service-string-short', message: 'The UNA has five characters instead of six; its fifth was taken to be the terminator.' })
  const delimiters: Delimiters = {
    element, component, release: release === 32 ? -1 : release,
    repetition: repetition === 32 || [element, component, release, end].includes(repetition) ? -1 : repetition,
    terminator: Buffer.from([byLine ? LF : end]), byLine,
    ...(decimal === 0x2c ? { decimal: ',' as const } : decimal === 0x2e ? { decimal: '.' as const } : {}),
  }
  if (new Set([element, component, end]).size < 3) return 'unreadable'
  return { delimiters, from: at + (short ? 8 : 9), odd }
}

function letters(used: (number | undefined)[]): Extract<Detection, object>['odd'] {
  return used.some((byte) => isAlphanumeric(byte))
    ? [{ code: 'delimiter-is-letter', message: 'A delimiter is a letter or digit: any text that has it is cut there. Ask the sender for other delimiters.' }]
    : []
}

/** Index of the next segment that is known to follow a header: UNH, UNG, BGM or a trailer. */
function followingHeader(bytes: Buffer, from: number, limit: number, element: number): number | undefined {
  for (let i = from; i + 3 < limit; i++) {
    if (bytes[i + 3] !== element) continue
    if (at3(bytes, i, 'UNH') || at3(bytes, i, 'UNG') || at3(bytes, i, 'BGM') || at3(bytes, i, 'UCI') || at3(bytes, i, 'UNT') || at3(bytes, i, 'UNZ')) return i
  }
  return undefined
}

/** `UNB+UNOA:3`, `UNH+1+ORDERS:D`: the mark behind the syntax identifier or message type. */
function componentMark(bytes: Buffer, at: number, element: number): number {
  if (at3(bytes, at, 'UNB')) return !isAlphanumeric(bytes[at + 8]) && isDigit(bytes[at + 9]) && bytes[at + 8] !== element ? bytes[at + 8]! : 0x3a
  if (element === 0x2b) return 0x3a
  const type = bytes.indexOf(element, at + 4) + 1
  for (let i = type; type > 0 && i < Math.min(bytes.length, type + 8); i++) if (!isAlphanumeric(bytes[i])) return bytes[i] === element ? 0x3a : bytes[i]!
  return 0x3a
}

function terminatorBefore(bytes: Buffer, next: number | undefined, component: number): { terminator: Buffer; byLine: boolean } {
  const apostrophe = { terminator: Buffer.from([0x27]), byLine: false }
  if (next === undefined) return apostrophe
  let at = next - 1
  while (at > 0 && isFiller(bytes[at])) at--
  const mark = bytes[at]!
  const line = bytes.subarray(at + 1, next).includes(LF) || bytes.subarray(at + 1, next).includes(13)
  if (mark === 0x27) return apostrophe
  if (line && (isAlphanumeric(mark) || mark >= 0x80 || mark === component)) return { terminator: Buffer.from([LF]), byLine: true }
  return isAlphanumeric(mark) || mark === 32 || mark >= 0x80 ? apostrophe : { terminator: Buffer.from([mark]), byLine: false }
}
