/* eslint-disable @typescript-eslint/no-require-imports -- a reader's file is loaded when it is asked; import() would look for ES modules */
import { type Problem } from '../orders/problem'
import type * as Mt940 from './bank/mt940'
import { type Format, type Interchange, type Read, type Reader, type ReadOptions, type Source } from './document'
import type * as Edifact from './edi/edifact'
import type * as Tradacoms from './edi/tradacoms'
import type * as X12 from './edi/x12'
import type * as FlatIdoc from './idoc/flat'
import type * as Json from './json/json'
import type * as Mail from './mail/mail'
import { type Meter, meter, TooLarge } from './meter'
import { recognise } from './recognise'
import type * as Shop from './shop/shop'
import type * as Csv from './tabular/csv'
import type * as Xlsx from './xlsx/xlsx'
import type * as Xml from './xml/documents'

/** Every reader, in the order in which they are asked. A small file is read in the time that all of them take to load. */
const READERS: readonly (() => Reader)[] = [
  () => (require('./edi/x12') as typeof X12).x12,
  () => (require('./edi/edifact') as typeof Edifact).edifact,
  () => (require('./edi/tradacoms') as typeof Tradacoms).tradacoms,
  () => (require('./idoc/flat') as typeof FlatIdoc).flatIdoc,
  () => (require('./xml/documents') as typeof Xml).xml,
  () => (require('./xlsx/xlsx') as typeof Xlsx).xlsx,
  () => (require('./bank/mt940') as typeof Mt940).mt940,
  () => (require('./mail/mail') as typeof Mail).mail(readDocument),
  () => (require('./shop/shop') as typeof Shop).shop,
  () => (require('./json/json') as typeof Json).json,
  () => (require('./tabular/csv') as typeof Csv).csv,
]

/** A reader this sure is taken without asking the others. */
const SURE = 0.9
/** Below this nobody claims the file. */
const CLAIM = 0.3
const HEAD = 64 * 1024

/**
 * Reads a document of any format: message by message as they come, and the `file` event last, always, with the SHA-256 and
 * length of all bytes. What is wrong with the content is in `problems`; it throws only what the source itself throws.
 * Beyond `options.limit` bytes reading stops with `too-large`; digest and length are then of what was taken.
 */
export async function* readDocument(source: Source | Buffer, options: ReadOptions): AsyncIterable<Read> {
  const bytes = meter(source, options.limit)
  const problems: Problem[] = []
  let format: Format = 'unknown'
  let interchanges: Interchange[] = []
  try {
    const head = await bytes.head(HEAD)
    const seen = recognise(head, options.file)
    const reader = readerOf(head, options.file, seen.certain)
    if (reader) {
      format = reader.formats[0] ?? 'unknown'
      for await (const read of reader.read(bytes.chunks, options)) {
        if (read.kind === 'message') yield read
        else {
          format = read.format
          interchanges = read.interchanges
          problems.push(...read.problems)
        }
      }
    } else {
      format = seen.format
      problems.push(notRead(seen.format, seen.name))
    }
    await bytes.drain()
  } catch (error) {
    problems.push(breakage(error, bytes, options))
    await bytes.close()
  }
  yield { kind: 'file', file: options.file, format, sha256: bytes.sha256(), bytes: bytes.bytes(), interchanges, problems }
}

/** The format that a document is read as, by its first bytes. */
export const formatOf = (head: Buffer, file: string): Format | undefined => readerOf(head, file, recognise(head, file).certain)?.formats[0]

/** The formats that have a reader. */
const readable = (): readonly Format[] => [...new Set(READERS.flatMap((load) => load().formats))]

/** A file with a signature of its own is not read as something that happens to stand inside of it. */
function readerOf(head: Buffer, file: string, signed: boolean): Reader | undefined {
  let best: { reader: Reader; score: number } | undefined
  for (const load of READERS) {
    const reader = load()
    const score = reader.sniff(head, file)
    if (score >= SURE) return reader
    if (score >= CLAIM && score > (best?.score ?? 0)) best = { reader, score }
  }
  return signed ? undefined : best?.reader
}

function notRead(format: Format, name: string): Problem {
  const supported = `Read are ${readable().join(', ')}.`
  return format === 'unknown'
    ? { code: 'format-unknown', severity: 'fatal', message: `This looks like ${name}, which is no order document that is known here. ${supported} Ask the sender for one of these.` }
    : { code: 'format-not-read-yet', severity: 'fatal', message: `This looks like ${name}, which is not read yet. ${supported} Enter the order by hand, or ask the sender for one of these.` }
}

function breakage(error: unknown, bytes: Meter, options: ReadOptions): Problem {
  if (bytes.failedWith(error)) throw error
  if (error instanceof TooLarge) {
    return { code: 'too-large', severity: 'fatal', offset: options.limit, message: `The file is larger than the limit of ${options.limit} bytes; reading stopped there. Raise the limit for this channel, or ask the sender to split the file.` }
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { code: 'reader-failed', severity: 'fatal', message: `The reader broke off at about byte ${bytes.bytes()}; this is a fault of ours, please report it with the file.`, text: text.slice(0, 80) }
}
