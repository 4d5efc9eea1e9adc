import { type Delimiters, type Detection, isFiller, isLineEnd, LF } from './delimiters'
import { type EdiProblem } from './problems'
import { BROKEN, CONTROL, ESCAPED, HIGH, Segment } from './segment'
import { tagOf } from './tag'
import { type Problem } from '../../orders/problem'

/** What a byte means between two delimiters. 0 is content. */
const ELEMENT = 1, COMPONENT = 2, REPETITION = 3, RELEASE = 4, TERMINATOR = 5, LINE = 6, HIGH_BYTE = 7, CONTROL_BYTE = 8

/** A segment longer than this is none: it would fill the memory of whoever reads a file without terminators. */
export const LONGEST_SEGMENT = 4 * 1024 * 1024

/** Where an interchange starts, and how its delimiters are found. */
export interface Service {
  /** The format's usual separators. */
  usual: { element: string; component: string }
  /** First byte of every header with delimiters of its own. */
  lead: number
  /** Does a header with delimiters of its own stand here? `afterAdvice`: the segment before was a UNA. */
  starts(bytes: Buffer, at: number, afterAdvice: boolean): boolean
  detect(bytes: Buffer, at: number, ended: boolean): Detection
  /** Index of the first header or bare message in the file's head, or -1. */
  find(bytes: Buffer): number
}

export type Report = (code: EdiProblem, message: string, where?: Partial<Problem>) => void

/**
 * Cuts bytes into segments: `feed` chunks of any size, then call `next` until it says false. Only the bytes of the unfinished
 * segment are kept between chunks, so that memory does not grow with the file.
 */
export class Tokenizer {
  readonly segment = new Segment()
  delimiters: Delimiters | undefined
  /** Reading cannot go on from here. */
  broken = false
  private bytes: Buffer = Buffer.alloc(0)
  private room: Buffer = Buffer.alloc(0)
  private at = 0
  private base = 0
  private line = 1
  private ordinal = 0
  private ended = false
  private synced = false
  private detectedAt = -1
  private afterAdvice = false
  private readonly classes = new Uint8Array(256)
  private readonly told = new Set<EdiProblem>()
  private newlines = 0

  constructor(private readonly service: Service, private readonly report: Report) {}

  /** Position in the file that is read up to. */
  get position(): number {
    return this.base + this.at
  }

  feed(chunk: Buffer): void {
    const rest = this.bytes.length - this.at
    this.base += this.at
    // one buffer for the whole file: memory outside the heap would wait for a collection that the heap does not need
    if (this.room.length < rest + chunk.length) {
      const wider = Buffer.allocUnsafeSlow(Math.max(rest + chunk.length, this.room.length * 2))
      this.bytes.copy(wider, 0, this.at)
      this.room = wider
    } else if (rest > 0) this.room.copyWithin(0, this.at, this.bytes.length)
    chunk.copy(this.room, rest)
    this.bytes = this.room.subarray(0, rest + chunk.length)
    this.at = 0
    this.segment.load(this.bytes, this.base)
    if (rest > LONGEST_SEGMENT) {
      this.fatal('segment-too-long', `No segment terminator within ${LONGEST_SEGMENT / 1024 / 1024} MiB: this is no EDI file, or its delimiters are not what its header says.`)
    }
  }

  end(): void {
    this.ended = true
  }

  /** Fills `segment` with the next one. False where it needs more bytes, or at the end. */
  next(): boolean {
    for (;;) {
      if (this.broken || !this.sync() || !this.skip()) return false
      const lead = this.bytes[this.at] === this.service.lead || !this.delimiters
      if (!lead || this.detectedAt === this.base + this.at || (this.delimiters && !this.service.starts(this.bytes, this.at, this.afterAdvice))) return this.cut()
      if (!this.detect()) return false
    }
  }

  /** Skips what stands before the first header, once. */
  private sync(): boolean {
    if (this.synced) return true
    if (this.bytes.length < 512 && !this.ended) return false
    const bom = this.bytes[0] === 0xef && this.bytes[1] === 0xbb && this.bytes[2] === 0xbf
    if (bom) {
      this.at = 3
      this.report('byte-order-mark', 'The file starts with a byte order mark; it was skipped.', { line: 1, offset: 0 })
    }
    const found = this.service.find(this.bytes)
    if (found < 0) {
      this.fatal('not-edi', 'No interchange header was found in the first bytes: this is no such EDI file.')
      return false
    }
    let at = this.at
    while (at < found && isFiller(this.bytes[at])) at++
    if (at < found) {
      this.report('bytes-before-interchange', `${found - at} bytes stand before the interchange header; they were skipped.`,
        { line: 1, offset: at, text: this.bytes.toString('latin1', at, Math.min(found, at + 80)) })
      for (let i = this.at; i < found; i++) if (this.bytes[i] === LF) this.line++
      this.at = found
    }
    this.synced = true
    return true
  }

