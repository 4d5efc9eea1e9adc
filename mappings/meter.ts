import { createHash } from 'node:crypto'
import { type Source } from './document'

/** Thrown into a reader when the file is larger than the caller takes; caught by `readDocument`. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

/** A source of bytes that is counted and digested as it flows. */
export interface Meter {
  /** The first bytes, at most `length` of them; they stay in `chunks`. */
  head(length: number): Promise<Buffer>
  /** Every byte once, over however many loops; throws {@link TooLarge} beyond the limit. A loop that ends early closes nothing. */
  chunks: Source
  /** Reads what no loop has read, so that the digest is of the whole. */
  drain(): Promise<void>
  /** Ends the source early. */
  close(): Promise<void>
  bytes(): number
  /** Hex SHA-256 of all that flowed; asked for once, at the end. */
  sha256(): string
  /** Did the source itself fail (a disk, a socket) with this error? */
  failedWith(error: unknown): boolean
}

/** Puts a meter on a source. Bytes above `limit` are not taken. */
export function meter(source: Source | Buffer, limit = Infinity): Meter {
  const whole: Source = Buffer.isBuffer(source) ? slices(source) : source
  const from = whole[Symbol.asyncIterator]()
  const digest = createHash('sha256')
  const held: Buffer[] = []
  let bytes = 0
  let failure: { error: unknown } | undefined

  const pull = async (): Promise<Buffer | undefined> => {
    let step: IteratorResult<Buffer, unknown>
    try {
      step = await from.next()
    } catch (error) {
      failure = { error }
      throw error
    }
    if (step.done) return undefined
    bytes += step.value.length
    digest.update(step.value)
    if (bytes > limit) throw new TooLarge(`more than ${limit} bytes`)
    return step.value
  }
  const next = async (): Promise<Buffer | undefined> => held.shift() ?? pull()

  return {
    async head(length) {
      let size = held.reduce((sum, chunk) => sum + chunk.length, 0)
      while (size < length) {
        const chunk = await pull()
        if (!chunk) break
        held.push(chunk)
        size += chunk.length
      }
      return Buffer.concat(held).subarray(0, length)
    },
    chunks: {
      recycle: (chunk) => whole.recycle?.(chunk),
      [Symbol.asyncIterator]: () => ({
        async next() {
          const chunk = await next()
          return chunk ? { done: false, value: chunk } : { done: true, value: undefined }
        },
      }),
    },
    async drain() {
      while (await next());
    },
    async close() {
      await from.return?.()
    },
    bytes: () => bytes,
    sha256: () => digest.digest('hex'),
    failedWith: (error) => failure?.error === error,
  }
}

const SLICE = 64 * 1024

async function* slices(buffer: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < buffer.length; at += SLICE) yield buffer.subarray(at, at + SLICE)
}
