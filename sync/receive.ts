import { createHash } from 'node:crypto'
import * as arrivals from '../store/arrivals'
import * as documents from '../store/documents'
import { type Arrival, type ArrivalItem } from '../store/records'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { interpret } from './interpret'
import { traced } from './trace'
import { isWebhook } from './webhookChannel'

export interface Received {
  arrival: Arrival
  items: ArrivalItem[]
  /** The same transport id was received before: nothing was done. */
  repeated: boolean
}

export interface Incoming {
  channel: string
  /** What tells one receipt from another on this channel; see {@link Arrival.transportId}. */
  transportId: string
  bytes: Buffer
  fileName?: string
  /** Who sent it, where the channel knows (login, mail address, AS2 id). */
  sender?: string
}

/**
 * R-INT-08: keeps what came in byte for byte and when, before anything is interpreted; then reads it and makes of each
 * order in it an Order, once. Whatever is wrong with the bytes ends as an outcome; it throws only where the store breaks,
 * and then the arrival is pending and {@link resume} goes on with it.
 */
export async function receive(context: Context, incoming: Incoming): Promise<Received> {
  const sha256 = createHash('sha256').update(incoming.bytes).digest('hex')
  const { arrival, fresh } = await context.store.write(async (tx) => {
    await documents.keep(tx, { sha256, bytes: incoming.bytes })
    return arrivals.record(tx, {
      id: uuidv7(), channel: incoming.channel, transportId: incoming.transportId, sha256, fileName: incoming.fileName, sender: incoming.sender,
      at: instant(context), outcome: 'pending', problems: [],
    })
  })
  if (!fresh && arrival.outcome !== 'pending') return { arrival, items: await arrivals.items(context.store, arrival.id), repeated: true }
  return { ...(await read(context, arrival, incoming.bytes)), repeated: !fresh }
}

const read = (context: Context, arrival: Arrival, bytes: Buffer): ReturnType<typeof interpret> => traced(context, 'receive', {
  correlation: arrival.id, attributes: { arrival: arrival.id, channel: arrival.channel, bytes: bytes.length }, ended: ({ arrival: { outcome }, items }) => ({ attributes: { outcome, messages: items.length } }),
}, () => interpret(context, arrival, bytes))

const END_OF_TIME = '9999-12-31T23:59:59.999Z'

/** Goes on with arrivals that a killed process left pending. */
export async function resume(context: Context): Promise<Received[]> {
  const results: Received[] = []
  for (const arrival of await arrivals.pending(context.store, END_OF_TIME)) {
    if (isWebhook(arrival)) continue
    const bytes = await documents.read(context.store, arrival.sha256)
    if (!bytes) throw new Error(`The document ${arrival.sha256} of arrival ${arrival.id} is gone from the store; run "order-to-cash verify".`)
    results.push({ ...(await read(context, arrival, bytes)), repeated: false })
  }
  return results
}
