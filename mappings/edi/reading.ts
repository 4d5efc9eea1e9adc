import { type Identifier } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { type Format, type Interchange, type Read, type ReadMessage, type ReadOptions } from '../document'
import { type Profile } from '../profile'
import { decoder } from './charset'
import { type EdiProblem, Problems } from './problems'
import { type Segment } from './segment'
import { type Service, Tokenizer } from './tokenizer'

/** What takes a format's segments one by one, envelope included, and puts messages out through its {@link Reading}. */
export interface Interpreter {
  segment(segment: Segment): void
  /** The file is over: what is still open was cut off. */
  end(): void
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
  private readonly fileProblems = new Problems(() => this.profile)
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

  /** From here on problems are a message's. */
  openMessage(): void {
    this.messageProblems = new Problems(() => this.profile)
  }

  /** Puts out the message that was open, with the problems found since. */
  closeMessage(message: Omit<ReadMessage, 'kind' | 'file' | 'problems'>): void {
    this.out.push({ kind: 'message', file: this.options.file, ...message, problems: this.messageProblems?.close() ?? [] })
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
    this.tokenizer.feed(chunk)
    this.drain()
  }

  /** The last message and, after it, the file. */
  finish(bytes: number): void {
    this.tokenizer.end()
    this.drain()
    this.interpreter.end()
    this.out.push({ kind: 'file', file: this.options.file, format: this.dialect.format, sha256: '', bytes, interchanges: this.interchanges,
      problems: this.fileProblems.close() })
  }

  private drain(): void {
    const { tokenizer, interpreter } = this
    while (tokenizer.next()) interpreter.segment(tokenizer.segment)
  }
}

/** Larger chunks are taken in pieces, so that a file given in one does not become all its orders at once. */
const PIECE = 256 * 1024

/** Reads a source message by message; the `file` event comes last. Memory holds one chunk and the message that is open. */
export async function* readWith(dialect: Dialect, source: AsyncIterable<Buffer>, options: ReadOptions): AsyncIterable<Read> {
  const reading = new Reading(dialect, options)
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.length
    if (options.limit !== undefined && bytes > options.limit) {
      reading.reportFile('too-large', `The file is larger than ${options.limit} bytes; reading stopped there.`, { offset: options.limit })
      break
    }
    for (let at = 0; at < chunk.length && !reading.tokenizer.broken; at += PIECE) {
      reading.feed(chunk.length <= PIECE ? chunk : chunk.subarray(at, at + PIECE))
      yield* take(reading)
    }
    if (reading.tokenizer.broken) break
  }
  reading.finish(bytes)
  yield* take(reading)
}

function take(reading: Reading): Read[] {
  const out = reading.out
  reading.out = []
  return out
}
