import { type CustomerConfirmation } from './confirmation'
import { type Decimal } from './decimal'
import { type DraftLine, type Identifier, type OrderDraft, type Party } from './draft'
import { type Finding } from './finding'
import { type ApprovalStep } from './order'
import { type Credit } from './returns/credit'
import { type Condition, type ReturnReason, type ReturnTerms } from './returns/terms'

/** So much of one order line. */
export interface LineQuantity {
  /** Order line id. */
  line: string
  quantity: Decimal
}

/** What one warehouse fulfils of an order: `SO-1/2` is no. 2 of it. One that lost its lines keeps its number. */
export interface OrderPart {
  no: number
  system: string
  /** Order line ids. */
  lines: string[]
}

/** A record of an order in another system, which a cancel is to end. */
export interface CancelItem {
  system: string
  kind: 'order' | 'part' | 'production'
  ourId: string
}

/** A piece of a despatch; its weight in kg. */
export interface Package {
  id: string
  weight?: Decimal
}

/** Where a shipment is; see `commands/track.ts`. */
export type TrackingStage = 'booked' | 'collected' | 'inTransit' | 'outForDelivery' | 'exception'

/** Where a personal value stands: in the event of this sequence of its stream, at a path of its data. */
export interface PersonalPlace {
  sequence: number
  path: string
}

export interface LineChange {
  line: string
  quantity?: Decimal
  price?: { amount: Decimal; base?: Decimal }
  requestedDelivery?: string
  /** Chosen from the candidates of an ambiguous code. */
  item?: string
  unit?: string
}

export interface OrderChange {
  lines?: LineChange[]
  shipTo?: Party
  requestedDelivery?: string
  currency?: string
  buyer?: string
  /** Lines that are ordered besides, with our item of each where it is known; and ids of lines that are not wanted any more. */
  added?: (DraftLine & { item?: string })[]
  removed?: string[]
}

/** What may happen to an order. Append-only; the type and `schema` of a stored event never change meaning. */
export type OrderEvent =
  | { type: 'received'; data: {
    order: string; company: string; buyer?: string; reference?: string; release: string; generation: number
    channel: string; document?: string; sender?: Identifier; createdBy: string; draft: OrderDraft
    /** Our item of each line, by line id, where the cross-reference knew it. */
    items: Record<string, string> } }
  /** Accepted since a backup that was put back: learned again from the system that holds it. What happened before is lost. */
  | { type: 'relearned'; data: { system: string; since: string } }
  | { type: 'reviewed'; data: { rules: string; findings: Finding[] } }
  | { type: 'held'; data: { reasons: string[] } }
  | { type: 'approvalAsked'; data: Pick<ApprovalStep, 'step' | 'role' | 'why' | 'dueAt' | 'return' | 'change' | 'level' | 'group' | 'quorum' | 'insteadOf'> }
  | { type: 'approved'; data: { step: string; by: string; reason: string } }
  | { type: 'rejected'; data: { by: string; reason: string } }
  | { type: 'confirmed'; data: { number: string; lineExtension: Decimal; payable: Decimal; promisedDelivery?: string } }
  /** `toMake` are the lines that are made to order, `parts` which warehouse fulfils which lines, where there are several. */
  | { type: 'released'; data: { to: 'awaitingProduction' | 'toShip'; toMake?: string[]; parts?: OrderPart[] } }
  | { type: 'productionStarted'; data: { issuer: string; production: string; line: string } }
  /** `quantity` is all that is made of the line by then. */
  | { type: 'produced'; data: { issuer: string; production: string; line: string; quantity: Decimal } }
  | { type: 'changed'; data: { by: string; reason: string; change: OrderChange; /** Number of the buyer's own change. */ request?: string } }
  /** R-CHK-06: somebody at the customer, besides who ordered it, said that it is meant as it stands. */
  | { type: 'customerConfirmed'; data: CustomerConfirmation }
  /** R-APR-06: a change of an accepted order that somebody must agree to first; the order is as it was until `changed`. `rules` is the version that says so. */
  | { type: 'changeAsked'; data: { by: string; reason: string; change: OrderChange; request?: string; rules: string } }
  /** It is not made: it was refused, nobody decided in time, or the order went on meanwhile. */
  | { type: 'changeRefused'; data: { by: string; reason: string } }
  /** R-CAN-05: systems were asked to give the order up, and others will be once these have. */
  | { type: 'cancelAsked'; data: { by: string; reason: string; request?: string; asked: CancelItem[]; next: CancelItem[] } }
  | { type: 'cancelGoesOn'; data: { asked: CancelItem[] } }
  /** A system has given it up; `waived`: a person does without it. */
  | { type: 'cancelledThere'; data: CancelItem & { waived?: { by: string; reason: string } } }
  /** It goes on as it was: a despatch came before the warehouse gave in, or the cancel was withdrawn. */
  | { type: 'cancelFailed'; data: { by: string; reason: string; issuer?: string; despatch?: string } }
  | { type: 'cancelled'; data: { by: string; reason: string; request?: string } }
  | { type: 'shipped'; data: { issuer: string; despatch: string; lines: LineQuantity[]; shippedOn?: string; carrier?: string; tracking?: string; packages?: Package[]
    /** It is invoiced together with others. */
    collective?: true } }
  | { type: 'tracked'; data: { issuer: string; shipment: string; despatchedBy: string; despatch: string; stage: TrackingStage; at?: string; place?: string; carrier?: string; tracking?: string; reason?: string } }
  | { type: 'delivered'; data: { issuer: string; despatch: string; lines: LineQuantity[]; receivedOn?: string; receivedAt?: string; signedBy?: string } }
  /** Despatches go on an invoice over several orders, which finance is asked for by this number of ours. */
  | { type: 'billed'; data: { bill: string; despatches: { issuer: string; number: string }[] } }
  | { type: 'invoiced'; data: { issuer: string; invoice: string; amount: Decimal; lines: LineQuantity[]; issuedOn?: string; dueOn?: string } }
  | { type: 'paid'; data: { issuer: string; payment: string; invoice: string; amount: Decimal; bookedOn?: string } }
  /** `return` is our number of it, `credit` what it comes to where all comes back as it was sent. A closed order is open again. */
  | { type: 'returnRequested'; data: { return: string; request: string; by: string; reason: ReturnReason; lines: LineQuantity[]; credit: Decimal; terms: ReturnTerms; note?: string } }
  /** `credits` are what finance is asked to post: of goods that never arrived at once, else of what came back. */
  | { type: 'returnAuthorised'; data: { return: string; by: string; credits?: Credit[] } }
  | { type: 'returnRefused'; data: { return: string; by: string; reason: string } }
  | { type: 'returnReceived'; data: { issuer: string; return: string; receipt: string; lines: (LineQuantity & { condition: Condition })[]; credits: Credit[]; receivedOn?: string } }
  | { type: 'credited'; data: { issuer: string; creditNote: string; invoice: string; amount: Decimal; lines: LineQuantity[]; return?: string; issuedOn?: string } }
  /** A payment gateway took it of what was agreed to; which invoices it pays. */
  | { type: 'captured'; data: { issuer: string; capture: string; amount: Decimal; allocations: { invoice: string; amount: Decimal }[]; bookedOn: string } }
  /** A gateway is to give it back for a credit note; `asked` is our number of it. */
  | { type: 'refundAsked'; data: { asked: string; creditNote: string; invoice: string; amount: Decimal } }
  | { type: 'refunded'; data: { issuer: string; refund: string; asked: string; amount: Decimal; bookedOn: string } }
  /** It did not go through, or was sent back afterwards: the customer has not got it. */
  | { type: 'refundFailed'; data: { issuer: string; refund: string; asked: string; amount: Decimal; reason?: string } }
  | { type: 'closed'; data: Record<string, never> }
  /** R-CLS-04: opened again by a person; what it was opened for is done. */
  | { type: 'reopened'; data: { by: string; reason: string } }
  | { type: 'reopenEnded'; data: { by: string; reason: string } }
  /** Personal values of this stream were taken away by order; `document`: the received document too, by its SHA-256, `made`: those made of it, and `heard`: what systems told of it by webhooks. */
  | { type: 'erased'; data: { by: string; reason: string; values: PersonalPlace[]; document?: string; made?: string[]; heard?: string[] } }
  | { type: 'linked'; data: { system: string; kind: string; ourId: string; theirId: string; number?: string; revision: number } }
  | { type: 'refusedThere'; data: { system: string; kind: string; /** Absent in what was told before cancels had items. */ ourId?: string; action: string; revision: number; text: string } }

