import { type SegmentShape, type Shapes } from '../check/shape'
import { numbered } from '../tag'
import { CUT } from './cut.wasm'
import { FREE, type Rule, rulesOf } from './rules'

/** What the marks of an interchange are, as `marks` of cut.as takes them, and what each byte means. */
export interface Marks {
  classes: Uint8Array
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
  scan(from: number, length: number, ended: number, table: number, lead: number): number
}

/** Node has it; its types come with those of a browser, which nothing else here needs. */
const assembly = (globalThis as unknown as { WebAssembly: {
  Module: new (bytes: Buffer) => object
  Instance: new (module: object, imports: object) => { exports: unknown }
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer; grow(pages: number): void }
} }).WebAssembly

/** Where things stand in the memory: what each byte means, the terminator, the rule that everything passes; then tables. */
const CLASSES = 0, TERMINATOR = 256, FREE_RULE = 272, TABLES = 512
const PAGE = 65_536
/** Places of a table of tags, 16 bytes each. */
const PLACES = 512
const HASH = 0x9e3779b1
/** So many segments are cut at once, and so many numbers are said of each. */
const SEGMENTS = 1024
export const RECORD = 10
/** Bytes before a segment's rules that tell of it as a whole. */
const HEAD = 16
/** Bytes behind the end that the scan looks at as well. */
const BEYOND = 32

/** More memory than this is given back when it is no longer needed: only a hostile file has such segments. */
const MUCH = 8 * 1024 * 1024

/** The scan with its memory: rules of segments by their tags, the bytes that are read just now, and the tokens of the segment that was cut last. */
export class Scan {
  /**
   * Of each segment: start, end, its place in `first`, elements, flags of all, elements that need a closer look (bit 0: the segment as a whole),
   * line ends before it and before what follows it, number of its tag, whether a release character ended the file.
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
  private end = TABLES
  private tokens = 32_768
  private room = 0
  private bytesAt = 0
  private size = 0

  constructor(module: object) {
    this.exports = new assembly.Instance(module, { env: { memory: this.memory } }).exports as Exports
    this.write(FREE_RULE, FREE, 0)
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
    const or = (mark: number): number => (mark < 0 ? marks.element : mark)
    this.exports.marks(marks.element, or(marks.component), or(marks.repetition), marks.terminator[0]!, or(marks.release), marks.terminator.length, marks.tag)
  }

  /** Where the rules of these shapes are. */
  private table(shapes: Shapes): number {
    const known = this.tables.get(shapes)
    if (known !== undefined) return known
    const table = this.take(PLACES * 16)
    shapes.forEach((shape, number) => {
      if (!shape) return
      const rules = rulesOf(shape)
      const lists = rules.map((rule) => this.codes(rule))
      const notes = this.notes(shape)
      const at = this.take(HEAD + rules.length * 8) + HEAD
      new Int32Array(this.memory.buffer, at - HEAD, 4).set([shape.elements.length, shape.needed, shape.pairs, notes])
      rules.forEach((rule, i) => this.write(at + i * 8, rule, lists[i]!))
      const { packed } = numbered(number)
      const entries = new Int32Array(this.memory.buffer, table, PLACES * 4)
      let place = Math.imul(packed, HASH) >>> 23
      while (entries[place * 4] !== 0) place = (place + 1) % PLACES
      entries.set([packed, number, at, rules.length - 1], place * 4)
    })
    this.tables.set(shapes, table)
    this.bytesAt = 0
    this.loaded = undefined
    return table
  }

  private codes({ codes }: Rule): number {
    if (!codes) return 0
    const at = this.take(4 + codes.length * 4)
    new Int32Array(this.memory.buffer, at).set([codes.length, ...codes])
    return at
  }

  private notes({ notes, rest }: SegmentShape): number {
    if (notes.length === 0) return 0
    const at = this.take(4 + rest.length * 16)
    new Int32Array(this.memory.buffer, at).set([rest.length, ...rest.flatMap(({ kind, all, first, others }) => [kind, all, first, others])])
    return at
  }

  private write(at: number, { word }: Rule, codes: number): void {
    new Int32Array(this.memory.buffer, at, 2).set([word, codes])
  }

  private take(size: number): number {
    const at = this.end
    this.end += size + 7 & ~7
    this.reach(this.end)
    // tokens of what was read before may stand there
    new Uint8Array(this.memory.buffer, at, size).fill(0)
    return at
  }

  private reach(end: number): void {
    const missing = end - this.memory.buffer.byteLength
    if (missing > 0) this.memory.grow(Math.ceil(missing / PAGE))
  }

  /** Makes room for so many bytes, behind the tables of tokens. */
  private layOut(bytes: number): void {
    this.room = Math.max(bytes, this.room, PAGE)
    const starts = this.end
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
