import { closeSync, openSync, readSync } from 'node:fs'
import { type Source } from '../mappings/document'

/** Bytes that are read at once: a text of more than twice as many is a costly one for the engine. */
const CHUNK = 64 * 1024
/** A file of more chunks than this is a long one. */
const LONG = 16
/** So many chunks are read before the engine's room for what is young has grown enough: with less it clears up twice as often. */
const GROWN = 256

/**
 * A file's bytes, read into the memory of those chunks that their reader has given back. A command does nothing else meanwhile, and
 * waiting for the disk is less work than being told of it.
 */
export function fileSource(path: string): Source {
  const free: Buffer[] = []
  return {
    recycle(chunk) {
      if (chunk.buffer.byteLength === CHUNK) free.push(Buffer.from(chunk.buffer))
    },
    async *[Symbol.asyncIterator]() {
      const file = openSync(path, 'r')
      try {
        for (let chunks = 0; ; chunks++) {
          const chunk = free.pop() ?? Buffer.allocUnsafeSlow(CHUNK)
          const read = readSync(file, chunk, 0, CHUNK, null)
          if (read === 0) return
          if (chunks === LONG) await tell('--no-parallel-scavenge')
          if (chunks === GROWN) await tell('--semi-space-growth-factor=1')
          yield chunk.subarray(0, read)
        }
      } finally {
        closeSync(file)
      }
    },
  }
}

/**
 * What is made of a message is gone before the next but one. The engine would call other threads for help with the little that is kept, at more cost than
 * the help is worth; and it would give such objects ever more room, half of all that it takes for a file of any size, and win little time by it.
 */
async function tell(flag: '--no-parallel-scavenge' | '--semi-space-growth-factor=1'): Promise<void> {
  const { setFlagsFromString } = await import('node:v8')
  setFlagsFromString(flag)
}
