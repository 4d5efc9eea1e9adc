import { characterLength, type Delimiters, type Detected, type Detection, isAlphanumeric, isFiller, isLetter, isLineEnd, LF, skipFiller } from '../delimiters'

/** Widths of ISA01 to ISA16 (X12.5, interchange control header): with its tag and separators an ISA is 105 bytes, 106 with the terminator. */
const WIDTHS = [2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1]
/** Beyond this an ISA is none. Slips of a few bytes an element are taken. */
const LONGEST = 400

const TAB = 9

/** May the byte separate elements? Blanks fill them; a tab separates where it must be one. */
export const separates = (byte: number | undefined): boolean => byte === TAB || !isFiller(byte)

/** Is there an interchange header at `at`? A letter or a tab may follow where a partner uses one as separator: then its widths must be exact. */
export function isIsa(bytes: Buffer, at: number): boolean {
  if (bytes[at] !== 0x49 || bytes[at + 1] !== 0x53 || bytes[at + 2] !== 0x41) return false
  const separator = bytes[at + 3]
  if (separator === undefined) return true
  return (!isAlphanumeric(separator) && separator !== TAB) || bytes[at + 6] === separator
}

/**
 * Finds the delimiters of an X12 interchange in its ISA segment (X12.5). Separators are counted, not columns, so that an ISA
 * with elements too short, too long or wrapped over lines is read; what is off is told.
 */
export function detectX12(bytes: Buffer, at: number, ended: boolean): Detection {
  const element = bytes[at + 3]
  if (element === undefined || !separates(element)) return ended || element !== undefined ? 'unreadable' : 'more'
  const stops = separators(bytes, at, element)
  const enough = bytes.length - at >= LONGEST + 40
  if (!stops) return ended || enough ? 'unreadable' : 'more'
  if (bytes.length < stops[15]! + 8 && !ended) return 'more'
  const end = ending(bytes, stops[15]! + 1, element)
  if (!end) return ended || enough ? 'unreadable' : 'more'
  const repetition = repetitionMark(bytes, stops, element)
  const delimiters: Delimiters = { element, component: end.component, repetition, release: -1, terminator: end.terminator, byLine: isLineEnd(end.terminator[0]) }
  return { delimiters, from: at, odd: oddities(bytes, at, stops, delimiters) }
}

/** Positions of the 16 element separators; undefined where they are not all within reach. */
function separators(bytes: Buffer, at: number, element: number): number[] | undefined {
  const stops: number[] = []
  const end = Math.min(bytes.length, at + LONGEST)
  for (let i = at + 3; i < end && stops.length < 16; i++) if (bytes[i] === element) stops.push(i)
  return stops.length === 16 ? stops : undefined
}

/** Component separator (ISA16) and segment terminator behind it. */
function ending(bytes: Buffer, from: number, element: number): { component: number; terminator: Buffer } | undefined {
  let at = from
  while (isLineEnd(bytes[at])) at++
  // ISA16 left out: the terminator follows ISA15 at once
  if (at > from || startsSegment(bytes, skipFiller(bytes, at + 1), element)) {
    const terminator = at > from ? Buffer.from([LF]) : bytes.subarray(at, at + 1)
    if (at > from ? startsSegment(bytes, at, element) : recurs(bytes, at, element)) return { component: -1, terminator: Buffer.from(terminator) }
  }
  const component = bytes[at]
  if (component === undefined || component === element) return undefined
  const next = at + characterLength(bytes, at)
  // blanks before the line's end are none of ISA16: they fill the line
  let blank = next
  while (bytes[blank] === 32) blank++
  if (blank > next && isLineEnd(bytes[blank])) return { component, terminator: Buffer.from([LF]) }
  let end = next
  while (isLineEnd(bytes[end])) end++
  const mark = bytes[end]
  if (end > next && (mark === undefined || isAlphanumeric(mark) || isFiller(mark) || !isLetter(bytes[skipFiller(bytes, end + 1)]))) {
    return { component, terminator: Buffer.from([LF]) }
  }
  if (mark === undefined || isAlphanumeric(mark) || mark === element || mark === 32) return undefined
  return { component, terminator: Buffer.from(bytes.subarray(end, end + characterLength(bytes, end))) }
}

