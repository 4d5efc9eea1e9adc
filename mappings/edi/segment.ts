import { type Problem } from '../../orders/problem'
import { type Decode, decoder } from './charset'
import { tagOf } from './tag'

/** A segment longer than this has lost its terminator. */
const FAR = 4096

/** A token's value needs more than a cut: it has a release character, a line break, a byte outside ASCII, a control character. */
export const ESCAPED = 1
export const BROKEN = 2
export const HIGH = 4
export const CONTROL = 8

/**
 * One segment as offsets into the bytes it was found in; texts are made when asked for. There is one instance, filled again for
 * each segment: whoever needs a value keeps the value, not the segment.
 *
 * Tokens are components in a row; `first[e]` is the token that element e starts with, element 0 is the tag, and
 * `first[elements + 1]` is one behind the last token.
 */
export class Segment {
  bytes: Buffer = Buffer.alloc(0)
  /** Position in the file of `bytes[0]`. */
  base = 0
  tag = ''
  /** Ordinal in the file, from 1. */
  ordinal = 0
  /** Line of the file that it starts in, from 1. */
  line = 1
  start = 0
  /** Index behind its last byte, without the terminator. */
  end = 0
  /** Number of elements behind the tag. */
  elements = 0
  tokens = 0
  starts = new Int32Array(256)
  ends = new Int32Array(256)
  flags = new Uint8Array(256)
  /** 1 where the token is a repetition, not a further component, of its element. */
  repeats = new Uint8Array(256)
  first = new Int32Array(256)
  /** Is any element repeated? */
  repeated = false
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

  /** Makes room for twice as many tokens. */
  grow(): void {
    const size = this.starts.length * 2
    const wider = <T extends Int32Array | Uint8Array>(old: T, made: T): T => (made.set(old), made)
    this.starts = wider(this.starts, new Int32Array(size))
    this.ends = wider(this.ends, new Int32Array(size))
    this.flags = wider(this.flags, new Uint8Array(size))
    this.repeats = wider(this.repeats, new Uint8Array(size))
    this.first = wider(this.first, new Int32Array(size))
  }

  /** The element's text, trimmed, with its separators where it has components; `''` where there is none. Elements count from 1. */
  text(element: number): string {
    if (element > this.elements) return ''
    const from = this.first[element]!
    let to = this.first[element + 1]! - 1
    if (from === to) return this.token(from)
    // separators that nothing follows say nothing (ISO 9735 8.7; X12.6 3.5)
    while (to > from && this.ends[to]! === this.starts[to]!) to--
    return from === to ? this.token(from) : this.cut(this.starts[from]!, this.ends[to]!, from, to)
  }

  /** The component's text, trimmed; `''` where there is none. Both count from 1; of a repeated element it is the first repetition. */
  part(element: number, component: number): string {
    if (element > this.elements) return ''
    const from = this.first[element]!
    const token = from + component - 1
    if (token >= this.first[element + 1]!) return ''
    if (this.repeated) for (let t = from + 1; t <= token; t++) if (this.repeats[t] === 1) return ''
    return this.token(token)
  }

  /** Is there any byte in the element? */
  has(element: number): boolean {
    if (element > this.elements) return false
    let t = this.first[element]!
    const to = this.first[element + 1]!
    for (; t < to; t++) if (this.ends[t]! > this.starts[t]!) return true
    return false
  }

  /** Repetitions of the element, each a list of its components' texts. */
  repetitions(element: number): string[][] {
    const found: string[][] = []
    if (element > this.elements) return found
    for (let t = this.first[element]!; t < this.first[element + 1]!; t++) {
      if (this.repeats[t] === 1 || found.length === 0) found.push([])
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
    let last = this.tokens - 1
    const from = this.first[element]!
    while (last > from && this.ends[last]! === this.starts[last]!) last--
    return this.cut(this.starts[from]!, this.ends[last]!, from, last, true)
  }

  /** Where the segment is, or its element, or its component: the position of a problem. */
  where(element?: number, component?: number): Partial<Problem> {
    const place: Partial<Problem> = { segment: this.ordinal, tag: this.tag, line: this.line, offset: this.base + this.start }
    if (element === undefined) return place
    place.element = element
    if (component !== undefined) place.component = component
    if (element > this.elements) return place
    const token = Math.min(this.first[element]! + (component ?? 1) - 1, this.first[element + 1]! - 1)
    const at = this.starts[token]!
    place.offset = this.base + at
    // lines inside a segment are counted where a person wrote them, not through megabytes of one that is no segment
    if (this.any & BROKEN && at - this.start < FAR) for (let i = this.start; i < at; i++) if (this.bytes[i] === 10) place.line = place.line! + 1
    place.text = component === undefined ? this.text(element) : this.part(element, component)
    return place
  }

  private rewritten(element: number, by: { element: string; component: string }): string {
    const texts: string[] = []
    for (let e = element; e <= this.elements; e++) texts.push(this.repetitions(e).map((parts) => parts.join(by.component)).join('^'))
    return texts.join(by.element).trimEnd()
  }

  /** A token's text as it stands, blanks and all, without release characters and line breaks. */
  value(t: number): string {
    const start = this.starts[t]!
    const end = this.ends[t]!
    return this.flags[t] === 0 ? this.latin1().substring(start, end) : this.decoded(start, end, t, t)
  }

  private token(t: number): string {
    const start = this.starts[t]!
    const end = this.ends[t]!
    if (start === end) return ''
    if (this.flags[t] === 0) {
      const lead = this.bytes[start]!
      const last = this.bytes[end - 1]!
      if (lead <= 32 || last <= 32) return this.latin1().substring(start, end).trim()
      // codes of two letters are most of a document, and few: one copy of each
      return end - start === 2 ? tagOf(lead << 8 | last) : this.latin1().substring(start, end)
    }
    return this.cut(start, end, t, t)
  }

  private cut(start: number, end: number, from: number, to: number, raw = false): string {
    return this.decoded(start, end, from, to, raw).trim()
  }

  private decoded(start: number, end: number, from: number, to: number, raw = false): string {
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