/**
 * Schema version that new events are written with. Raise it when a shape or what it comes to changes, and teach `evolve` both: stored events fold to
 * the same state for ever (`test/histories`). 2: a change keeps beside a line what the buyer asked. 3: an order that is reviewed while a role is
 * asked goes on waiting for it, and one that is confirmed waits for nobody any more. 4: a payment is on one invoice of the order, and may be on others of it too.
 * 5: an order keeps what each of its despatches and invoices has of its lines, and a despatch's day. 6: an approval settles what else was asked for
 * its seat and, where enough have agreed, in its group. 7: a despatch keeps what of it its customer has.
 * 8: a change of an accepted order leaves approvals that cover it. 9: what the customer confirms is kept, until the order is changed to more.
 */
export const SCHEMA = 9

/**
 * Which values of an event are personal: they are stored beside the chain, by digest and salt, so that erasing a person
 * leaves every digest valid. A path names an object or text in `data`; `*` is every element of a list.
 */
export const PERSONAL: Partial<Record<string, readonly string[]>> = {
  // of an order, and of a despatch that its customer received
  received: ['signedBy', 'sender.value', 'draft.buyer.contact', 'draft.buyer.address', 'draft.shipTo.contact', 'draft.shipTo.address', 'draft.shipTo.name',
    'draft.billTo.contact', 'draft.billTo.address', 'draft.seller.contact', 'draft.notes', 'draft.extra'],
  changed: ['change.shipTo'],
  changeAsked: ['change.shipTo'],
  customerConfirmed: ['person', 'contact'],
  delivered: ['signedBy'],
  configured: ['body.contact', 'body.name'],
}

/** Who did it, when, why: the same for all events of one commit. */
export interface Circumstance {
  /** UTC instant of business time. */
  at: string
  actor: string
  /** What led to it: `arrival/<id>`, `message/<id>`, `command`, `run/<job>/<time>`. */
  cause: string
  /** From the arrival through every event, message, header and log line. */
  correlation: string
}

/** An event of any stream as it was stored. */
export interface StoredEvent extends Circumstance {
  company: string
  stream: string
  sequence: number
  schema: number
  type: string
  data: Record<string, unknown>
  /** Digest of the event before; `''` for the first. */
  previous: string
  /** SHA-256 (hex) over the stored bytes. */
  digest: string
}
