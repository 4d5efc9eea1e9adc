import { TextDecoder } from 'node:util'

/** What came of the bytes of a text file. Filled while reading. */
export interface Charset {
  /** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, or what the profile says. */
  name: string
  /** Was it found by its bytes, and not by a mark, the profile, or as plain UTF-8? */
  guessed: boolean
  /** Bytes that the character set does not have were replaced by U+FFFD. */
  damaged: boolean
}

/**
 * Decodes a text file as it flows: byte order mark first, then the profile's word, then the bytes themselves (UTF-16 by its
 * zeros, else UTF-8 where it is valid, else Windows-1252, which holds Latin-1). Throws a RangeError for an unknown name.
 */
export async function* decode(source: AsyncIterable<Buffer>, charset: Charset, named?: string): AsyncIterable<string> {
  let decoder: TextDecoder | undefined
  for await (const chunk of source) {
    let bytes = chunk
    if (!decoder) {
      charset.name = marked(chunk) ?? named ?? (isUtf16(chunk) ? 'utf-16le' : 'ascii')
      if (charset.name === 'ascii') {
        if (!chunk.some((byte) => byte > 127)) {
          yield chunk.toString('latin1')
          continue
        }
        charset.name = isUtf8(chunk) ? 'utf-8' : 'windows-1252'
        charset.guessed = charset.name === 'windows-1252'
      }
      decoder = new TextDecoder(charset.name)
      bytes = chunk
    }
    yield watch(decoder.decode(bytes, { stream: true }), charset)
  }
  if (decoder) yield watch(decoder.decode(), charset)
  else charset.name = 'utf-8'
}

/** Is it a name that {@link decode} takes? */
export function isCharset(name: string): boolean {
  try {
    return new TextDecoder(name).encoding !== ''
  } catch {
    // a RangeError is the answer: there is no such set
    return false
  }
}

/** Encoding of the byte order mark, where there is one. */
export function marked(head: Buffer): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  return undefined
}

/** Text of Latin letters in UTF-16 without a mark has a zero as every second byte. */
export function isUtf16(head: Buffer): boolean {
  const sample = head.subarray(0, 512)
  let zeros = 0
  for (let i = 1; i < sample.length; i += 2) if (sample[i] === 0) zeros++
  return sample.length >= 8 && zeros * 3 > sample.length
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    // invalid UTF-8 is the answer, not a fault
    return false
  }
}

function watch(text: string, charset: Charset): string {
  if (text.includes('\ufffd')) charset.damaged = true
  return text
}
