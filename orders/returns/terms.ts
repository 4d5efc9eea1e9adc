import { type Decimal } from '../decimal'

/** Why goods come back, or are credited: codes, of which rules and complaints speak. */
export const RETURN_REASONS = ['damaged', 'wrongItem', 'quality', 'short', 'notNeeded'] as const
export type ReturnReason = (typeof RETURN_REASONS)[number]

/** In which state the goods came back, as the warehouse found it. */
export const CONDITIONS = ['good', 'damaged'] as const
export type Condition = (typeof CONDITIONS)[number]

/** What of the price is kept, in percent: of goods as they were sent, and of those that come back damaged. */
export interface ReturnTerms {
  restocking: Decimal
  damage: Decimal
}

/** How a return is decided for one reason: data of the `rules` record. */
export interface ReturnRule extends ReturnTerms {
  /** Who is asked. */
  role: string
  /** A credit up to this, in the order's currency, is authorised without asking. Absent: always asked. */
  upTo?: Decimal
  /** So many days after the last despatch; later it is asked whatever it comes to. Absent: no limit. */
  days?: number
}

const OURS: ReturnRule = { role: 'orderDesk', restocking: '0', damage: '0' }

/** Where it is our fault the customer gets all of it back, else nothing for what he has damaged. */
const DEFAULTS: Record<ReturnReason, ReturnRule> = { damaged: OURS, wrongItem: OURS, quality: OURS, short: OURS, notNeeded: { role: 'salesManager', restocking: '0', damage: '100' } }

export const ruleOf = (reason: ReturnReason, settings: Partial<Record<ReturnReason, Partial<ReturnRule>>> = {}): ReturnRule => ({ ...DEFAULTS[reason], ...settings[reason] })

/** What never arrived does not come back: it is credited at once. */
export const comesBack = (reason: ReturnReason): boolean => reason !== 'short'
