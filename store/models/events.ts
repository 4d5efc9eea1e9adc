import { integer, string, table, text } from './table'

export interface StreamRow { company: string; stream: string; version: number; head: string }
export const streams = table<StreamRow>('streams', ['company', 'stream'], { company: string, stream: string, version: integer, head: string })

export interface EventRow {
  company: string; stream: string; sequence: number; type: string; at: string; correlation: string
  /** The exact text that `digest` is over; where `envelope_parts` is above 0 it goes on in `text_parts`. */
  envelope: string; envelope_parts: number
  digest: string; seal: string
}
export const events = table<EventRow>('events', ['company', 'stream', 'sequence'], {
  company: string, stream: string, sequence: integer, type: string, at: string, correlation: string,
  envelope: text, envelope_parts: integer, digest: string, seal: string,
})

/** `salt` and `value` are null once the person is erased; the digest stays, as it is in the chain. */
export interface PrivateValueRow { company: string; stream: string; sequence: number; path: string; digest: string; salt: string | null; value: string | null; erased_at: string | null }
export const privateValues = table<PrivateValueRow>('private_values', ['company', 'stream', 'sequence', 'path'],
  { company: string, stream: string, sequence: integer, path: string, digest: string, salt: string, value: text, erased_at: string })

export interface TextPartRow { owner: string; no: number; text: string }
export const textParts = table<TextPartRow>('text_parts', ['owner', 'no'], { owner: string, no: integer, text })
