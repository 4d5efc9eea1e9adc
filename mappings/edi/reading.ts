import { TextDecoder } from 'node:util'
import { type Identifier, type OrderDraft } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { type Format, type Interchange, type Read, type ReadMessage, type ReadOptions, type Source } from '../document'
import { type Profile } from '../profile'
import { decoder } from './charset'
import { type EdiProblem, Problems } from './problems'
import { type Received } from './received'
import { type Segment } from './segment'
import { type Service, Tokenizer } from './tokenizer'
import { wideEncoding } from './wide'

/** What takes a format's segments one by one, envelope included, and puts messages out through its {@link Reading}. */
export interface Interpreter {
  segment(segment: Segment): void
  /** The file is over: what is still open was cut off. */
  end(): void
}

/** A message whose end has not come yet. */
export interface OpenMessage {
  type: string
  control: string
  /** `''` where it says none. */
  version: string
  segments: number
}

/** A format: how its interchanges start, and who takes its segments. */
export interface Dialect {
  format: Format
  service: Service
  interpreter(reading: Reading): Interpreter
}

/** One file while it is read: what was found so far, and the problems of the file and of the message that is open. */
export class Reading {
  readonly interchanges: Interchange[] = []
  readonly tokenizer: Tokenizer
  /** Messages that are complete and not yet taken. */
  out: Read[] = []
  profile: Profile | undefined
  /** The envelopes as they came, where somebody wants to acknowledge them. */
  received: Received | undefined
  /** Turns UTF-16 into what the tokenizer takes; `undefined` until the first bytes are seen, and `false` where there is no need. */
  private wide: TextDecoder | false | undefined
  private readonly fileProblems = new Problems(this)
  private messageProblems: Problems | undefined
  private readonly interpreter: Interpreter

  constructor(readonly dialect: Dialect, readonly options: ReadOptions) {
    this.tokenizer = new Tokenizer(dialect.service, (code, message, where) => this.report(code, message, where))
    this.interpreter = dialect.interpreter(this)
  }

  /** A problem of the message that is open, or else of the file. */
  report(code: EdiProblem, message: string, where?: Partial<Problem>): void {
    (this.messageProblems ?? this.fileProblems).add(code, message, where)
  }

  /** A problem of the file or envelope, whatever is open. */
  reportFile(code: EdiProblem, message: string, where?: Partial<Problem>): void {
    this.fileProblems.add(code, message, where)
  }

  /** Problems of the file and its envelopes so far. */
  get envelopeProblems(): readonly Problem[] {
    return this.fileProblems.found
  }

  /** Where reading has come to: the place of what is missing. */
  get here(): Partial<Problem> {
    const { segment } = this.tokenizer
    return segment.ordinal === 0 ? {} : segment.where()
  }

  /** From here on problems are a message's. */
  openMessage(): void {
    this.messageProblems = new Problems(this)
  }

  /** Puts out the message that was open, with the problems found since. */
  closeMessage(open: OpenMessage, { sender, receiver, control, test }: Interchange, order: OrderDraft | undefined, document: Record<string, unknown> | undefined): void {
    const version = open.version === '' ? undefined : open.version
    const problems = this.messageProblems?.close() ?? []
    // one shape for all messages: undefined is absent, here as in JSON
    const message: ReadMessage = { kind: 'message', file: this.options.file, type: open.type, version, control: open.control, segments: open.segments, problems,
      sender, receiver, interchange: control === '' ? undefined : control, test, order, document }
    if (open.type !== 'TA1') this.received?.message(open, message.problems)
    this.out.push(message)
    this.messageProblems = undefined
  }

  /**
   * Asks for the partner's profile by what the envelope says of the sender, and reads texts from here on in its character set,
   * or else in the one that the envelope announces.
   */
  knowSender(identifiers: Identifier[], announced?: string): void {
    this.profile = this.options.profile?.(identifiers)
    const charset = this.profile?.charset ?? announced
    let told = charset === undefined
    this.tokenizer.segment.decode = decoder(charset, (sent) => {
      if (told) return
      told = true
      const segment = this.tokenizer.segment
      if (charset === 'ascii') this.reportFile('character-outside-set', `The envelope announces ASCII, and characters outside it were sent; they were read as ${sent}.`, segment.where())
      else this.reportFile('charset-differs', `The character set is ${charset} by the envelope or profile, and ${sent} was sent.`, segment.where())
    })
  }

