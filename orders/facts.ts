import { type ApprovalRule } from './chain'
import { type Decimal } from './decimal'
import { type Identifier } from './draft'
import { type DunningPolicy, type OwedItem } from './dunning'
import { type CancelItem } from './event'
import { type FindingSeverity } from './finding'
import { type ReturnReason, type ReturnRule } from './returns/terms'
import { type StallLimits } from './stalled'

/** A copy of what another system is the authority for: who said it and as of when (UTC instant). */
export interface Dated<T> {
  value: T
  source: string
  asOf: string
}

/** How one review rule is set: part of the `rules` record, so that a business user changes it without code. */
export interface RuleSetting {
  on: boolean
  /** What its findings do, unless the rule says that one is worse by nature. */
  severity: FindingSeverity
  /** Who is asked where the severity is `approval`, and who may waive a hold. */
  role?: string
  /** Minutes; a fact older than this is not judged by: the order is held until it is fresh. Absent: any age. */
  maxAge?: number
  /** Percent by which a value may differ. */
  tolerance?: Decimal
  /** Percent of what is asked that must be left over its cost. */
  floor?: Decimal
  /** Of the rule `unusual`: so many times what was ordered before, and sooner than so many calendar days from now. */
  factor?: Decimal
  leadDays?: number
  /** What is unusual is approved only once a second contact of the customer has confirmed it. (Default: true) */
  confirmation?: boolean
  /** Who may let how much of a discount through (percent of the list), the least first; above the last of them, only he is asked. */
  authority?: readonly { upTo: Decimal; role: string }[]
}

/** Where and to whom nothing may be sold. Places are countries (ISO 3166-1 alpha-2) or regions of them (ISO 3166-2). */
export interface TradeLists {
  blocked: readonly string[]
  /** By our item code: the only places, or those not. */
  items: Readonly<Record<string, { only?: readonly string[]; not?: readonly string[] }>>
  /** Names of parties. */
  denied: readonly string[]
}

export interface RuleBook {
  /** Version of the `rules` record. */
  version: string
  settings: Record<string, RuleSetting>
  /** Hours that an approver has. */
  approvalHours: number
  /** How customers are reminded of what is overdue. Absent: not at all. */
  dunning?: DunningPolicy
  /** How goods are taken back, by reason; what it leaves out has its default. */
  returns?: Partial<Record<ReturnReason, Partial<ReturnRule>>>
  trade?: TradeLists
  /** Who must agree to which orders. */
  approvals?: readonly ApprovalRule[]
  /** For how long nothing may happen to an order at a stage. Absent: the defaults. */
  stalled?: StallLimits
  /** Who is asked where a role has not decided in its time. */
  deputies?: Readonly<Record<string, string>>
}

export interface CustomerFact {
  code: string
  name: string
  active: boolean
  currency?: string
  paymentTerms?: string
  priceList?: string
}

export interface CreditFact {
  currency: string
  limit: Decimal
  /** Open invoices and orders as the owning system counts them. */
  theirs: Decimal
  /** Our commitments that it does not count yet. */
  ours: Decimal
}

export interface ItemFact {
  code: string
  name: string
  active: boolean
  /** Rec 20 code of the unit that it is stocked and priced in. */
  unit: string
  /** How many of `unit` one of another unit is: `{ CS: '12' }`. */
  units: Record<string, Decimal>
  /** Cost of one `unit` in the company's currency. */
  cost?: Decimal
  /** Made for each order, and not taken from stock. */
  madeToOrder?: boolean
}

export interface PriceFact {
  item: string
  currency: string
  amount: Decimal
  /** Price of so many units. */
  base: Decimal
  unit: string
  /** From this quantity on. */
  from: Decimal
  validFrom?: string
  validTo?: string
}

export interface StockFact {
  item: string
  unit: string
  onHand: Decimal
  /** Reserved as the warehouse counts it. */
  theirs: Decimal
  ours: Decimal
  /** Where there are several warehouses: what is free in each that keeps it, as it counts. */
  places?: { system: string; free: Decimal }[]
}

export interface SimilarOrder {
  id: string
  number?: string
  reference?: string
  receivedAt: string
}

/** A system that takes part in the way of an order. */
export interface SystemFact {
  name: string
  role: string
  mode: 'off' | 'shadow' | 'live'
}

/** All that `decide` may look at besides the order and the command. Gathered by the shell; nothing is fetched in here. */
export interface Facts {
  /** Business time, UTC instant, and the date of it in the company's zone. */
  at: string
  today: string
  actor: { id: string; roles: readonly string[] }
  company: {
    code: string
    currency: string
    zone: string
    numberPrefix: string
    /** Units of another currency for one of the company's, by its code. */
    exchangeRates?: Readonly<Record<string, Decimal>>
  }
  rules: RuleBook
  systems: readonly SystemFact[]
  /** Identifiers that belong to the partner, and who really sent the document. */
  partner?: { code: string; name: string; roles?: readonly string[]; identifiers: readonly Identifier[]; currency?: string; paymentTerms?: string
    /** The system by which he gets documents, and which of them he gets. */
    channel?: string; sends?: readonly string[]
    /** What is shipped to him is invoiced together. */
    collective?: boolean
    /** Percent by which his prices may differ, where his profile says so. */
    priceTolerance?: Decimal
    /** His codes of ship-tos that are known, where they are kept. */
    shipTos?: readonly string[]
    /** A new partner: so many of his orders are held, and so many were accepted. */
    firstOrders?: { held: number; accepted: number } }
  sender?: Identifier
  /** By which records systems have the order, or may have it; given where it is to be cancelled. `awaited`: whether it was given up is not known yet. */
  there?: readonly (CancelItem & { awaited: boolean })[]
  customer?: Dated<CustomerFact>
  credit?: Dated<CreditFact>
  items: ReadonlyMap<string, Dated<ItemFact>>
  prices: ReadonlyMap<string, Dated<PriceFact[]>>
  stock: ReadonlyMap<string, Dated<StockFact>>
  /** What the customer has not paid although he was reminded of it. */
  overdue?: readonly OwedItem[]
  similar: readonly SimilarOrder[]
  /** Of the customer's last orders, where a rule asks: how many were accepted, and the most of each item in one of the others, in the item's own unit. */
  history?: { accepted: number; most: ReadonlyMap<string, Decimal> }
  /** The next number of the order range, taken in the same transaction; given when `decide` asked for it. */
  number?: string
}
