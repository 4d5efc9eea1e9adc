import { type Identifier, type OrderDraft } from '../orders/draft'
import { type Problem } from '../orders/problem'
import { type Profile } from './profile'

export type Format = 'x12' | 'edifact' | 'tradacoms' | 'ubl' | 'cii' | 'cxml' | 'idoc' | 'opentrans' | 'oagis' | 'csv' | 'xlsx' | 'json'
  | 'mail' | 'pdf' | 'camt' | 'mt940' | 'unknown'

/** One message (transaction set, row group, XML document) of a file, as `read --json` prints it. */
export interface ReadMessage {
  kind: 'message'
  file: string
  /** Message type in its own standard's words: `850`, `ORDERS`, `orders.csv`. */
  type: string
  /** Version and release: `004010`, `D:96A`. */
  version?: string
  /** Message control number or reference. */
  control?: string
  /** Segments, rows or elements read. */
  segments: number
  problems: Problem[]
  /** From the envelope. */
  sender?: Identifier
  receiver?: Identifier
  /** Of the interchange that it came in. */
  interchange?: string
  test?: boolean
  /** Present where the message is an order that could be read. */
  order?: OrderDraft
  /** Present where it is another document that is mapped, in the words of architecture 9. */
  document?: Record<string, unknown>
}

export interface Interchange {
  sender?: Identifier
  receiver?: Identifier
  control?: string
  test?: boolean
  messages: number
}

/** After the last message of a file. */
export interface ReadFile {
  kind: 'file'
  file: string
  format: Format
  sha256: string
  bytes: number
  interchanges: Interchange[]
  /** Problems of the file and its envelopes, not of one message. */
  problems: Problem[]
}

export type Read = ReadMessage | ReadFile

/** The bytes of a document as they come. */
export interface Source extends AsyncIterable<Buffer> {
  /** Takes a chunk back from whoever needs it no longer, to be filled again: fresh memory for every chunk costs more than reading a long file. */
  recycle?(chunk: Buffer): void
}

export interface ReadOptions {
  /** Shown as `file`; its extension is a hint, never a proof. */
  file: string
  /** The partner's profile, asked once per envelope or file with every identifier known by then. */
  profile?: (identifiers: Identifier[]) => Profile | undefined
  /** Bytes above which reading stops with a `too-large` problem. Default 50 MB (50 × 1024 × 1024) where receiving, none where reading. */
  limit?: number
  /** How many mails it lies in: an attachment of a mail is 1. Default 0. */
  depth?: number
}

/** A format's reader. It takes any bytes calmly: what is wrong becomes a problem, never an exception, and reading goes on where it can. */
export interface Reader {
  readonly formats: readonly Format[]
  /** How sure it is, 0 to 1, from the first 64 KiB and the file's name. */
  sniff(head: Buffer, file: string): number
  /** Message by message in constant memory; the `file` event comes last, always. Its sha256 and bytes are filled by `readDocument`. */
  read(source: Source, options: ReadOptions): AsyncIterable<Read>
}
