import { type Charset, decode, marked } from '../charset'
import { CONTROL_LENGTH, DATA_LENGTH } from './fields'

/** A record of a flat file, and where it begins: line and character from 1, byte from 0. */
export interface FlatRecord { text: string; line: number; offset: number }

/** Cuts a flat IDoc file into its records: a line each, or, where there are no line ends, by their lengths. Holds one record at a time. */
export async function* recordsOf(source: AsyncIterable<Buffer>, charset: Charset): AsyncIterable<FlatRecord> {
  let text = ''
  let line = 1
  let offset = 0
  const bytesOf = (part: string): number => (charset.name.startsWith('utf-16') ? part.length * 2 : charset.name === 'utf-8' ? Buffer.byteLength(part) : part.length)
  const cut = function* (ended: boolean): Iterable<FlatRecord> {
    let at = 0
    for (;;) {
      const width = text.startsWith('EDI_DC', at) ? CONTROL_LENGTH : DATA_LENGTH
      const end = text.indexOf('\n', at)
      const byLine = end >= 0 && end <= at + width + 1
      // a line end may still come behind a record that is there to its last character
      if (!byLine && text.length < at + width + 2 && !ended) break
      if (at >= text.length) break
      const to = byLine ? end : Math.min(at + width, text.length)
      const record = text.slice(at, to).replace(/\r$/, '')
      if (record.trim() !== '') yield { text: record, line, offset }
      const next = byLine ? to + 1 : to
      offset += bytesOf(text.slice(at, next))
      if (byLine) line++
      at = next
    }
    text = text.slice(at)
  }
  let begun = false
  const marks = async function* (): AsyncIterable<Buffer> {
    for await (const chunk of source) {
      if (!begun) offset = markOf(chunk)
      begun = true
      yield chunk
    }
  }
  for await (const part of decode(marks(), charset)) {
    text += part
    yield* cut(false)
  }
  yield* cut(true)
}

/** Bytes of a byte order mark. */
function markOf(head: Buffer): number {
  const name = marked(head)
  return name === undefined ? 0 : name === 'utf-8' ? 3 : 2
}
