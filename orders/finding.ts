import { type Decimal } from './decimal'

/** What a finding does to its order: nothing, ask a role, wait for a correction, end it. */
export type FindingSeverity = 'note' | 'approval' | 'hold' | 'refuse'

/** A fact that a rule judged by: what it was, who said so, and as of when (UTC instant). */
export interface Fact {
  name: string
  value: string
  source: string
  asOf?: string
}

/** What a review rule has to say of an order. A value inside the `reviewed` event, never an exception. */
export interface Finding {
  rule: string
  /** Stable, lower case with hyphens: `price-differs`. */
  code: string
  severity: FindingSeverity
  /** Order line id, where it is about one. */
  line?: string
  text: string
  /** Role that may waive it; with `approval` the role that is asked. */
  role?: string
  /** Of an approval by several: at which level, in which group, and how many of the group must agree. */
  level?: number
  group?: string
  quorum?: number
  /** What of the line's item is free, in the item's own unit, where there is too little; below zero where more is promised than there is. */
  free?: Decimal
  /** Choices to offer, where something was ambiguous. */
  candidates?: string[]
  facts: Fact[]
}
