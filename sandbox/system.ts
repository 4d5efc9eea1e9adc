import { type Feed } from './feed'
import { type Records, type Row } from './records'
import { type Inquiry, type Refusal, type Route } from './route'

/** A hidden change: finds its target, changes or deletes it, and tells what it was. Throws a Refusal where nothing fits. */
export type Plant = (records: Records, ask: PlantAsk) => Record<string, unknown>

export interface PlantAsk {
  externalId?: string | undefined
  reference?: string | undefined
  /** What the plant takes besides its target. */
  with: Record<string, string>
}

/** One kind of system: its endpoints, its people, and the shapes of its answers. */
export interface System {
  readonly name: 'erp' | 'wms' | 'finance' | 'mes' | 'crm' | 'tms' | 'bank' | 'shop' | 'service' | 'gateway'
  /** What this one is started by, where a company has several of the kind. (Default: its name) */
  readonly instance?: string
  readonly routes: readonly Route[]
  /** Kinds of records that `GET /changes` knows. */
  readonly changing: readonly string[]
  seed(inquiry: Inquiry): Record<string, number>
  readonly plants: ReadonlyMap<string, Plant>
  /** Statements that make what its sums are found by, each time that it starts. */
  readonly indexes?: string
  /** The system's own way to say an error. */
  errorBody(refusal: Refusal): unknown
  feedBody(feed: Feed, records: Records): unknown
  /** How it tells a subscriber of a change, where it has a way of its own. (Default: the feed's body in an envelope, signed with the time) */
  webhook?: {
    /** Only records of these types are told of. (Default: all) */
    of?: readonly string[]
    body(row: Row<unknown>): unknown
    /** `at` is the time of the system's own clock, in seconds since 1970. */
    headers(sent: { id: string; secret: string; text: string; row: Row<unknown>; at: number }): Record<string, string>
  }
}
