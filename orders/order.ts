import { type CustomerConfirmation } from './confirmation'
import { type Decimal } from './decimal'
import { type DraftLine, type Identifier, type Party } from './draft'
import { type CancelItem, type LineQuantity, type OrderChange, type OrderPart, type TrackingStage } from './event'
import { type Finding } from './finding'
import { type Authorisation, type Capture, type Refund } from './payments/card'
import { type Credit } from './returns/credit'
import { type ReturnReason, type ReturnTerms } from './returns/terms'
import { type OrderStatus, type ReturnState } from './status'

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
  /** Came back, and was inspected. Absent where nothing did. */
  returned?: Decimal
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
  /** Asked together with others, of which `quorum` must agree; the next level is asked once this one has. Absent: by itself. */
  level?: number
  group?: string
  quorum?: number
  /** The role that had not decided in its time, for which this one is asked. */
  insteadOf?: string
  /** Number of the return that it is about, and not the order; or of the change that was or is to be made. */
  return?: string
  change?: number
}

/** A document of an order that another aggregate holds: a despatch advice, an invoice, a payment, a credit note, what came back. */
export interface OrderDocumentLink {
  kind: 'despatch' | 'invoice' | 'payment' | 'creditNote' | 'return'
  issuer: string
  number: string
  amount?: Decimal
  /** Of a payment or credit note: the invoice of the order that it is on; of a credit note the return that it is for. */
  invoice?: string
  return?: string
  /** What it has of the order's lines, and of a despatch its day, and what of it the customer has. */
  lines?: LineQuantity[]
  received?: LineQuantity[]
  on?: string
  /** Of a despatch that is invoiced together with others: on which invoice, by our number of it. */
  collective?: true
  bill?: string
}

/** Goods on their way back, or only their credit. `number` is what the customer and the warehouse know it by. */
export interface OrderReturn {
  number: string
  /** By what it is known where it was asked for. */
  request: string
  requestedBy: string
  reason: ReturnReason
  state: ReturnState
  lines: { line: string; quantity: Decimal; received: Decimal; credited: Decimal }[]
  /** What it comes to where all comes back as it was sent. */
  credit: Decimal
  terms: ReturnTerms
  /** What finance was asked to post for it so far. */
  credits: Credit[]
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

/** A cancel that is under way: what systems are still to give up, with why they would not, and what is done; and the status that it is to go back to if it falls through. */
export interface OrderCancel {
  by: string
  reason: string
  request?: string
  from: OrderStatus
  left: (CancelItem & { asked: boolean; refusal?: string })[]
  done: (CancelItem & { waived?: { by: string; reason: string } })[]
}

/** A change that somebody must agree to first; `no` is the ordinal of the event that asked for it. */
export interface AskedChange {
  no: number
  by: string
  reason: string
  request?: string
  /** Version of the rules by which it was asked. */
  rules: string
  change: OrderChange
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
  /** How it is paid, where it is paid by card: what was agreed to, what was taken of it, and what went back. */
  authorisation?: Authorisation
  captures?: Capture[]
  refunds?: Refund[]
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
  /** Which warehouse fulfils which lines; absent where there was only one when the order was accepted. */
  parts?: OrderPart[]
  /** Sum of the lines' net amounts. */
  lineExtension?: Decimal
  /** What the buyer is to pay. */
  payable?: Decimal
  findings: Finding[]
  approvals: ApprovalStep[]
  documents: OrderDocumentLink[]
  shipments?: Shipment[]
  returns?: OrderReturn[]
  invoicedAmount: Decimal
  paidAmount: Decimal
  /** What credit notes have taken off its invoices. Absent where there are none. */
  creditedAmount?: Decimal
  /** Numbers of the buyer's own changes that were taken, and the one that is not answered yet. */
  requests?: string[]
  openRequest?: string
  reason?: string
  /** Who of the customer has said that it is meant as it stands. */
  confirmations?: CustomerConfirmation[]
  /** Of an accepted order: what waits for approvals, and is not agreed yet. */
  change?: AskedChange
  /** While it is `cancelPending`. */
  cancel?: OrderCancel
  /** It was closed, and is open again until somebody says that it is done with. */
  reopened?: { by: string; reason: string; at: string }
}
