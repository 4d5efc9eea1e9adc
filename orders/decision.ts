import { type Decimal } from './decimal'
import { type OrderEvent } from './event'
import { type Finding } from './finding'
import { type Order } from './order'

/** One effect that a system must show: becomes a Message. */
export interface Effect {
  system: string
  kind: 'order' | 'part' | 'production' | 'quotation' | 'webOrder' | 'fulfilment' | 'tracking' | 'despatch' | 'shipment' | 'invoice' | 'return' | 'creditNote' | 'payment' | 'authorisation' | 'capture' | 'refund' | 'document'
  ourId: string
  action: 'create' | 'change' | 'cancel'
  body: unknown
}

/** So much of something scarce for an order line. `force` where somebody with the right has approved going over. */
export interface Claim {
  /** `credit/<partner>`, `stock/<item>`. */
  resource: string
  /** Order line id; `''` for the whole order. */
  line: string
  quantity: Decimal
  force: boolean
}

/** An aggregate of its own that the command brought or moved: a despatch advice, an invoice, a payment, a credit note, what came back. */
export interface DocumentEvent {
  kind: 'despatch' | 'invoice' | 'payment' | 'creditNote' | 'return'
  issuer: string
  number: string
  type: string
  data: Record<string, unknown>
}

export interface Accepted {
  outcome: 'accepted'
  /** Empty where the command repeats what is done already. */
  events: OrderEvent[]
  effects: Effect[]
  claims: Claim[]
  /** Which commitments end: all of the order, its stock, or none. */
  release: 'none' | 'all' | 'stock' | 'credit'
  documents: DocumentEvent[]
}

/** Refusal is a value: the findings say why, nothing is changed. */
export interface Refused {
  outcome: 'refused'
  findings: Finding[]
}

/** A fact is missing that only the commit can give. */
export interface Needs {
  outcome: 'needs'
  what: 'number'
}

export type Decision = Accepted | Refused | Needs

export const accepted = (events: OrderEvent[], rest: Partial<Omit<Accepted, 'outcome' | 'events'>> = {}): Accepted =>
  ({ outcome: 'accepted', events, effects: [], claims: [], release: 'none', documents: [], ...rest })

/** The command was carried out before: nothing to do, and no error. */
export const alreadyDone = (): Accepted => accepted([])

export const refused = (code: string, text: string, more: Partial<Finding> = {}): Refused =>
  ({ outcome: 'refused', findings: [{ rule: 'command', code, severity: 'refuse', text, facts: [], ...more }] })

/** R-CHK-06 */
export const confirmationMissing = ({ number, reference, id }: Order): Refused =>
  refused('confirmation-missing', `${number ?? reference ?? id} is unusual, and nobody at the customer has confirmed it besides who ordered it: record who did, and how (order-to-cash confirmation).`)
