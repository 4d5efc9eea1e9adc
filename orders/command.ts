import { type ConfirmationMeans } from './confirmation'
import { type Decimal } from './decimal'
import { type Identifier, type OrderDraft } from './draft'
import { type LineQuantity, type OrderChange, type OrderPart, type Package, type PersonalPlace, type TrackingStage } from './event'
import { type Condition, type ReturnReason } from './returns/terms'

/** So much of an order line as another system reports it: in its unit, which may be the item's own instead of the line's. */
export interface LineReport extends LineQuantity {
  unit?: string
}

/** What somebody wants of an order. The only way in: an EDI change, a click, a warehouse's report, a repair at night. */
export type Command =
  | { type: 'create'; order: string; company: string; buyer?: string; reference?: string; release: string; generation: number
    channel: string; document?: string; sender?: Identifier; draft: OrderDraft; items: Record<string, string> }
  /** A system holds an accepted order of ours that a restored store does not know, or not as accepted. `holders` have it: only the others are told. */
  | { type: 'relearn'; order: string; company: string; buyer: string; reference?: string; release: string; generation: number; number: string; payable: Decimal
    draft: OrderDraft; items: Record<string, string>; system: string; since: string; holders: string[]; cancelled: boolean
    /** What warehouses have of it, where it is more than one or one of several. */
    parts?: OrderPart[] }
  /** Judge again, with the facts of now; for what is held or was asked. */
  | { type: 'review'; reason?: string }
  | { type: 'approve'; step?: string; reason: string }
  /** A step was not decided in its time. */
  | { type: 'escalate'; step: string }
  /** `step` is the number of a return that is refused, or taken back; absent: the order itself. */
  | { type: 'reject'; reason: string; step?: string }
  /** Waive the holds that one's role may waive, and go on. */
  | { type: 'confirm'; reason: string }
  /** Somebody at the customer, besides who ordered it, says that it is meant so. `at` (Default: now) is a UTC instant, `document` the sha256 of what he sent. */
  | { type: 'noteConfirmation'; person: string; contact: string; means: ConfirmationMeans; at?: string; document?: string }
  /** `request` is the number of the buyer's own change (860, ORDCHG). */
  | { type: 'change'; change: OrderChange; reason: string; request?: string }
  | { type: 'cancel'; reason: string; request?: string }
  /** A cancel is carried out without this system: it never will, or has settled it otherwise. */
  | { type: 'waiveCancel'; system: string; reason: string }
  /** A cancel that no system but warehouses was asked for yet is taken back: the order goes on. */
  | { type: 'withdrawCancel'; reason: string }
  /** A system shows a record of the order as cancelled, asked or by itself. */
  | { type: 'noteCancelled'; system: string; kind: string; ourId: string }
  /** Something of it is to come back, or to be credited. `request` is what the request is known by where it was made: said again it is the same return. */
  | { type: 'return'; request: string; reason: ReturnReason; lines: LineQuantity[]; note?: string }
  /** A warehouse has received and inspected what came back by a return. */
  | { type: 'takeBack'; issuer: string; return: string; receipt: string; lines: (LineReport & { condition: Condition })[]; receivedOn?: string }
  /** A production of a line runs; `made.quantity` is all that is made of it by now, `'0'` at its start. */
  | { type: 'produce'; issuer: string; production: string; made: LineReport }
  | { type: 'ship'; issuer: string; despatch: string; lines: LineReport[]; shippedOn?: string; carrier?: string; tracking?: string; packages?: Package[] }
  /** A carrier has the shipment of a despatch, which `despatchedBy` reported, and says where it is. `at` is the carrier's own time, with its offset. */
  | { type: 'track'; issuer: string; shipment: string; despatchedBy: string; despatch: string; stage: TrackingStage; at?: string; place?: string; carrier?: string; tracking?: string; reason?: string }
  /** `receivedAt` is the time on the proof, with its offset. */
  | { type: 'deliver'; issuer: string; despatch: string; lines?: LineReport[]; receivedOn?: string; receivedAt?: string; signedBy?: string }
  /** Despatches go on the invoice over several orders that finance is asked for as `bill`. */
  | { type: 'bill'; bill: string; despatches: { issuer: string; number: string }[] }
  /**
   * `amount` is what it bills of this order, `total` all of it where it bills several; `net` what its lines come to, where it says so apart from the taxes. A credit note that is
   * told as an invoice of negative quantities names the invoice that it `credits`; `voided`: it and its other half (the credit note, or the invoice) come to nothing.
   */
  | { type: 'invoice'; issuer: string; invoice: string; amount: Decimal; total?: Decimal; net?: Decimal; currency?: string; credits?: string; voided?: boolean; lines: LineQuantity[]; issuedOn?: string; dueOn?: string }
  /** A credit note was posted on an invoice; `return` is the return that it is for. */
  | { type: 'credit'; issuer: string; creditNote: string; invoice: string; amount: Decimal; lines: LineQuantity[]; return?: string; issuedOn?: string }
  /** `amount` is all of the payment that is on the invoice for this order by now; `total` the whole payment, where more of it is or was elsewhere. */
  | { type: 'pay'; issuer: string; payment: string; invoice: string; amount: Decimal; total?: Decimal; bookedOn?: string
    account?: string; statement?: string; entry?: string }
  /** A payment gateway took so much for what was shipped. */
  | { type: 'capture'; issuer: string; capture: string; amount: Decimal; bookedOn?: string }
  /** A payment gateway gave so much back, as it was `asked` to. */
  | { type: 'refund'; issuer: string; refund: string; asked: string; amount: Decimal; bookedOn?: string }
  /** What it gave back, or was to, did not reach the customer. */
  | { type: 'failRefund'; issuer: string; refund: string; asked: string; amount: Decimal; reason?: string }
  /** A closed order is open again until somebody says that what it was opened for is done. */
  | { type: 'reopen'; reason: string }
  | { type: 'closeAgain'; reason: string }
  /** Take away what is kept of persons in an order that has ended; `values` is all of it that is still there. */
  | { type: 'erase'; reason: string; values: PersonalPlace[]; document?: string; made?: string[]; heard?: string[] }
  /** A system has taken what we sent it. */
  | { type: 'link'; system: string; kind: string; ourId: string; theirId: string; number?: string; revision: number }
  /** A system refused what we sent it. */
  | { type: 'noteRefusal'; system: string; kind: string; ourId: string; action: string; revision: number; text: string }

export type CommandType = Command['type']