  /** Skips filler between segments, and empty segments. */
  private skip(): boolean {
    const { bytes, classes } = this
    let i = this.at
    let blanks = false
    for (; i < bytes.length; i++) {
      const byte = bytes[i]!
      if (byte === LF) this.line++
      else if (byte === 32 || byte === 9) blanks = true
      else if (!isFiller(byte)) {
        if (!this.delimiters || classes[byte] !== TERMINATOR || this.delimiters.terminator.length > 1) break
        this.once('segment-empty', 'A segment terminator stands twice; the empty segment was skipped.', i)
      }
    }
    if (blanks && this.ordinal > 0 && i < bytes.length) this.once('blanks-between-segments', 'Blanks or tabs stand before segments; they were skipped.', i)
    this.at = i
    return i < bytes.length
  }

  private detect(): boolean {
    const detection = this.service.detect(this.bytes, this.at, this.ended)
    if (detection === 'more') return false
    if (detection === 'unreadable') {
      this.fatal('delimiters-unknown', 'The delimiters cannot be found: the header ends without a terminator, or its separators are not those of the segments after it.')
      return false
    }
    for (const { code, message, element } of detection.odd) {
      this.report(code, message, { segment: this.ordinal + 1, tag: this.bytes.toString('latin1', this.at, this.at + 3), line: this.line, offset: this.base + this.at,
        ...(element === undefined ? {} : { element }) })
    }
    this.delimiters = detection.delimiters
    this.segment.release = detection.delimiters.release
    this.segment.rewrite = this.service.usual.element.charCodeAt(0) === detection.delimiters.element ? undefined : this.service.usual
    this.afterAdvice = detection.from > this.at
    this.at = detection.from
    this.detectedAt = this.base + this.at
    this.classify(detection.delimiters)
    return true
  }

  private classify(delimiters: Delimiters): void {
    const { classes } = this
    classes.fill(0).fill(CONTROL_BYTE, 0, 32).fill(HIGH_BYTE, 127)
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
  }

  /** The loop that everything else waits for: no allocation, one table look-up a byte. */
  private cut(): boolean {
    const { bytes, classes, segment } = this
    const terminator = this.delimiters!.terminator
    const length = bytes.length
    let { starts, ends, flags, repeats, first } = segment
    const start = this.at
    let i = start
    let token = 0
    let element = 0
    let any = 0
    let flag = 0
    let room = starts.length
    const mayBeBinary = bytes[start] === 0x42
    this.newlines = 0
    starts[0] = start
    first[0] = 0
    // flags and repeats are written where they are not 0, and so wiped behind a segment that had some
    if (segment.any !== 0) flags.fill(0, 0, segment.tokens)
    if (segment.repeated) repeats.fill(0, 0, segment.tokens)
    segment.repeated = false
    const tagEnd = this.delimiters!.tag === undefined ? -1 : this.tagEnd(start, this.delimiters!.tag)
    if (tagEnd > 0) {
      ends[0] = tagEnd
      if (tagEnd > start + 3) flags[0] = any = BROKEN
      starts[1] = i = tagEnd + 1
      first[1] = token = element = 1
    }
    scan: for (;;) {
      let meaning = 0
      while (i < length && (meaning = classes[bytes[i]!]!) === 0) i++
      if (i >= length) {
        if (!this.ended) return this.wait(start)
        break
      }
      switch (meaning) {
        case ELEMENT:
        case COMPONENT:
        case REPETITION:
          ends[token] = i
          if (flag !== 0) {
            flags[token] = flag
            any |= flag
            flag = 0
          }
          if (++token + 2 >= room) {
            segment.grow();
            ({ starts, ends, flags, repeats, first } = segment)
            room = starts.length
          }
          starts[token] = ++i
          if (meaning === ELEMENT) {
            first[++element] = token
            if (element >= 2 && mayBeBinary) {
              const behind = this.binary(element, starts, ends, first)
              if (behind === -1) return this.wait(start)
              if (behind > 0) i = behind
            }
          } else if (meaning === REPETITION) {
            repeats[token] = 1
            segment.repeated = true
          }
          break
        case TERMINATOR:
          if (terminator.length === 1 || bytes.subarray(i, i + terminator.length).equals(terminator)) break scan
          if (i + terminator.length > length && !this.ended) return this.wait(start)
          flag |= HIGH
          i++
          break
        case RELEASE:
          flag |= ESCAPED
          if (i + 1 >= length && this.ended) this.report('release-at-end', 'The file ends behind a release character.', { line: this.line, offset: this.base + i })
          if (i + 1 >= length && !this.ended) return this.wait(start)
          if (isLineEnd(bytes[i + 1])) flag |= BROKEN
          i += 2
          if (i > length) i = length
          break
        case LINE:
          flag |= BROKEN
          if (bytes[i] === LF) this.newlines++
          i++
          break
        case HIGH_BYTE:
          flag |= HIGH
          i++
          break
        default:
          flag |= CONTROL
          i++
      }
    }
    ends[token] = i
    if (flag !== 0) flags[token] = flag
    segment.any = any | flag
    segment.tokens = token + 1
    segment.elements = element
    first[element + 1] = token + 1
    segment.start = start
    segment.end = i
    segment.line = this.line
    segment.ordinal = ++this.ordinal
    this.finish(i, terminator.length)
    return true
  }

