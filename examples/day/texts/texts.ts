import { type OrderStatus } from '../../../orders/status'
import { type Texts } from '../../../web/texts/texts'

/** What the day says in one language, beside the words of the pages. */
export interface DayTexts {
  texts: Texts
  /** Titles of the steps, in their order; and of the night. */
  steps: Record<'earlier' | 'remind' | 'latePaid' | 'copy' | 'deals' | 'shop' | 'post' | 'think' | 'send' | 'make' | 'changed' | 'picked' | 'givenIn' | 'decide' | 'sendMore' | 'takeBack' | 'ship' | 'tooLate' | 'goodsIn' | 'book' | 'collective' | 'deliver' | 'returned' | 'contradict' | 'pay' | 'plant' | 'night', string>
  begins: (company: string, date: string, zone: string) => string
  page: (url: string, taken: number | undefined) => string
  pageStays: (url: string) => string
  kept: (records: string) => string
  /** What was copied: `80 erp item`. */
  copied: (count: number, what: string) => string
  ordered: (count: number) => string
  cardFreed: (order: string, buyer: string) => string
  cardTaken: (order: string, taken: string, back: string) => string
  complains: (order: string, number: string) => string
  invoicedTogether: (invoice: string, buyer: string, orders: string, amount: string) => string
  credited: (number: string, lines: string, receipt: string, warehouse: string, notes: string) => string
  takenUp: (file: string) => string
  noFile: (folder: string) => string
  skipped: (names: string) => string
  /** Of an order that did not go through by itself. */
  open: Partial<Record<OrderStatus, string>>
  sent: (done: number, refused: number, postponed: number) => string
  approvedBecause: string
  rejectedBecause: string
  approved: (order: string, by: string, why: string) => string
  rejected: (order: string, by: string, why: string) => string
  staysHeld: (order: string, why: string) => string
  reminded: (buyer: string, invoice: string, open: string, dueOn: string, level: number) => string
  nothingOverdue: string
  goesOn: (order: string, buyer: string) => string
  partPaid: (buyer: string, invoice: string, paid: string, open: string) => string
  allocated: (payment: string, invoice: string, by: string) => string
  /** A deal of the CRM that became an order; `open` where it did not go through by itself. */
  dealOrdered: (deal: string, buyer: string, order: string, open: string | undefined) => string
  dealTold: (deal: string, order: string, state: string) => string
  /** What customers ask for by phone, and why. */
  wishes: Record<'forgotten' | 'tooLate' | 'notNeeded' | 'fill' | 'takeBack', string>
  wishTaken: (order: string, buyer: string, wish: string, status: string, by: string) => string
  wishRefused: (order: string, buyer: string, wish: string, why: string) => string
  /** A system refuses to give an order up, others are not asked yet; and all have given it up. */
  cancelRefused: (system: string) => string
  cancelLater: (systems: readonly string[]) => string
  cancelComplete: (order: string, there: readonly string[]) => string
  making: (production: string, order: string, what: string) => string
  made: (production: string, order: string, what: string, warehouse: string) => string
  part: (part: string, warehouse: string, lines: readonly string[]) => string
  shippedInParts: (order: string, parts: string) => string
  backordered: (order: string, item: string, shipped: string, open: string) => string
  supplied: (warehouse: string, what: string) => string
  backorderShipped: (order: string, item: string, quantity: string) => string
  staysBackordered: (order: string, item: string, open: string) => string
  nothingPaid: string
  heard: (changes: number, applied: number, refused: number) => string
  /** Who signs for goods that are delivered. */
  signedBy: string
  notToday: string
  /** What somebody did past all interfaces, by its code. */
  planted: Partial<Record<string, string>>
  plantTable: { title: string; repaired: string; waits: string; missed: string; invented: (count: number) => string }
  behindOurBack: (done: readonly string[]) => string
  nothingToPlant: string
  compared: (ours: number, theirs: number, agreed: number, found: number) => string
  repaired: (repaired: number, left: number, events: number) => string
  result: (text: string, result: string) => string
  tables: Record<'orders' | 'documents' | 'messages' | 'cases' | 'proof', string>
  /** Before the title of a report. */
  report: (title: string) => string
  none: string
  putOut: (folder: string) => string
  proof: Record<'events' | 'defects' | 'once' | 'root' | 'yes' | 'no' | 'onceInAll', string>
  streams: (count: number) => string
  records: (sum: string) => string
  other: (theirs: string, ours: string) => string
  took: (seconds: number) => string
}
