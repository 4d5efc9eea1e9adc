import { type Problem } from '../../orders/problem'
import { NO_SHAPES, type SegmentShape, type Shapes } from './check/shape'
import { type Decode, decoder } from './charset'
import { BROKEN, EDGED, ESCAPED, HIGH, REPEATED, SPECIAL } from './flags'
import { numbered, oddTag, type Tag, tagAt, wrappedTag } from './tag'
import { shortText } from './texts'

/** Where a segment stands in its file. */
export type SegmentPlace = Required<Pick<Problem, 'segment' | 'tag' | 'line' | 'offset'>>

/** A segment longer than this has lost its terminator. */
const FAR = 4096

/**
 * One segment as offsets into the bytes it was found in; texts are made when asked for. There is one instance, filled again for
 * each segment: whoever needs a value keeps the value, not the segment.
 *
 * Tokens are components in a row, each up to one byte before the next: token t is the bytes from `starts[t]` to before
 * `starts[t + 1] - 1`. `startOf(e)` is the token that element e starts with, element 0 is the tag, and behind the last element it is
 * the token behind the last. The tables hold the tokens of other segments too.
 */
export class Segment {
  bytes: Buffer = Buffer.alloc(0)
  /** Position in the file of `bytes[0]`. */
  base = 0
  tag = ''
  /** The tag's number, for tables: {@link Tag}. */
  tagNumber = 0
  /** Ordinal in the file, from 1. */
  ordinal = 0
  /** Line of the file that it starts in, from 1. */
  line = 1
  start = 0
  /** What segments must be from here on. */
  shapes: Shapes = NO_SHAPES
  /** Elements that need a closer look than the scan took: bit e (of 32) is element e, bit 0 the segment as a whole. */
  doubts = 0
  /** Number of elements behind the tag. */
  elements = 0
  /** Where its elements begin in `first`. */
  place = 0
  starts: Int32Array = new Int32Array(4)
  flags: Uint8Array = new Uint8Array(4)
  first: Int32Array = new Int32Array(4)
  /** Flags of all tokens together. */
  any = 0
  release = -1
  decode: Decode = decoder(undefined, () => undefined)
  /** The separators that kept texts are written with where the document's own are unusual, control characters among them. */
  rewrite: { element: string; component: string } | undefined
  private chars: string | undefined

  /** Points the segment at other bytes; texts of the ones before are no longer reached through it. */
  load(bytes: Buffer, base: number): void {
    this.bytes = bytes
    this.base = base
    this.chars = undefined
  }

  /** Names the tag by its number where the scan found it in its table, else (-1) by what stands there. */
  begin(number: number): void {
    const tag = number >= 0 ? numbered(number) : this.oddTag()
    this.tag = tag.name
    this.tagNumber = tag.number
  }

  /** What it must be; undefined where nothing is known of it. */
  get shape(): SegmentShape | undefined {
    return this.shapes.of(this.tagNumber)
  }

  private oddTag(): Tag {
    const { bytes, start } = this
    const tag = this.startOf(0)
    const end = this.starts[tag + 1]! - 1
    if (this.flags[tag] === 0) return tagAt(bytes, start, end)
    const name = bytes.toString('latin1', start, Math.min(end, start + 12)).replace(/[\r\n]/g, '')
    // a line that was wrapped is told; a blank is no part of a tag that a table knows
    return name === name.trim() ? wrappedTag(name) : oddTag(name.trim())
  }

  /** The token that an element starts with. */
  startOf(element: number): number {
    return this.first[this.place + element]!
  }

  /** Number of bytes of a token. */
  lengthOf(t: number): number {
    return this.starts[t + 1]! - this.starts[t]! - 1
  }

  /** Is the token a repetition of its element? */
  isRepeated(t: number): boolean {
    return (this.flags[t]! & REPEATED) !== 0
  }

  /** The element's text, trimmed, with its separators where it has components; `''` where there is none. Elements count from 1. */
  text(element: number): string {
    if (element > this.elements) return ''
    const from = this.startOf(element)
    let to = this.startOf(element + 1) - 1
    if (from === to) return this.token(from)
    // separators that nothing follows say nothing (ISO 9735 8.7; X12.6 3.5)
    while (to > from && this.lengthOf(to) === 0) to--
    return from === to ? this.token(from) : this.cut(from, to)
  }

  /** The component's text, trimmed; `''` where there is none. Both count from 1; of a repeated element it is the first repetition. */
  part(element: number, component: number): string {
    const t = this.find(element, component)
    return t < 0 ? '' : this.token(t)
  }

  /** The component's token; -1 where there is none. Both count from 1; of a repeated element it is one of the first repetition. */
  find(element: number, component: number): number {
    if (element > this.elements) return -1
    const from = this.startOf(element)
    const token = from + component - 1
    if (token >= this.startOf(element + 1)) return -1
    if ((this.any & REPEATED) !== 0) for (let t = from + 1; t <= token; t++) if (this.isRepeated(t)) return -1
    return token
  }

  /** Is there any byte in the element? */
  has(element: number): boolean {
    if (element > this.elements) return false
    const to = this.startOf(element + 1)
    for (let t = this.startOf(element); t < to; t++) if (this.lengthOf(t) > 0) return true
    return false
  }

