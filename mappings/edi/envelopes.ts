import { createHash } from 'node:crypto'
import { type ReadMessage, type ReadOptions } from '../document'
import { type Problem } from '../../orders/problem'
import { formatOf } from '../read'
import { dialect as edifact } from './edifact'
import { type Dialect, Reading } from './reading'
import { Received, type ReceivedInterchange } from './received'
import { dialect as x12 } from './x12'

/** One envelope of a file as it came, and which of the file's messages are in it. */
export interface Envelope {
  standard: 'x12' | 'edifact'
  received: ReceivedInterchange
  /** In the order of `received.groups` and their messages. */
  messages: EnvelopeMessage[]
}

export interface EnvelopeMessage {
  /** Ordinal of the message in the file, from 1. */
  no: number
  type: string
  control: string
  /** The order's number, where it is one. */
  reference?: string
  /** SHA-256 of what it says, however it was written. */
  content: string
  /** The list that an acknowledgement tells: what is added here is told too. */
  problems: Problem[]
}

/** The envelopes of an X12 or EDIFACT file, with the problems of everything in them; undefined for every other file. */
export function envelopesOf(bytes: Buffer, options: ReadOptions): Envelope[] | undefined {
  const format = formatOf(bytes.subarray(0, HEAD), options.file)
  return format === 'x12' ? readEnvelopes(x12, 'x12', bytes, options) : format === 'edifact' ? readEnvelopes(edifact, 'edifact', bytes, options) : undefined
}

/** The first envelope of a file of which nothing was taken, for what `problem` says: enough to tell its sender. */
export function refusedEnvelope(bytes: Buffer, options: ReadOptions, problem: Problem): Envelope | undefined {
  const [first] = envelopesOf(bytes.subarray(0, HEAD), options) ?? []
  return first && { ...first, messages: [], received: { ...first.received, groups: [], problems: [problem] } }
}

const HEAD = 64 * 1024

/** So much is read at once, so that the messages of a large file need not all be held. */
const PIECE = 64 * 1024

function readEnvelopes(dialect: Dialect, standard: Envelope['standard'], bytes: Buffer, options: ReadOptions): Envelope[] {
  const reading = new Reading(dialect, options)
  const received = new Received(() => reading.envelopeProblems)
  reading.received = received
  // the problems of a message are the same list in both
  const seen = new Map<readonly Problem[], Omit<EnvelopeMessage, 'problems'>>()
  let no = 0
  const take = (): void => {
    for (const read of reading.out) if (read.kind === 'message') seen.set(read.problems, said(++no, read))
    reading.out = []
  }
  for (let at = 0; at < bytes.length && !reading.tokenizer.broken; at += PIECE) {
    reading.feed(bytes.subarray(at, at + PIECE))
    take()
  }
  reading.finish(bytes.length)
  take()
  return received.interchanges.map((interchange) => ({
    standard, received: interchange,
    messages: interchange.groups.flatMap((group) => group.messages.map(({ problems }) => ({ ...seen.get(problems)!, problems }))),
  }))
}

const said = (no: number, { type, control = '', order, document }: ReadMessage): Omit<EnvelopeMessage, 'problems'> => ({
  no, type, control, ...(order?.reference === undefined ? {} : { reference: order.reference }),
  content: createHash('sha256').update(JSON.stringify([type, control, order, document])).digest('hex'),
})