  private finish(end: number, terminatorLength: number): void {
    const { segment, bytes } = this
    segment.tag = this.tagOf()
    this.line += this.newlines
    this.afterAdvice = false
    this.detectedAt = -1
    if (segment.any & BROKEN) this.once('lines-wrapped', 'Line breaks stand inside segments; they were taken out.', segment.start)
    if (end < bytes.length) {
      this.at = end + terminatorLength
      if (bytes[end] === LF) this.line++
      return
    }
    this.at = end
    const trailer = segment.tag === 'IEA' || segment.tag === 'UNZ' || segment.tag === 'END'
    if (trailer) this.report('trailer-unterminated', `The last segment ${segment.tag} has no terminator; it was taken as complete.`, segment.where())
    else if (!/^[A-Z][A-Z0-9]{1,2}$/.test(segment.tag)) this.report('trailing-bytes', 'Bytes that are no segment stand at the end of the file.', segment.where())
    else this.report('segment-unterminated', `The file ends inside segment ${segment.tag}: it is cut off. Ask the sender for the whole file.`, segment.where())
  }

  /** A binary segment (X12 BIN, BDS) holds as many bytes as it says, delimiters among them. 0: none, -1: more bytes needed, else the index behind them. */
  private binary(element: number, starts: Int32Array, ends: Int32Array, first: Int32Array): number {
    const { bytes } = this
    const at = this.at
    const bin = bytes[at + 1] === 0x49 && bytes[at + 2] === 0x4e && element === 2
    const bds = bytes[at + 1] === 0x44 && bytes[at + 2] === 0x53 && element === 3
    if (!bin && !bds) return 0
    const counter = first[element - 1]!
    const text = bytes.toString('latin1', starts[counter], ends[counter])
    const from = starts[first[element]!]!
    const where = { segment: this.ordinal + 1, tag: bin ? 'BIN' : 'BDS', element: element - 1, line: this.line, offset: this.base + from, text }
    if (!/^\d{1,15}$/.test(text)) {
      this.report('binary-length', 'The length of binary data is no number; the segment was read to its next terminator.', where)
      return 0
    }
    const end = from + Number(text)
    if (end - from > LONGEST_SEGMENT) {
      this.report('binary-length', 'The binary data is longer than is read; the segment was read to its next terminator.', where)
      return 0
    }
    if (end + this.delimiters!.terminator.length > bytes.length) return this.ended ? this.wrongLength(where) : -1
    if (this.classes[bytes[end]!] !== TERMINATOR) return this.wrongLength(where)
    for (let i = from; i < end; i++) if (bytes[i] === LF) this.newlines++
    return end
  }

  private wrongLength(where: Partial<Problem>): number {
    this.report('binary-length', 'No terminator stands behind the binary data: its length is wrong; the segment was read to its next terminator.', where)
    return 0
  }

  /** Index of the mark behind the tag, line breaks inside the tag left out; -1 where there is none. */
  private tagEnd(start: number, mark: number): number {
    let letters = 0
    for (let i = start; i < this.bytes.length && letters <= 3; i++) {
      const byte = this.bytes[i]
      if (byte === mark && letters === 3) {
        for (let j = start; j < i; j++) if (this.bytes[j] === LF) this.newlines++
        return i
      }
      if (!isLineEnd(byte)) letters++
    }
    return -1
  }

  /** More bytes are needed: the segment is cut again from its start. */
  private wait(start: number): false {
    // what was begun must be wiped whole, since it was never counted
    this.segment.flags.fill(0)
    this.segment.repeats.fill(0)
    this.segment.any = 0
    this.at = start
    return false
  }

  private tagOf(): string {
    const { bytes, segment } = this
    const start = segment.start
    const end = segment.ends[0]!
    if (end - start === 3 && segment.flags[0] === 0) return tagOf(bytes[start]! << 16 | bytes[start + 1]! << 8 | bytes[start + 2]!)
    if (end - start === 2 && segment.flags[0] === 0) return tagOf(bytes[start]! << 8 | bytes[start + 1]!)
    const text = bytes.toString('latin1', start, Math.min(end, start + 12)).replace(/[\r\n]/g, '').trim()
    return text
  }

  private once(code: EdiProblem, message: string, at: number): void {
    if (this.told.has(code)) return
    this.told.add(code)
    this.report(code, message, { line: this.line, offset: this.base + at })
  }

  private fatal(code: EdiProblem, message: string): void {
    this.broken = true
    this.report(code, message, { line: this.line, offset: this.base + this.at,
      text: this.bytes.toString('latin1', this.at, Math.min(this.bytes.length, this.at + 40)) })
  }
}
