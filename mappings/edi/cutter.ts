import { type Delimiters, isLineEnd, LF } from './delimiters'
import { MANDATORY, MORE, type Shapes, STRIDE } from './check/shape'
import { BROKEN, CONTROL, DIGIT, ESCAPED, HIGH, LETTER, POINT, REPEATED } from './flags'
import { NONE, type Segment } from './segment'

/** What a byte means: below {@link STOP} it is content, as the flag that a token with it gets; from there on the scan stops at it. */
const STOP = 128
const ELEMENT = 128, COMPONENT = 129, REPETITION = 130, TERMINATOR = 131, LINE = 132, RELEASE = 133

/** A segment longer than this is none: it would fill the memory of whoever reads a file without terminators. */
export const LONGEST_SEGMENT = 4 * 1024 * 1024

/** Finds the tokens of one segment after the other by a table of what each byte means. */
export class Cutter {
  /** Line feeds inside the segment that was cut last. */
  newlines = 0
  /** The file ended behind a release character. */
  dangling = false
  /** Number of bytes that end a segment. */
  readonly width: number
  private readonly classes = new Uint8Array(256).fill(LETTER)
  private readonly terminator: Buffer
  /** Flags of the content that was no plain one. */
  private found = 0
  private readonly tag: number | undefined

  constructor(delimiters: Delimiters) {
    const { classes } = this
    classes.fill(CONTROL, 0, 32).fill(DIGIT, 48, 58).fill(HIGH, 127)
    classes[46] = POINT
    classes[10] = classes[13] = LINE
    const set = (byte: number, meaning: number): void => {
      if (byte >= 0) classes[byte] = meaning
    }
    set(delimiters.repetition, REPETITION)
    set(delimiters.component, COMPONENT)
    set(delimiters.release, RELEASE)
    set(delimiters.element, ELEMENT)
    set(delimiters.terminator[0]!, TERMINATOR)
    if (delimiters.byLine) classes[10] = classes[13] = TERMINATOR
    this.terminator = delimiters.terminator
    this.width = delimiters.terminator.length
    this.tag = delimiters.tag
  }

  /** Is it the (one) byte that ends segments? */
  ends(byte: number): boolean {
    return this.classes[byte] === TERMINATOR && this.width === 1
  }

  /**
   * Fills the segment from `from` on and answers the index of its terminator, or of the end of the bytes where the file `ended` without one;
   * -1 where more bytes are needed. The loop that everything else waits for: no allocation, one table look-up a byte, and each token
   * is held against its rule while it is at hand.
   */
  cut(bytes: Buffer, from: number, segment: Segment, shapes: Shapes, ended: boolean): number {
    const { classes } = this
    const { length } = bytes
    let { starts, flags, first } = segment
    let rules: Int32Array = NONE
    let top = 0
    let at = 0
    let i = from
    let start = from
    let token = 0
    let element = 0
    let seen = 0
    let any = 0
    let present = 0
    let doubts = 0
    this.newlines = 0
    starts[0] = from
    first[0] = 0
    if (this.tag !== undefined) {
      const end = this.tagEnd(bytes, from, this.tag)
      if (end > 0) {
        flags[0] = any = end > from + 3 ? BROKEN : LETTER
        starts[1] = start = i = end + 1
        first[1] = token = element = 1
        rules = segment.begin(bytes, from, end, shapes)
        top = rules.length - 1
        at = Math.min(1 << STRIDE, top)
      }
    }
    for (;;) {
      let meaning = TERMINATOR
      while (i < length && (meaning = classes[bytes[i]!]!) < STOP) {
        seen |= meaning
        i++
      }
      if (i >= length) {
        if (!ended) return -1
        meaning = TERMINATOR
      } else if (meaning >= TERMINATOR && (meaning > TERMINATOR || this.width > 1)) {
        const behind = this.content(bytes, i, meaning, ended)
        if (behind < 0) return -1
        if (behind > 0) {
          seen |= this.found
          i = behind
          continue
        }
      }
      const size = i - start
      const rule = rules[at]!
      if (size > 0) {
        present |= 1 << element
        if ((seen & rule) !== 0 || size > rule >>> 16 || size < (rule >> 8 & 0x7f)) doubts |= 1 << element
      } else if ((rule & MANDATORY) !== 0) doubts |= 1 << element
      flags[token] = seen
      any |= seen
      seen = 0
      starts[++token] = start = ++i
      if (meaning === ELEMENT) {
        if ((rule & MORE) !== 0) doubts |= 1 << element
        if (element === 0) {
          rules = segment.begin(bytes, from, i - 1, shapes)
          top = rules.length - 1
        }
        first[++element] = token
        at = element << STRIDE
        if (at > top) at = top
        if (token >= starts.length - 2) ({ starts, flags, first } = segment.grow())
      } else if (meaning === TERMINATOR) {
        if ((rule & MORE) !== 0) doubts |= 1 << element
        break
      } else {
        if ((++at & (1 << STRIDE) - 1) === 0 || at >= top || meaning === REPETITION) {
          doubts |= 1 << element
          at = top
        }
        if (meaning === REPETITION) seen = REPEATED
        if (token >= starts.length - 2) ({ starts, flags, first } = segment.grow())
      }
    }
    if (element === 0) segment.begin(bytes, from, i - 1, shapes)
    first[element + 1] = token
    segment.any = any
    segment.elements = element
    segment.tokens = token
    segment.present = present
    segment.doubts = doubts
    return i - 1
  }

  /** Is there one of the marks that end a token, of several bytes, or is it content? Answers the index behind it where it is content, 0 where it is none, -1 where more bytes are needed. */
  private content(bytes: Buffer, i: number, meaning: number, ended: boolean): number {
    if (meaning === LINE) {
      this.found = BROKEN
      if (bytes[i] === LF) this.newlines++
      return i + 1
    }
    if (meaning === RELEASE) {
      if (i + 1 >= bytes.length && !ended) return -1
      this.dangling = i + 1 >= bytes.length
      this.found = isLineEnd(bytes[i + 1]) ? ESCAPED | BROKEN : ESCAPED
      return this.dangling ? bytes.length : i + 2
    }
    if (i + this.width > bytes.length && !ended) return -1
    if (bytes.subarray(i, i + this.width).equals(this.terminator)) return 0
    this.found = HIGH
    return i + 1
  }

  /** Index of the mark behind the tag, line breaks inside the tag left out; -1 where there is none. */
  private tagEnd(bytes: Buffer, start: number, mark: number): number {
    let letters = 0
    for (let i = start; i < bytes.length && letters <= 3; i++) {
      const byte = bytes[i]
      if (byte === mark && letters === 3) {
        for (let j = start; j < i; j++) if (bytes[j] === LF) this.newlines++
        return i
      }
      if (!isLineEnd(byte)) letters++
    }
    return -1
  }
}
