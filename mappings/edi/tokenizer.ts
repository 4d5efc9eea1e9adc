import { isBinary, stretched } from './binary'
import { type Outside } from './charset'
import { type Shapes } from './check/shape'
import { Cutter, LONGEST_SEGMENT } from './cutter'
import { type Delimiters, type Detection, isFiller, LF } from './delimiters'
import { type EdiProblem } from './problems'
import { BROKEN } from './flags'
import { Segment } from './segment'
import { type Problem } from '../../orders/problem'

const TRAILERS = new Set(['IEA', 'UNZ', 'END'])

/** Where an interchange starts, and how its delimiters are found. */
export interface Service {
  /** The format's usual separators. */
  usual: { element: string; component: string }
  /** First byte of every header with delimiters of its own. */
  lead: number
  /** Does a header with delimiters of its own stand here? `afterAdvice`: the segment before was a UNA. */
  starts(bytes: Buffer, at: number, afterAdvice: boolean): boolean
  detect(bytes: Buffer, at: number, ended: boolean): Detection
  /** Characters that some of its interchanges do not announce; until one has said what it does. */
  outside?: Outside
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
  /** The line at which segments were cut last. */
  private cutAt = 1
  private ordinal = 0
  private ended = false
  private synced = false
  private detectedAt = -1
  private afterAdvice = false
  private cutter: Cutter | undefined
  /** Bytes that the unfinished segment must have before it is tried again. */
  private wanted = 0
  private readonly told = new Set<EdiProblem>()

  constructor(private readonly service: Service, private readonly report: Report) {}

  /** What segments must be from here on. */
  set shapes(shapes: Shapes) {
    this.segment.shapes = shapes
  }

  /** Segments are told (by the flag `ODD`) that may have such a character, up to the next interchange. */
  set outside(outside: Outside) {
    this.cutter?.lookFor(outside)
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
    this.cutter?.drop()
    this.segment.load(this.bytes, this.base)
    if (rest > LONGEST_SEGMENT) {
      this.fatal('segment-too-long', `No segment terminator within ${LONGEST_SEGMENT / 1024 / 1024} MiB: this is no EDI file, or its delimiters are not what its header says.`)
    }
  }

  end(): void {
    this.ended = true
  }

  /** Hands every segment that is whole to whoever takes them: what {@link next} gives one by one. */
  drain(taker: { segment(segment: Segment): void }): void {
    const { segment } = this
    while (this.next()) {
      taker.segment(segment)
      // nearly all were cut with the one before; the last of them says where it goes on
      for (const cutter = this.cutter!; cutter.left;) {
        const end = cutter.take(segment, this.cutAt)
        segment.ordinal = this.ordinal + 1
        if (cutter.left && (segment.any & BROKEN) === 0) this.ordinal++
        else if (!this.arrive(cutter, end)) return
        taker.segment(segment)
      }
    }
  }

  /** Fills `segment` with the next one. False where it needs more bytes, or at the end. */
  next(): boolean {
    const { cutter } = this
    return cutter?.has ? this.take(cutter) : this.search()
  }

  /** The next segment behind whatever stands before it, headers with delimiters of their own among them. */
  private search(): boolean {
    for (;;) {
      if (this.broken || !this.sync() || !this.skip()) return false
      const lead = this.bytes[this.at] === this.service.lead || !this.delimiters
      if (!lead || this.detectedAt === this.base + this.at || (this.delimiters && !this.service.starts(this.bytes, this.at, this.afterAdvice))) {
        if (!this.cut(this.cutter!)) return false
        this.afterAdvice = false
        this.detectedAt = -1
        return true
      }
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
    const { bytes } = this
    let i = this.at
    let blanks = false
    for (; i < bytes.length; i++) {
      const byte = bytes[i]!
      if (byte === LF) this.line++
      else if (byte === 32 || byte === 9) blanks = true
      else if (!isFiller(byte)) {
        if (!this.cutter?.ends(byte)) break
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
    this.cutter = new Cutter(detection.delimiters, this.service.outside)
    return true
  }

  private cut(cutter: Cutter): boolean {
    const { bytes, at } = this
    if (bytes.length - at < this.wanted && !this.ended) return false
    if (!cutter.cut(bytes, at, this.segment.shapes, this.service.lead, this.ended)) return this.wait(at)
    this.cutAt = this.line
    return this.take(cutter)
  }

  /** The next of the segments that were cut. */
  private take(cutter: Cutter): boolean {
    const end = cutter.take(this.segment, this.cutAt)
    this.segment.ordinal = this.ordinal + 1
    return this.arrive(cutter, end)
  }

  /** Reading has come to the end of the segment that was taken. False where more bytes are needed to know that end. */
  private arrive(cutter: Cutter, terminator: number): boolean {
    const { bytes, segment } = this
    const { start } = segment
    let end = terminator
    let line = this.cutAt + cutter.linesBehind
    if (isBinary(segment.tagNumber)) {
      end = this.binary(end)
      if (end < 0) return this.wait(start)
      for (let i = terminator + 1; i <= end; i++) if (bytes[i] === LF) line++
    }
    this.wanted = 0
    this.ordinal++
    this.line = line
    if ((segment.any & BROKEN) !== 0) this.once('lines-wrapped', 'Line breaks stand inside segments; they were taken out.', start)
    this.at = end + cutter.width
    if (end >= bytes.length) {
      this.at = end
      this.unterminated(cutter)
    }
    return true
  }

  /** More bytes are needed: a long segment is tried again when it has twice as many, so that each byte is looked at a few times only. */
  private wait(start: number): false {
    this.wanted = (this.bytes.length - start) * 2
    return false
  }

  /** Where a binary segment ends, by the length that it says; -1 where more bytes are needed. */
  private binary(end: number): number {
    const { bytes, segment } = this
    const found = stretched(segment, bytes, this.ended, (byte) => this.cutter!.ends(byte))
    if (typeof found === 'object') this.report('binary-length', found.message, segment.where(found.element))
    return typeof found === 'number' ? found : end
  }

  /** The file ends without a terminator behind its last segment. */
  private unterminated({ dangling }: Cutter): void {
    const { segment } = this
    if (dangling) this.report('release-at-end', 'The file ends behind a release character.', segment.where())
    if (TRAILERS.has(segment.tag)) this.report('trailer-unterminated', `The last segment ${segment.tag} has no terminator; it was taken as complete.`, segment.where())
    else if (!/^[A-Z][A-Z0-9]{1,2}$/.test(segment.tag)) this.report('trailing-bytes', 'Bytes that are no segment stand at the end of the file.', segment.where())
    else this.report('segment-unterminated', `The file ends inside segment ${segment.tag}: it is cut off. Ask the sender for the whole file.`, segment.where())
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