/** Does a segment that may follow an ISA stand here (GS, TA1, IEA, ISB)? */
function startsSegment(bytes: Buffer, at: number, element: number): boolean {
  const tag = bytes.toString('latin1', at, at + 3)
  return (tag.startsWith('GS') && bytes[at + 2] === element) || (/^(TA1|IEA|ISB)$/.test(tag) && bytes[at + 3] === element)
}

/** Does the byte come again before the next `ST`? Otherwise it ends nothing. */
function recurs(bytes: Buffer, at: number, element: number): boolean {
  const again = bytes.indexOf(bytes[at]!, at + 1)
  const transaction = bytes.indexOf(Buffer.from([0x53, 0x54, element]), at + 1)
  return again >= 0 && (transaction < 0 || again < transaction)
}

/** ISA11: from 00402 on the repetition separator, before that a standards code (`U`). */
function repetitionMark(bytes: Buffer, stops: number[], element: number): number {
  const mark = bytes[stops[10]! + 1]!
  const version = bytes.toString('latin1', stops[11]! + 1, stops[12])
  return stops[11]! - stops[10]! === 2 && !isAlphanumeric(mark) && !isFiller(mark) && mark !== element && version >= '00402' ? mark : -1
}

function oddities(bytes: Buffer, at: number, stops: number[], delimiters: Delimiters): Detected['odd'] {
  const odd: Detected['odd'] = []
  const wrong: string[] = []
  let first: number | undefined
  WIDTHS.forEach((width, i) => {
    let length = 0
    const end = i < 15 ? stops[i + 1]! : stops[15]! + 1 + (delimiters.component < 0 ? 0 : 1)
    for (let j = stops[i]! + 1; j < end; j++) if (!isLineEnd(bytes[j])) length++
    if (i === 15 && delimiters.component >= 0) length = 1
    if (length === width) return
    first ??= i + 1
    wrong.push(`ISA${String(i + 1).padStart(2, '0')} has ${length} instead of ${width}`)
  })
  if (stops[0]! !== at + 3) wrong.unshift('the tag is not followed by a separator')
  if (wrong.length > 0) {
    odd.push({ code: 'isa-width', element: first,
      message: `The ISA is not 106 bytes wide (${wrong.join(', ')}); it was read by its separators. Ask the sender to pad its elements with blanks.` })
  }
  if ([delimiters.element, delimiters.component, delimiters.terminator[0]].some((byte) => isAlphanumeric(byte))) {
    odd.push({ code: 'delimiter-is-letter', message: 'A delimiter is a letter or digit: any text that has it is cut there. Ask the sender for other delimiters.' })
  }
  return odd
}

/** Delimiters of X12 segments without an envelope, shown by a bare `GS` or `ST` segment. */
export function detectBareX12(bytes: Buffer, at: number, ended: boolean): Detection {
  const element = bytes[at + 2]
  if (element === undefined) return ended ? 'unreadable' : 'more'
  if (isAlphanumeric(element) || !separates(element)) return 'unreadable'
  for (let i = at + 3; i < Math.min(bytes.length, at + LONGEST); i++) {
    const byte = bytes[i]!
    if (byte === element || isAlphanumeric(byte) || byte === 32) continue
    const next = skipFiller(bytes, i + 1)
    if (next + 3 >= bytes.length && !ended) return 'more'
    if (!isLetter(bytes[next]) || !isAlphanumeric(bytes[next + 1])) continue
    if (bytes[next + 2] !== element && bytes[next + 3] !== element) continue
    const terminator = isLineEnd(byte) ? Buffer.from([LF]) : Buffer.from(bytes.subarray(i, i + 1))
    return { delimiters: { element, component: 0x3e, repetition: -1, release: -1, terminator, byLine: isLineEnd(byte) }, from: at, odd: [] }
  }
  return ended || bytes.length - at >= LONGEST ? 'unreadable' : 'more'
}