  /** Takes as much of the chunk as there are whole segments in it. */
  feed(chunk: Buffer): void {
    if (this.wide === undefined) this.lookAt(chunk)
    this.tokenizer.feed(this.wide ? Buffer.from(this.wide.decode(chunk, { stream: true })) : chunk)
    this.drain()
  }

  private lookAt(head: Buffer): void {
    const encoding = wideEncoding(head)
    this.wide = encoding === undefined ? false : new TextDecoder(encoding)
    if (this.wide) this.reportFile('utf-16', 'The file is in UTF-16; it was read as if it had come in UTF-8, and byte offsets are of that.', { line: 1, offset: 0 })
  }

  /** The last message and, after it, the file. */
  finish(bytes: number): void {
    this.tokenizer.end()
    this.drain()
    this.interpreter.end()
    if (this.interchanges.length === 0 && !this.tokenizer.broken) this.reportFile('not-edi', 'The file has no interchange and no message: it is empty or cut off.', { offset: 0 })
    this.received?.end()
    this.out.push({ kind: 'file', file: this.options.file, format: this.dialect.format, sha256: '', bytes, interchanges: this.interchanges,
      problems: this.fileProblems.close() })
  }

  private drain(): void {
    this.tokenizer.drain(this.interpreter)
  }
}

/** Larger chunks are taken in pieces, so that a file given in one does not become all its orders at once. */
const PIECE = 16 * 1024

/** Reads a source message by message; the `file` event comes last. Memory holds one chunk and the message that is open. */
export function readWith(dialect: Dialect, source: Source, options: ReadOptions): AsyncIterable<Read> {
  return { [Symbol.asyncIterator]: () => new Reads(new Reading(dialect, options), source, options.limit) }
}

/** The messages of a file as they are asked for. Written out, since a generator takes three promises a message. */
class Reads implements AsyncIterator<Read, undefined> {
  private queue: Read[] = []
  private at = 0
  private chunk: Buffer = Buffer.alloc(0)
  private chunkAt = 0
  private bytes = 0
  private finished = false

  private readonly chunks: AsyncIterator<Buffer>

  constructor(private readonly reading: Reading, private readonly source: Source, private readonly limit: number | undefined) {
    this.chunks = source[Symbol.asyncIterator]()
  }

  next(): Promise<IteratorResult<Read, undefined>> {
    return this.at < this.queue.length ? Promise.resolve({ value: this.queue[this.at++]!, done: false }) : this.more()
  }

  /** The reader of the messages has enough: the source is closed. */
  async return(): Promise<IteratorResult<Read, undefined>> {
    this.finished = true
    this.queue = []
    this.at = 0
    await this.chunks.return?.()
    return { value: undefined, done: true }
  }

  private async more(): Promise<IteratorResult<Read, undefined>> {
    const { reading } = this
    while (!this.finished && reading.out.length === 0) {
      if (this.chunkAt < this.chunk.length && !reading.tokenizer.broken) {
        reading.feed(this.chunk.length <= PIECE ? this.chunk : this.chunk.subarray(this.chunkAt, this.chunkAt + PIECE))
        this.chunkAt += PIECE
      } else await this.load()
    }
    this.queue = reading.out
    reading.out = []
    this.at = 0
    return this.at < this.queue.length ? { value: this.queue[this.at++]!, done: false } : { value: undefined, done: true }
  }

  /** The next chunk, or the end of the file: also where it is too large or cannot be read on. */
  private async load(): Promise<void> {
    const { reading, limit } = this
    // the tokenizer has its own copy
    if (this.chunk.length > 0) this.source.recycle?.(this.chunk)
    const step = reading.tokenizer.broken ? undefined : await this.chunks.next()
    if (step && !step.done) {
      this.chunk = step.value
      this.chunkAt = 0
      this.bytes += this.chunk.length
      if (limit === undefined || this.bytes <= limit) return
      reading.reportFile('too-large', `The file is larger than ${limit} bytes; reading stopped there.`, { offset: limit })
    }
    if (!step || !step.done) await this.chunks.return?.()
    this.finished = true
    reading.finish(this.bytes)
  }
}
