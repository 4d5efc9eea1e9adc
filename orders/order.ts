import { type Decimal } from './decimal'
import { type DraftLine, type Identifier, type Party } from './draft'
import { type TrackingStage } from './event'
import { type Finding } from './finding'
import { type OrderStatus } from './status'

/** A line of an order: what was agreed, and how far it has come. `quantity = shipped + open + cancelled`, always. */
export interface OrderLine extends Omit<DraftLine, 'quantity'> {
  /** Our item code, once the cross-reference is resolved. */
  item?: string
  /** Ordered now. Absent only where the document has none and the order is held for it. */
  quantity?: Decimal
  shipped: Decimal
  delivered: Decimal
  invoiced: Decimal
  cancelled: Decimal
  /** What the buyer asked for, where somebody but him has changed it since. */
  asked?: { quantity?: Decimal; price?: DraftLine['price']; requestedDelivery?: string; item?: string }
  /** Of a line that is made to order: how far it is, and how much of it is made. */
  production?: { stage: 'awaiting' | 'running' | 'made'; made: Decimal }
}

/** A decision that a role is asked for. One a step; `subject` is the order's stream. */
export interface ApprovalStep {
  step: string
  role: string
  why: string
  state: 'open' | 'approved' | 'rejected' | 'void'
  askedAt: string
  dueAt?: string
  decidedBy?: string
  decidedAt?: string
  reason?: string
}

/** A document of an order that another aggregate holds: a despatch advice, an invoice, a payment. */
export interface OrderDocumentLink {
  kind: 'despatch' | 'invoice' | 'payment' | 'creditNote' | 'return'
  issuer: string
  number: string
  amount?: Decimal
  /** Of a payment or credit note: the invoice of the order that it is on. */
  invoice?: string
}

/** The shipment of a despatch with a carrier: the furthest that it was seen, and what went wrong on the way. */
export interface Shipment {
  issuer: string
  number: string
  despatchedBy: string
  despatch: string
  carrier?: string
  tracking?: string
  stage: TrackingStage
  exceptions?: string[]
}

/** The agreed lines now: a fold of the order's events. Money is in `currency`, instants are UTC. */
export interface Order {
  id: string
  company: string
  /** Ordinal of the last event. */
  version: number
  /** Revision of the agreed content: the sequence of the event that last changed what other systems must hold. */
  revision: number
  status: OrderStatus
  /** Why it is held; empty where it is not. */
  holds: string[]
  /** Unique per company, given on acceptance, never used again. */
  number?: string
  /** Partner code. */
  buyer?: string
  /** The buyer's order number; `release` is `''` where there is none. */
  reference?: string
  release: string
  generation: number
  channel: string
  /** Number of our quotation that it came of; `channel` is then the system that keeps it. */
  quotation?: string
  /** Id of the order in the web shop that it came of; `channel` is then that shop. */
  origin?: string
  /** sha256 of the document it was read from. */
  document?: string
  /** Who really sent the document. */
  sender?: Identifier
  createdBy: string
  receivedAt: string
  confirmedAt?: string
  issuedOn?: string
  currency?: string
  buyerParty?: Party
  seller?: Party
  shipTo?: Party
  billTo?: Party
  requestedDelivery?: string
  promisedDelivery?: string
  paymentTerms?: string
  deliveryTerms?: string
  notes?: string[]
  lines: OrderLine[]
  /** Sum of the lines' net amounts. */
  lineExtension?: Decimal
  /** What the buyer is to pay. */
  payable?: Decimal
  findings: Finding[]
  approvals: ApprovalStep[]
  documents: OrderDocumentLink[]
  shipments?: Shipment[]
  invoicedAmount: Decimal
  paidAmount: Decimal
  /** Numbers of the buyer's own changes that were taken, and the one that is not answered yet. */
  requests?: string[]
  openRequest?: string
  reason?: string
}
