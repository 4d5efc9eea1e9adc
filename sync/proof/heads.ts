import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type Db } from '../../store/store'
import { streamsOf } from '../../store/streams'
import { writeWhole } from './files'

/** How far a stream had come, and the digest of its last event then. */
export interface Head {
  stream: string
  sequence: number
  digest: string
}

const PIECE = 256 * 1024

/**
 * Writes a line `stream sequence digest` for every stream of a company, by name in byte order. The root is the SHA-256 of
 * the file, so that a stranger needs nothing but `sha256sum` to compare it.
 */
export async function writeHeads(db: Db, company: string, path: string): Promise<{ root: string; streams: number; events: number }> {
  const hash = createHash('sha256')
  let streams = 0
  let events = 0
  await writeWhole(path, async (append) => {
    let lines = ''
    const flush = async (): Promise<void> => {
      const bytes = Buffer.from(lines)
      lines = ''
      hash.update(bytes)
      await append(bytes)
    }
    for await (const { stream, version, head } of streamsOf(db, company)) {
      streams++
      events += version
      lines += `${escaped(stream)} ${version} ${head}\n`
      if (lines.length >= PIECE) await flush()
    }
    await flush()
  })
  return { root: hash.digest('hex'), streams, events }
}

/** The SHA-256 of a file, read piece by piece. */
export async function rootOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}

/** The lines of a heads file in their order; a line of another form throws. */
export async function* readHeads(path: string): AsyncGenerator<Head> {
  let no = 0
  for await (const line of linesOf(path)) {
    no++
    const match = /^(.+) (\d+) ([0-9a-f]{64})$/s.exec(line)
    if (!match) throw new Error(`${path}, line ${no}: "stream sequence digest" is expected`)
    yield { stream: unescaped(match[1]!), sequence: Number(match[2]), digest: match[3]! }
  }
}

/** A name may hold what Unicode and node:readline take for line ends (U+2028): here only a line feed is one. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const text of createReadStream(path, 'utf8') as AsyncIterable<string>) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    yield* lines
  }
  if (rest !== '') yield rest
}

/** A name with a line end in it must not make two lines. */
const escaped = (stream: string): string => stream.replace(/[\u0000-\u001f\u007f%]/g, (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`)
const unescaped = (text: string): string => text.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
