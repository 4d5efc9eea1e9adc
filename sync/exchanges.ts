import { type StoredEvent } from '../orders/event'
import { type Order } from '../orders/order'
import * as exchanges from '../store/exchanges'
import * as interchanges from '../store/interchanges'
import * as outbox from '../store/outbox'
import { type Message } from '../store/records'
import { type Db } from '../store/store'
import * as streams from '../store/streams'
import { type KeptTrip } from './hearing'

/** One attempt at a message: every way there and back that it took. */
export interface Tried {
  attempt: number
  /** UTC, by the machine's clock. */
  at: string
  ms: number
  state: string
  trips: KeptTrip[]
  /** What was asked and answered was taken away with a person. */
  erased?: true
}

/** What one system was asked for, with the key that it knows a repeat by and the correlation number that it was told. */
export interface Asked extends Pick<Message, 'system' | 'kind' | 'action' | 'ourId' | 'revision' | 'correlation' | 'state'> {
  way: 'sent'
  message: string
  key: string
  at: string
  attempts: number
  tried: Tried[]
}

/** What a system told by itself, or was asked for by a poll: the event that came of it. */
export interface Heard {
  way: 'heard'
  system: string
  record: string
  at: string
  correlation: string
  event: Pick<StoredEvent, 'sequence' | 'type' | 'data'>
}

/** A document that went to the partner or came from him about the order. */
export type WithPartner = { way: 'partner' } & interchanges.InterchangeRecord

/** R-SYS-03: every exchange that an order led to, in the order of what was asked, told and put out. */
export async function exchangesOf(db: Db, { company, id }: Pick<Order, 'company' | 'id'>): Promise<(Asked | Heard | WithPartner)[]> {
  const stream = `order/${id}`
  const [messages, events, documents] = [await outbox.ofStream(db, company, stream), await streams.load(db, company, stream), await interchanges.list(db, company, { stream })]
  const tried = Map.groupBy(await exchanges.ofMessages(db, messages.map(({ position }) => position)), ({ message }) => message)
  const all = [
    ...messages.map((message) => askedOf(message, tried.get(message.position) ?? [])), ...events.flatMap(heardOf), ...documents.map((one): WithPartner => ({ way: 'partner', ...one })),
  ]
  return all.map((one, place) => ({ one, place })).sort((a, b) => (a.one.at < b.one.at ? -1 : a.one.at > b.one.at ? 1 : a.place - b.place)).map(({ one }) => one)
}

const askedOf = (message: Message, tried: readonly exchanges.Exchange[]): Asked => ({
  way: 'sent', system: message.system, kind: message.kind, action: message.action, ourId: message.ourId, revision: message.revision, message: message.id, key: message.resends ? `${message.id}/${message.resends}` : message.id,
  correlation: message.correlation, at: message.createdAt, state: message.state, attempts: message.attempt,
  tried: tried.map(({ attempt, startedMs, ms, state, trips, erased }) => ({ attempt, at: new Date(startedMs).toISOString(), ms, state, trips: trips as unknown as KeptTrip[], ...(erased ? { erased: true as const } : {}) })),
})

/** What was followed says as its cause whose record it was: `wms/despatch/SHP-1`. */
function heardOf({ sequence, type, at, cause, correlation, data }: StoredEvent): Heard[] {
  const [system, ...record] = cause.split('/')
  if (!HEARD.has(type) || record.length < 2) return []
  return [{ way: 'heard', system: system!, record: record.join('/'), at, correlation, event: { sequence, type, data } }]
}

const HEARD: ReadonlySet<string> = new Set(['productionStarted', 'produced', 'shipped', 'tracked', 'delivered', 'invoiced', 'paid', 'returnReceived', 'credited', 'captured', 'refunded', 'refundFailed', 'cancelledThere', 'cancelFailed'])