  /** Number of the element's components, those of its repetitions among them. */
  componentsOf(element: number): number {
    return element > this.elements ? 0 : this.startOf(element + 1) - this.startOf(element)
  }

  /** Repetitions of the element, each a list of its components' texts. */
  repetitions(element: number): string[][] {
    const found: string[][] = []
    if (element > this.elements) return found
    for (let t = this.startOf(element); t < this.startOf(element + 1); t++) {
      if (this.isRepeated(t) || found.length === 0) found.push([])
      found.at(-1)!.push(this.token(t))
    }
    return found
  }

  /** What stands behind the tag, with its separators: for what no field takes. */
  rest(): string {
    return this.elements === 0 ? '' : this.restFrom(1)
  }

  /** The text from an element to the segment's end, with its separators: the document's own where they are the usual ones. */
  restFrom(element: number): string {
    if (element > this.elements) return ''
    if (this.rewrite) return this.rewritten(element, this.rewrite)
    let last = this.startOf(this.elements + 1) - 1
    const from = this.startOf(element)
    while (last > from && this.lengthOf(last) === 0) last--
    const start = this.starts[from]!
    const end = this.starts[last + 1]! - 1
    if (start < end && (this.any & SPECIAL) === 0 && this.bytes[start] !== 32 && this.bytes[end - 1] !== 32) return shortText(this.bytes, start, end) ?? this.latin1().substring(start, end)
    return this.cut(from, last, true)
  }

  /** Where the segment is, or its element, or its component, of one of its repetitions: the position of a problem. */
  where(element?: number, component?: number, repetition?: number): Partial<Problem> {
    const place: Partial<Problem> = { segment: this.ordinal, tag: this.tag, line: this.line, offset: this.base + this.start }
    if (element === undefined) return place
    place.element = element
    if (component !== undefined) place.component = component
    if (repetition !== undefined) place.repetition = repetition
    if (element > this.elements) return place
    const from = this.tokenOf(element, repetition ?? 1)
    const token = Math.min(from + (component ?? 1) - 1, this.startOf(element + 1) - 1)
    const at = this.starts[token]!
    place.offset = this.base + at
    // lines inside a segment are counted where a person wrote them, not through megabytes of one that is no segment
    if (this.any & BROKEN && at - this.start < FAR) for (let i = this.start; i < at; i++) if (this.bytes[i] === 10) place.line = place.line! + 1
    place.text = repetition !== undefined ? this.repetitionText(element, component, repetition) : component === undefined ? this.text(element) : this.part(element, component)
    return place
  }

  /** Puts where the segment is into a place that there is already. */
  tell(place: SegmentPlace): void {
    place.segment = this.ordinal
    place.tag = this.tag
    place.line = this.line
    place.offset = this.base + this.start
  }

  /** The token that a repetition of the element starts with. */
  private tokenOf(element: number, repetition: number): number {
    let t = this.startOf(element)
    for (let found = 1; found < repetition && t + 1 < this.startOf(element + 1);) if (this.isRepeated(++t)) found++
    return t
  }

  private repetitionText(element: number, component: number | undefined, repetition: number): string {
    const parts = this.repetitions(element)[repetition - 1] ?? []
    return component === undefined ? parts.join(':') : parts[component - 1] ?? ''
  }

  private rewritten(element: number, by: { element: string; component: string }): string {
    const texts: string[] = []
    for (let e = element; e <= this.elements; e++) texts.push(this.repetitions(e).map((parts) => parts.join(by.component)).join('^'))
    return texts.join(by.element).trimEnd()
  }

  /** A token's text as it stands, blanks and all, without release characters and line breaks. */
  value(t: number): string {
    return this.flags[t]! & SPECIAL ? this.decoded(t, t) : this.latin1().substring(this.starts[t]!, this.starts[t + 1]! - 1)
  }

  private token(t: number): string {
    const start = this.starts[t]!
    const end = this.starts[t + 1]! - 1
    if (start === end) return ''
    if ((this.flags[t]! & (SPECIAL | EDGED)) !== 0) return this.decoded(t, t).trim()
    return shortText(this.bytes, start, end) ?? this.latin1().substring(start, end)
  }

  private cut(from: number, to: number, raw = false): string {
    return this.decoded(from, to, raw).trim()
  }

  private decoded(from: number, to: number, raw = false): string {
    const start = this.starts[from]!
    const end = this.starts[to + 1]! - 1
    let flags = 0
    for (let t = from; t <= to; t++) flags |= this.flags[t]!
    let text = flags & HIGH ? this.decode(this.bytes.subarray(start, end)) : this.latin1().substring(start, end)
    if (flags & BROKEN) text = text.replace(/[\r\n]+/g, '')
    return flags & ESCAPED && !raw ? unescape(text, String.fromCharCode(this.release)) : text
  }

  private latin1(): string {
    return (this.chars ??= this.bytes.toString('latin1'))
  }
}

function unescape(text: string, release: string): string {
  let made = ''
  let from = 0
  for (let at = text.indexOf(release); at >= 0; at = text.indexOf(release, from + 1)) {
    made += text.slice(from, at)
    from = at + 1
  }
  return made + text.slice(from)
}
