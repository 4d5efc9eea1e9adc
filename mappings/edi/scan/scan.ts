import { NO_SHAPES, type SegmentShape, type Shapes } from '../check/shape'
import { tagOf } from '../tag'
import { CUT } from './cut.wasm'
import { FREE, type Rule, rulesOf } from './rules'

/** What the marks of an interchange are, as `marks` of cut.as takes them, and what each byte means. */
export interface Marks {
  classes: Uint8Array
  /** Characters that are not announced: 16 bytes, as cut.as takes them. All zero where any is taken. */
  outside: Uint8Array
  terminator: Buffer
  element: number
  component: number
  repetition: number
  release: number
  /** Mark behind the tag where it is another; -1 where not. */
  tag: number
}

interface Exports {
  place(bytes: number, starts: number, first: number, flags: number, records: number, tokens: number, segments: number): void
  marks(element: number, component: number, repetition: number, terminator: number, release: number, width: number, tag: number): void
  hasOutside(from: number, to: number): number
  scan(from: number, length: number, ended: number, table: number, lead: number): number
}

/** Node has it; its types come with those of a browser, which nothing else here needs. */
const assembly = (globalThis as unknown as { WebAssembly: {
  Module: new (bytes: Buffer) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): void }
} }).WebAssembly

/** Where things stand in the memory: what each byte means, the terminator, the rule that everything passes, what is not announced; then tables and rules, then tokens. */
const CLASSES = 0, TERMINATOR = 256, FREE_RULE = 272, OUTSIDE = 288, TABLES = 512
/** Behind the rules of all segments of all standards and versions, which take two thirds of this. */
const TOKENS = 512 * 1024
const PAGE = 65_536
/** Places of a table of tags, 16 bytes each. */
const PLACES = 512
/** So many segments are cut at once, and so many numbers are said of each. */
const SEGMENTS = 1024
export const RECORD = 9
/** Bytes before a segment's rules that tell of it as a whole. */
const HEAD = 16
/** Bytes behind the end that the scan looks at as well. */
const BEYOND = 32

/** More memory than this is given back when it is no longer needed: only a hostile file has such segments. */
const MUCH = 8 * 1024 * 1024

/** The scan with its memory: rules of segments by their tags, the bytes that are read just now, and the tokens of the segment that was cut last. */
export class Scan {
  /**
   * Of each segment: start, end, its place in `first`, elements, flags of all and above them (from bit 8) the number of its tag, elements that need a
   * closer look (bit 0: the segment as a whole), line ends before it and before what follows it, whether a release character ended the file.
   */
  records = new Int32Array()
  starts = new Int32Array()
  first = new Int32Array()
  flags = new Uint8Array()
  /** Rises with each cut: what an earlier one found is gone. */
  generation = 0
  private loaded: Buffer | undefined
  private marks: Marks | undefined
  private readonly memory = new assembly.Memory({ initial: 8 })
  private readonly exports: Exports
  private readonly tables = new Map<Shapes, number>()
  private shapes = NO_SHAPES
  private end = TABLES
  private tokens = 32_768
  private room = 0
  private bytesAt = 0
  private size = 0

  constructor(module: object) {
    this.exports = new assembly.Instance(module, { env: { memory: this.memory, learn: (packed: number, entry: number) => this.learn(packed, entry) } }).exports as Exports
    this.words(FREE_RULE, [FREE.word, 0])
  }

  /** Bytes that the rules which were learnt so far take. */
  get taken(): number {
    return this.end
  }

  /** Does it hold more memory than these bytes need? */
  isWide(bytes: number): boolean {
    return this.size > MUCH && bytes < MUCH / 8
  }

  /**
   * Cuts segments from `from` on, and answers how many; 0 where more bytes are needed. It stops before what is no plain segment, headers (by their first
   * byte, `lead`) among it, and takes what stands at `from` for one.
   */
  cut(bytes: Buffer, from: number, marks: Marks, shapes: Shapes, lead: number, ended: boolean): number {
    this.shapes = shapes
    const table = this.table(shapes)
    if (this.loaded !== bytes || this.marks !== marks) this.load(bytes, marks)
    this.generation++
    for (;;) {
      const found = this.exports.scan(from, bytes.length, ended ? 1 : 0, table, lead)
      if (found >= 0) return found
      this.tokens *= 4
      this.layOut(bytes.length)
      this.load(bytes, marks)
    }
  }

