import { type StoredEvent } from '../event'
import { type Order } from '../order'

/** A difference between the systems about an order that somebody closed. */
export interface ClosedDifference {
  id: string
  kind: string
  system: string
  result?: string
  by?: string
  at?: string
}

/** What is judged of one order: its events, and what stands beside them. */
export interface AuditRecord {
  order: Order
  /** Every event with the order as it was before it. */
  steps: readonly Step[]
  closed: readonly ClosedDifference[]
  /** The roles that somebody had then; undefined where the record does not say. */
  rolesAt: (actor: string, at: string) => readonly string[] | undefined
  today: string
  /** Days after which what was shipped must be invoiced. */
  invoiceDays: number
}

export interface Step { event: StoredEvent; before: Order | undefined }

/** A rule that was broken (`breach`), or what a person should look at though no rule forbids it (`look`). */
export interface Breach {
  code: BreachCode
  weight: 'breach' | 'look'
  /** The event that shows it, who acted and when. */
  sequence?: number
  by?: string
  at?: string
  text: string
}

export type BreachCode =
  | 'self-approval' | 'own-change-approved' | 'two-approvals' | 'approved-without-role' | 'discount-over-authority' | 'margin-below-floor' | 'accepted-unreviewed' | 'accepted-unapproved'
  | 'shipped-unapproved' | 'no-reason' | 'acted-for-another' | 'invoiced-not-shipped' | 'shipped-not-invoiced' | 'closed-unsettled' | 'reopened-without-role' | 'closed-without-result' | 'difference-closed-by-hand'

export const nameOf = (order: Order): string => order.number ?? order.reference ?? order.id

/** What an event shows, with who did it and when. */
export const shown = (code: BreachCode, event: StoredEvent, text: string, weight: Breach['weight'] = 'breach'): Breach => ({ code, weight, sequence: event.sequence, by: event.actor, at: event.at, text })
