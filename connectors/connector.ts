import { type Decimal } from '../orders/decimal'
import { type Tokens } from './oauth'
import { type Skew } from './skew'
import { type Trip } from './trip'

/** What a connector can hold, list and follow. Orders and their documents, the quotations and orders of web shops that they come of, what a shop is told of their way (`fulfilment`, `tracking`), what is put out to partners (`document`), what a payment gateway has of an order (its authorisation, captures, refunds) and pays out, statements of a bank, complaints of a service desk, and the references. */
export type Kind = 'order' | 'part' | 'production' | 'quotation' | 'webOrder' | 'fulfilment' | 'tracking' | 'despatch' | 'shipment' | 'invoice' | 'return' | 'creditNote' | 'payment' | 'authorisation' | 'capture' | 'refund' | 'payout' | 'settlement' | 'statement' | 'complaint' | 'document'
  | 'customer' | 'item' | 'price' | 'stock' | 'supply' | 'receivable' | 'rate'

export type Action = 'create' | 'change' | 'cancel'

/** How a system keeps a repeat from doubling: it takes our key, we look before we create, or a person decides. */
export type Repeat = 'key' | 'find' | 'ask'

/** One intended effect on one system, as a connector sees it. */
export interface Outgoing {
  kind: Kind
  action: Action
  /** Our id of the record there: unique per system and kind. */
  ourId: string
  /** Sequence of the event that caused it. */
  revision: number
  /** The content, in our words. */
  body: unknown
  /** The record's id there, for a change or cancel of something that we know. */
  theirId?: string
  /** Sent as the idempotency key where the system takes one; the same for every attempt. */
  key: string
  correlation: string
}

/** A record as the system last said it. */
export interface Remote {
  kind: Kind
  theirId: string
  /** Our id, where the record carries it. */
  ourId?: string
  /** The number or name a person there knows it by. */
  number?: string
  /** The system's own word for the record's state. */
  state: string
  /** The system's version or change stamp of the record. */
  version: string
  /** When the system last changed it, in the system's own clock (UTC instant). */
  asOf: string
  /** Buyer's order number, for rows that do not carry our id. */
  reference?: string
  buyer?: string
  currency?: string
  amount?: Decimal
  lines?: RemoteLine[]
  /** The rest in our words: carrier, tracking, dates, … */
  body?: Record<string, unknown>
}

export interface RemoteLine {
  /** Our order line id. */
  id: string
  item?: string
  quantity: Decimal
  unit?: string
  price?: Decimal
}

/** Where a poll goes on: changed at and id, in the system's own clock. Opaque to all but the connector; `''` is the beginning. */
export type Cursor = string

export interface Change {
  cursor: Cursor
  remote: Remote
}

export interface ListFilter {
  /** Only what changed at or after this instant of the system's clock, and what is open. */
  changedSince?: string
}

export interface Listing {
  /** `ourId`: rows come in ascending byte order of our id, those without one first. */
  orderedBy: 'ourId' | 'none'
  rows: AsyncIterable<Remote>
}

/** Passed into every call: when to stop, and whether the caller may still write. */
export interface Call {
  signal?: AbortSignal
  /** Asked just before the socket write; throws where the message's lease is no longer ours. */
  guard?: () => void
  /** Asked over a connection of its own, on which no answer to another question can come late: what it shows decides whether something is sent a second time. */
  fresh?: boolean
  correlation?: string
  /** Hears of every way there and back that it takes. (Default: nobody does) */
  heard?: (trip: Trip) => void
}

/**
 * One system behind one contract (architecture 6). Every method throws only {@link Fault}s.
 * `send` is resumable in steps and answers with what it read back; a null answer proves nothing. What is read before a write must be what was asked for,
 * and a create looks once more itself: one empty answer alone makes no second record.
 */
export interface Connector {
  readonly name: string
  readonly repeat: Repeat
  /** Longest time in ms after our time-out within which a lost call may still commit there, or a look-up may not yet show it. */
  readonly settle: number
  /** Request limit in ms. */
  readonly timeout: number
  /** Kinds that `changes` and `list` answer. */
  readonly follows: readonly Kind[]
  /** Reachable, logged in, allowed; throws a Fault that says what is missing. */
  check(call?: Call): Promise<void>
  find(kind: Kind, ourId: string, call?: Call): Promise<Remote | undefined>
  /** Reads a record of ours by its own id there, past every list and search; absent, or a `refused` Fault without a code, where that is no other way than `find`. */
  read?(kind: Kind, theirId: string, call?: Call): Promise<Remote | undefined>
  send(message: Outgoing, call?: Call): Promise<Remote>
  /** In order of the cursor; may repeat. */
  changes(kind: Kind, since: Cursor, call?: Call): AsyncIterable<Change>
  list(kind: Kind, filter: ListFilter, call?: Call): Listing
  /**
   * Checks that a webhook is the system's own, by its signature over the raw body and its time, and answers with the event's id, by which a repeat
   * is known. Throws a `login` Fault where it is not. `nowMs` is the time that the signature's is held against.
   */
  verifyWebhook?(body: Buffer, headers: Readonly<Record<string, string | string[] | undefined>>, nowMs: number): string
  /** The system's clock against ours, as its answers say; undefined where it has said nothing yet. */
  skew?(): Skew | undefined
  /** What a verified webhook says: the records as they were then. Throws a `refused` Fault where it can't be read. */
  readWebhook?(body: Buffer): Remote[]
}

/** The record of a system as configured; the secret comes decrypted and is never logged. */
export interface SystemConfig {
  name: string
  /** erp, wms, mes, finance, crm, … */
  role: string
  /** Folder of `connectors/`. */
  connector: string
  url: string
  secret?: string
  /** What the system signs its webhooks with. */
  webhookSecret?: string
  timeout?: number
  settle?: number
  options?: Record<string, unknown>
  /** Where it is logged in to with tokens: they stand in the secret's place. */
  tokens?: Tokens
  /** Waited for before every request, where the system has a rate: until it may leave. Throws where the signal comes first. */
  pace?: (signal?: AbortSignal) => Promise<void>
}
