import { type StoredEvent } from '../orders/event'
import { sha256 } from './digest'
import { type Keys } from './keys'
import { split, type Split } from './longText'
import { hidePersonal, type PrivateValue } from './personal'

/** An event ready to be stored. */
export interface SealedEvent {
  /** As everyone sees it, personal values in their places. */
  stored: StoredEvent
  /** The text its digest is over, without the personal values. */
  envelope: Split
  seal: string
  values: PrivateValue[]
}

/** Makes the text, the digest over its UTF-8 bytes, and the seal of an event. */
export function sealed(keys: Keys, event: Omit<StoredEvent, 'digest'>): SealedEvent {
  const { data, values } = hidePersonal(event.type, event.data)
  const text = JSON.stringify(envelope(event, data))
  const digest = sha256(text)
  return { stored: { ...event, digest }, envelope: split(text), seal: keys.seal(digest), values }
}

/** The names and their order are part of what is stored: digests are over this text. */
const envelope = (event: Omit<StoredEvent, 'digest'>, data: Record<string, unknown>) => ({
  company: event.company, stream: event.stream, sequence: event.sequence, schema: event.schema, type: event.type, at: event.at,
  actor: event.actor, cause: event.cause, correlation: event.correlation, previous: event.previous, data,
})
