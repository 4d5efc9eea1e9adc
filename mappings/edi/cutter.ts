import { NOTHING, type Outside } from './charset'
import { type Shapes } from './check/shape'
import { type Delimiters } from './delimiters'
import { CONTROL, HIGH, ODD } from './flags'
import { type Marks, RECORD, type Scan, theScan } from './scan/scan'
import { type Segment } from './segment'

/** What a byte means: below this it is content, as the flag that a token with it gets; the scan stops at it from there on. */
const ELEMENT = 128, COMPONENT = 129, REPETITION = 130, TERMINATOR = 131, LINE = 132, RELEASE = 133

/** A segment longer than this is none: it would fill the memory of whoever reads a file without terminators. */
export const LONGEST_SEGMENT = 4 * 1024 * 1024

/** By the lower half of each character a bit for the higher half, of those that are content. */
function halves(outside: Outside, classes: Uint8Array): Uint8Array {
  const found = new Uint8Array(16)
  outside.forEach((isOutside, character) => {
    if (isOutside && classes[character]! < ELEMENT) found[character & 15]! |= 1 << (character >> 4)
  })
  return found
}

/** Finds the tokens of one segment after the other by a table of what each byte means. */
export class Cutter {
  /** Number of bytes that end a segment. */
  readonly width: number
  private marks: Marks
  private scan: Scan | undefined
  private generation = 0
  private count = 0
  private at = 0
  private looks: boolean
  private odd = 0

  constructor({ element, component, repetition, release, terminator, byLine, tag }: Delimiters, outside: Outside = NOTHING) {
    const classes = new Uint8Array(256).fill(CONTROL, 0, 32).fill(HIGH, 127)
    classes[10] = classes[13] = LINE
    const set = (byte: number, meaning: number): void => {
      if (byte >= 0) classes[byte] = meaning
    }
    set(repetition, REPETITION)
    set(component, COMPONENT)
    set(release, RELEASE)
    set(element, ELEMENT)
    set(terminator[0]!, TERMINATOR)
    if (byLine) classes[10] = classes[13] = TERMINATOR
    this.width = terminator.length
    this.looks = outside !== NOTHING
    this.marks = { classes, outside: halves(outside, classes), terminator, element, component, repetition, release, tag: tag ?? -1 }
  }

  /** Segments are told from here on that may have such a character, delimiters apart. */
  lookFor(outside: Outside): void {
    this.looks = outside !== NOTHING
    this.marks = { ...this.marks, outside: halves(outside, this.marks.classes) }
  }

  /** Is it the (one) byte that ends segments? */
  ends(byte: number): boolean {
    return this.marks.classes[byte] === TERMINATOR && this.width === 1
  }

  /** Cuts the segments from `from` on, as many as there are in one go; false where the first is not whole, and the file has not `ended`. */
  cut(bytes: Buffer, from: number, shapes: Shapes, lead: number, ended: boolean): boolean {
    this.scan = theScan(bytes.length)
    this.count = this.scan.cut(bytes, from, this.marks, shapes, lead, ended)
    this.generation = this.scan.generation
    this.odd = this.looks && this.count > 0 && this.scan.hasOutside(from, this.count) ? ODD : 0
    this.at = 0
    return this.count > 0
  }

  /** Is there a segment left that was cut, and is what was found of it still there? */
  get has(): boolean {
    return this.left && this.scan!.generation === this.generation
  }

  /** Is there one, where nobody else can have cut anything meanwhile? */
  get left(): boolean {
    return this.at < this.count
  }

  /** What was cut is no longer wanted: there are other bytes. */
  drop(): void {
    this.count = 0
  }

  /** Line feeds before what follows the segment that was taken last, since it was cut. */
  get linesBehind(): number {
    return this.scan!.records[this.at * RECORD - RECORD + 7]!
  }

  /** The file ended behind a release character. */
  get dangling(): boolean {
    return this.scan!.records[this.at * RECORD - RECORD + 8] !== 0
  }

  /** Fills the segment with the next one of those that were cut from a line on, and answers the index of its terminator, or of the end of the bytes. */
  take(segment: Segment, line: number): number {
    const scan = this.scan!
    const { records, starts } = scan
    const at = this.at++ * RECORD
    if (segment.starts !== starts) {
      segment.starts = starts
      segment.first = scan.first
      segment.flags = scan.flags
    }
    segment.start = records[at]!
    segment.place = records[at + 2]!
    segment.elements = records[at + 3]!
    const kinds = records[at + 4]!
    segment.any = kinds & 0xff | this.odd
    segment.doubts = records[at + 5]!
    segment.line = line + records[at + 6]!
    segment.begin(kinds >> 8)
    return records[at + 1]!
  }
}