  /** Has one of the segments that were cut, so many from `from` on, a character that is not announced? */
  hasOutside(from: number, count: number): boolean {
    return this.exports.hasOutside(from, this.records[count * RECORD - RECORD + 1]!) !== 0
  }

  /** The bytes that are cut from here on, and by what marks. */
  private load(bytes: Buffer, marks: Marks): void {
    if (bytes.length > this.room || this.bytesAt === 0) this.layOut(bytes.length)
    const memory = new Uint8Array(this.memory.buffer)
    memory.set(bytes, this.bytesAt)
    this.loaded = bytes
    if (this.marks === marks) return
    this.marks = marks
    memory.set(marks.classes, CLASSES)
    memory.set(marks.terminator, TERMINATOR)
    memory.set(marks.outside, OUTSIDE)
    const or = (mark: number): number => (mark < 0 ? marks.element : mark)
    this.exports.marks(marks.element, or(marks.component), or(marks.repetition), marks.terminator[0]!, or(marks.release), marks.terminator.length, marks.tag)
  }

  /** Where the table of tags of these shapes is: it learns each when the scan first meets it. */
  private table(shapes: Shapes): number {
    const table = this.tables.get(shapes) ?? this.take(PLACES * 16)
    this.tables.set(shapes, table)
    return table
  }

  /** Puts the rules of a tag where the scan looked for them; 0 where nothing is known of it. */
  private learn(packed: number, entry: number): number {
    const { number } = tagOf(packed)
    const shape = this.shapes.of(number)
    if (!shape) return 0
    const rules = rulesOf(shape)
    const lists = rules.map((rule) => this.codes(rule))
    const notes = this.notes(shape)
    const at = this.take(HEAD + rules.length * 8) + HEAD
    this.words(at - HEAD, [shape.elements.length, shape.needed, shape.pairs, notes, ...rules.flatMap(({ word }, i) => [word, lists[i]!])])
    this.words(entry, [packed, number, at, rules.length - 1])
    return 1
  }

  private codes({ codes }: Rule): number {
    if (!codes) return 0
    const at = this.take(4 + codes.length * 4)
    this.words(at, [codes.length, ...codes])
    return at
  }

  private notes({ notes, rest }: SegmentShape): number {
    if (notes.length === 0) return 0
    const at = this.take(4 + rest.length * 16)
    this.words(at, [rest.length, ...rest.flatMap(({ kind, all, first, others }) => [kind, all, first, others])])
    return at
  }

  private words(at: number, words: readonly number[]): void {
    new Int32Array(this.memory.buffer, at, words.length).set(words)
  }

  private take(size: number): number {
    const at = this.end
    this.end += size + 7 & ~7
    if (this.end > TOKENS) throw new Error('The rules of all segments do not fit into their place of the scan.')
    return at
  }

  private reach(end: number): void {
    const missing = end - this.memory.buffer.byteLength
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE))
  }

  /** Makes room for so many bytes, behind the tables of tokens. */
  private layOut(bytes: number): void {
    this.room = Math.max(bytes, this.room, PAGE)
    const starts = TOKENS
    const first = starts + this.tokens * 4
    const records = first + this.tokens * 4
    const flags = records + SEGMENTS * RECORD * 4
    this.bytesAt = flags + this.tokens
    this.reach(this.bytesAt + this.room + BEYOND)
    const { buffer } = this.memory
    this.size = buffer.byteLength
    this.records = new Int32Array(buffer, records, SEGMENTS * RECORD)
    this.starts = new Int32Array(buffer, starts, this.tokens)
    this.first = new Int32Array(buffer, first, this.tokens)
    this.flags = new Uint8Array(buffer, flags, this.tokens)
    this.exports.place(this.bytesAt, starts, first, flags, records, this.tokens, SEGMENTS)
  }
}

let compiled: object | undefined
let scan: Scan | undefined

/** The one scan of this process: whoever cuts loads what he cuts. */
export function theScan(bytes: number): Scan {
  if (scan && !scan.isWide(bytes)) return scan
  return (scan = new Scan(compiled ??= new assembly.Module(Buffer.from(CUT, 'base64'))))
}
