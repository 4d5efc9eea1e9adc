import { type Decimal } from '../orders/decimal'
import { type Address, type Contact, type Identifier } from '../orders/draft'
import { type Problem } from '../orders/problem'

/**
 * The shapes that go in and out of the store. Business instants are ISO 8601 texts in UTC (`2026-03-02T08:00:00.000Z`);
 * the engine's own times (leases, back-off) are milliseconds since 1970 of the real clock, and end in `Ms`.
 */

export type ArrivalOutcome = 'pending' | 'order' | 'held' | 'document' | 'duplicate' | 'quarantined'

export interface Arrival {
  id: string
  channel: string
  /** AS2 or e-mail Message-ID, webhook event id; in a polled folder name + time + sha256; each `receive FILE` call a fresh one. */
  transportId: string
  sha256: string
  fileName?: string
  sender?: string
  at: string
  outcome: ArrivalOutcome
  /** Known only after reading. */
  company?: string
  problems: Problem[]
}

/** What became of one message of an arrival. */
export interface ArrivalItem {
  arrival: string
  /** Ordinal of the message in the document, from 1. */
  no: number
  /** Message type: `850`, `ORDERS`, `order`. */
  type: string
  control?: string
  outcome: ArrivalOutcome
  company?: string
  order?: string
  text?: string
}

export interface Partner {
  company: string
  code: string
  name: string
  identifiers: Identifier[]
  /** Sequence of its `config/partner/…` event. */
  version: number
  roles: string[]
  currency?: string
  zone?: string
  paymentTerms?: string
  priceList?: string
  address?: Address
  contact?: Contact
  /** Shape is `mappings/`' business: formats, field tables, code lists, tolerance. */
  profile: Record<string, unknown>
}

export interface Actor {
  id: string
  name: string
  roles: string[]
  scope: Record<string, unknown>
}

/** Our copy of what another system is the authority for. */
export interface Reference {
  company: string
  system: string
  kind: string
  key: string
  value: Record<string, unknown>
  /** When the system says it was true, in the system's clock. */
  asOf: string
  /** When we fetched it (business time). */
  fetchedAt: string
}

export type MessageState = 'waiting' | 'sending' | 'unknown' | 'done' | 'refused' | 'superseded' | 'dead' | 'asking'

export interface NewMessage {
  id: string
  company: string
  system: string
  kind: string
  ourId: string
  revision: number
  action: string
  /** Stream that caused it; calls of one stream and system never overlap and go out in order. */
  stream: string
  body: unknown
  correlation: string
  createdAt: string
}

export interface Message extends NewMessage {
  /** Order of creation. */
  position: number
  state: MessageState
  /** Raised when it is claimed, so that a crash counts; fences late answers. */
  attempt: number
  owner?: string
  leaseUntilMs?: number
  notBeforeMs: number
  /** End of the last attempt, or the end of its lease where nobody came back. */
  endedMs?: number
  /** Some attempt may have been carried out there. */
  unsure: boolean
  /** How often it was sent again although it had been done, since its record there was gone. (Default: 0) */
  resends?: number
  /** Of the last attempt, with how many so far ended with the system having us wait, and in how many in a row a call that only reads was refused. */
  fault?: { kind: string; text: string; code?: string; waits?: number; refusedReads?: number; begun?: boolean }
  result?: unknown
  doneAt?: string
}

export interface Link {
  company: string
  system: string
  kind: string
  ourId: string
  theirId: string
  number?: string
  /** Stream of ours that the record belongs to. */
  stream: string
  state: string
  version: string
  asOf: string
  currency?: string
  amount?: Decimal
  /** The lines and the rest as the system last said. */
  body?: Record<string, unknown>
  /** Revision of ours that the system last confirmed. */
  revision: number
}

export interface CaseRecord {
  id: string
  company: string
  kind: string
  system: string
  subject: string
  field: string
  ours?: string
  theirs?: string
  text: string
  owner?: string
  dueAt?: string
  firstSeen: string
  lastSeen: string
  state: 'open' | 'closed'
  result?: string
  closedBy?: string
  closedAt?: string
  detail?: Record<string, unknown>
}

export interface Run {
  company: string
  job: string
  scheduledFor: string
  startedAt: string
  endedAt?: string
  outcome: 'running' | 'done' | 'problems' | 'failed'
  counts: Record<string, number>
  cursor?: string
  proof?: Record<string, unknown>
  owner: string
  leaseUntilMs: number
}

/** So much that there is of something scarce (a customer's credit, an item's stock). */
export interface Resource {
  company: string
  /** `credit/<partner>`, `stock/<item>`. */
  resource: string
  /** EUR, …; unit for stock. */
  unit: string
  capacity: Decimal
  /** Used by what the owning system already counts. */
  theirs: Decimal
  /** Held by our commitments that it does not count yet. */
  ours: Decimal
  asOf: string
}

export interface Commitment {
  company: string
  resource: string
  order: string
  line: string
  quantity: Decimal
  state: 'ours' | 'theirs' | 'released'
}

export interface OrderDocumentRecord {
  company: string
  kind: 'despatch' | 'invoice' | 'creditNote' | 'payment' | 'return'
  issuer: string
  number: string
  /** `despatch/<issuer>/<number>`, … */
  stream: string
  issuedOn?: string
  currency?: string
  amount?: Decimal
  state: string
  body: Record<string, unknown>
  lines: { line: string; order: string; orderLine: string; quantity: Decimal; amount?: Decimal }[]
}

export interface Allocation {
  company: string
  payment: string
  invoice: string
  no: number
  amount: Decimal
}

/** One configured thing: company, partner, actor, system, rules, schedule, item cross-reference. */
export interface ConfigRecord {
  company: string
  kind: string
  key: string
  version: number
  /** sha256 of the content as applied. */
  digest: string
  body: Record<string, unknown>
  /** Who wrote it last: `apply`, `console`, an actor. */
  origin: string
  /** Digest that `apply` wrote last, so that a change made elsewhere meanwhile shows. */
  applied?: string
}
