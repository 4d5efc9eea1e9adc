import { type FileHandle, open } from 'node:fs/promises'
import { compareBytes, NotOrdered, type Side } from '../merge'

/** A file that cannot be compared, with where and what to do. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
  constructor(message: string, options?: ErrorOptions) {
    // a file's name may have line breaks
    super(message.replace(/[\r\n]+/g, ' '), options)
  }
}

const CHUNK = 256 * 1024
const LONGEST_ROW = 64 * 1024 * 1024

export const LF = 10
export const CR = 13

/**
 * The rows of a text file, read chunk by chunk; a kind of file says where a row ends and where its fields are.
 * Fields are ranges of `bytes`, so that nothing is decoded unless it must be shown.
 */
export abstract class Rows implements Side {
  bytes: Buffer
  keyStart = 0
  keyEnd = 0
  repeated = false
  /** Where the fields of the row in hand begin and end in `bytes`, by slot. */
  starts = new Int32Array(64)
  ends = new Int32Array(64)
  /** Slot of each compared field; -1 where the row has none. */
  slots: number[] = []
  /** Rows read so far. */
  count = 0
  /** False where the rows are only to be read, in whatever order. */
  ordered = true
  /** The row in hand as it stands in the file, without its line end: a range of `chunk`. */
  rowStart = 0
  rowEnd = 0

  protected chunk: Buffer = Buffer.allocUnsafe(CHUNK)
  /** Where the next row begins, and how far the chunk is filled. */
  protected position = 0
  protected filled = 0
  protected ended = false
  private spare: Buffer = Buffer.allocUnsafe(CHUNK)
  private file: FileHandle | undefined

  constructor(readonly name: string, readonly path: string, private readonly signal?: AbortSignal) {
    this.bytes = this.chunk
  }

  /** Opens the file and reads its first chunk, without a byte order mark. Throws {@link UnreadableFile} where it is no UTF-8 text. */
  async open(): Promise<void> {
    this.file = await open(this.path, 'r').catch((cause: unknown) => {
      throw new UnreadableFile(`${this.path} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
    })
    await this.fill()
    if (this.filled >= 3 && this.chunk[0] === 0xef && this.chunk[1] === 0xbb && this.chunk[2] === 0xbf) this.position = 3
    const zero = this.chunk.indexOf(0)
    if (zero >= 0 && zero < this.filled) throw new UnreadableFile(`${this.path} is not UTF-8 text (a zero byte at ${zero}): save it as UTF-8 and try again`)
  }

  async close(): Promise<void> {
    await this.file?.close()
    this.file = undefined
  }

  advance(): boolean | Promise<boolean> {
    const { bytes, keyStart, keyEnd } = this
    const next = this.scan()
    if (next >= 0) return this.take(next, bytes, keyStart, keyEnd)
    return this.ended ? false : this.fetch(bytes, keyStart, keyEnd)
  }

  /** The raw row in hand. Valid until the next row is taken. */
  raw(): Buffer {
    return this.chunk.subarray(this.rowStart, this.rowEnd)
  }

  key(): string {
    return this.bytes.toString('utf8', this.keyStart, this.keyEnd)
  }

  /** The text of a slot; undefined where the row does not have it. */
  text(slot: number): string | undefined {
    return slot < 0 ? undefined : this.bytes.toString('utf8', this.starts[slot], this.ends[slot])
  }

  /**
   * Finds the fields and the end of the row that begins at `position`, which it may move over blank lines. Answers where the
   * next row begins, or -1 where the chunk holds no whole row.
   */
  protected abstract scan(): number
  /** Slot of the key in the row just scanned; throws where it has none. */
  protected abstract keySlot(): number

  protected at(): string {
    return `${this.path}, row ${this.count + 1}`
  }

  protected grow(slots: number): void {
    const wider = (old: Int32Array): Int32Array<ArrayBuffer> => { const next = new Int32Array(slots); next.set(old); return next }
    this.starts = wider(this.starts)
    this.ends = wider(this.ends)
  }

  private take(next: number, before: Buffer, beforeStart: number, beforeEnd: number): boolean {
    const slot = this.keySlot()
    this.keyStart = this.starts[slot]!
    this.keyEnd = this.ends[slot]!
    this.position = next
    if (this.count++ === 0) this.repeated = false
    else if (this.ordered) {
      const order = compareBytes(before, beforeStart, beforeEnd, this.bytes, this.keyStart, this.keyEnd)
      if (order > 0) throw new NotOrdered(this.name)
      this.repeated = order === 0
    }
    return true
  }

  private async fetch(before: Buffer, beforeStart: number, beforeEnd: number): Promise<boolean> {
    for (;;) {
      await this.fill()
      const next = this.scan()
      if (next >= 0) return this.take(next, before, beforeStart, beforeEnd)
      if (this.ended) return false
    }
  }

  /** Two chunks by turns: the row that was in hand stays readable in the other one while the next comes in. */
  protected async fill(): Promise<void> {
    this.signal?.throwIfAborted()
    if (!this.file) throw new Error(`${this.path} is not open`)
    const rest = this.filled - this.position
    let target = this.spare
    if (rest > target.length / 2) {
      if (target.length >= LONGEST_ROW) throw new UnreadableFile(`${this.at()}: a row of more than ${LONGEST_ROW} bytes; is a quote not closed?`)
      target = Buffer.allocUnsafe(this.chunk.length * 2)
    }
    this.chunk.copy(target, 0, this.position, this.filled)
    const { bytesRead } = await this.file.read(target, rest, target.length - rest)
    this.spare = this.chunk
    this.chunk = target
    this.bytes = target
    this.position = 0
    this.filled = rest + bytesRead
    this.ended = bytesRead === 0
  }
}
