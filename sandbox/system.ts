import { type Feed } from './feed'
import { type Records } from './records'
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
  readonly name: 'erp' | 'wms' | 'finance' | 'mes' | 'crm' | 'tms' | 'bank'
  readonly routes: readonly Route[]
  /** Kinds of records that `GET /changes` knows. */
  readonly changing: readonly string[]
  seed(inquiry: Inquiry): Record<string, number>
  readonly plants: ReadonlyMap<string, Plant>
  /** The system's own way to say an error. */
  errorBody(refusal: Refusal): unknown
  feedBody(feed: Feed, records: Records): unknown
}
