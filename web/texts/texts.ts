import { type ConfirmationMeans } from '../../orders/confirmation'
import { type IndicatorName } from '../../orders/reports/indicators'
import { type ReportName } from '../../orders/reports/report'
import { type LineQuantity, type OrderChange, type OrderEvent } from '../../orders/event'
import { type FindingSeverity } from '../../orders/finding'
import { type ApprovalStep } from '../../orders/order'
import { type PaymentState } from '../../orders/payments/balance'
import { type Condition, type ReturnReason } from '../../orders/returns/terms'
import { type OrderStatus, type ReturnState } from '../../orders/status'
import { type ArrivalOutcome, type MessageState } from '../../store/records'

/** Words for codes of which others may be added by configuration or by systems; what is not in it is shown as it is. */
export type Words = Readonly<Partial<Record<string, string>>>

/** What each event of an order says. */
export type Sentences = { readonly [T in OrderEvent['type']]: (data: Extract<OrderEvent, { type: T }>['data'], words: SentenceWords) => string }

/** What sentences of events are made with, the same in every language. */
export interface SentenceWords {
  /** A stored sentence in this language. */
  said: (text: string) => string
  lines: (parts: readonly LineQuantity[]) => string
  changes: (change: OrderChange) => string
  role: (role: string) => string
  kind: (kind: string) => string
  returnReason: (reason: ReturnReason) => string
  condition: (condition: Condition) => string
}

/** Every word of the pages and of the command line in one language. Stored are codes and English sentences; they become another language where they are shown. */
export interface Texts {
  language: string
  /** A stored sentence (a finding, a hold, a case, a problem of a document) in this language; one that no table knows stays as it is. */
  said: (text: string) => string
  /** How long something has waited, in the largest unit that tells it. */
  age: (ms: number) => string
  /** So many records of a kind: `3 invoices`. */
  counted: (count: number, kind: string) => string
  /** Sentences or names, one after the other. */
  list: (parts: readonly string[]) => string
  product: string
  none: string
  nav: { overview: string; orders: string; cases: string; reports: string; main: string; skip: string; company: string; times: (zone: string) => string }
  statuses: Record<OrderStatus, string>
  outcomes: Record<ArrivalOutcome, string>
  messageStates: Record<MessageState, string>
  runOutcomes: Record<'running' | 'done' | 'problems' | 'failed', string>
  severities: Record<FindingSeverity, string>
  approvalStates: Record<ApprovalStep['state'], string>
  paymentStates: Record<PaymentState, string>
  returnStates: Record<ReturnState, string>
  returnReasons: Record<ReturnReason, string>
  conditions: Record<Condition, string>
  /** Of a system: `erp`, `wms`. */
  roles: Words
  /** Of a person: `orderDesk`. */
  confirmationMeans: Readonly<Record<ConfirmationMeans, string>>
  owners: Words
  recordKinds: Words
  actions: Words
  caseKinds: Words
  causes: Words
  rules: Words
  jobs: Words
  /** What jobs count. */
  counts: Words
  /** States that the systems have in words of their own, as far as they are known. */
  theirStates: Words
  /** Titles of the command line's tables, by their English ones. */
  headings: Words
  /** Titles of the reports. */
  reports: Record<ReportName, string>
  /** Indicators of the report `kpi`. */
  indicators: Record<IndicatorName, string>
  events: Sentences
  /** How far a cancel is in one system. */
  cancel: { title: string; later: string; asked: (state: string) => string; refused: (why: string) => string; done: string; waived: (by: string, why: string) => string }
  closedCase: (text: string, by: string, result: string) => string
  lineOf: (part: LineQuantity) => string
  changeOf: (name: string, value: string) => string
  changeOfLine: (line: string, said: string) => string
  overview: {
    title: string; orders: string; arrivals: string; systems: string; system: string; waiting: string; stuck: string; answers: string
    noSystems: string; cases: string; noCases: string; allCases: (count: number) => string; conflicts: (count: number) => string; runs: string; noRuns: string; proof: string; noProof: string; root: string; file: string; refreshed: (at: string) => string; stands: (at: string) => string; pause: string; resume: string
    health: string; healthy: string; stuckOrLate: string; stuckCount: (count: number) => string; storeTook: (ms: number) => string; backlog: (count: number) => string; overdue: (seconds: number) => string
  }
  map: {
    title: string; about: string; received: string; confirmed: string; toSend: string; ordersByHour: string; nothingIn: string; otherChannels: string; nothingOut: string; nothingTold: string
    told: Words; webhooks: string; to: string; from: string; noBacklog: string; backlog: (count: number, age: string) => string; stuck: (count: number) => string; cases: (count: number) => string
    polled: (at: string) => string; silent: (at: string) => string; off: string; shadow: string; person: string; attention: string; well: string
    table: string; sent: string; heard: string; oldest: string; lastPoll: string; openCases: string; state: string
  }
  reportsPage: { title: string; asOf: (at: string) => string; workbook: string; from: string; to: string; by: string; per: string; whole: string; show: string }
  orders: { title: string; list: string; noNumber: string; number: string; buyer: string; reference: string; status: string; payable: string; wanted: string; received: string; find: string; any: string; search: string; noneFound: string; newer: string; older: string; shown: (from: number, to: number) => string }
  order: {
    title: (name: string) => string; lines: string; line: string; item: string; description: string; ordered: string; made: string; warehouse: string; shipped: string; delivered: string; invoiced: string; cancelled: string; returned: string; returns: string; return: string; reason: string; credit: string; credited: string; unit: string; price: string; net: string
    systems: string; system: string; record: string; state: string; asOf: string; amount: string; documents: string; document: string; issuer: string; issuedOn: string
    messages: string; action: string; attempts: string; fault: string; approvals: string; role: string; why: string; due: string; decision: string; findings: string; rule: string
    insteadOf: (role: string) => string; confirmations: string; person: string; contact: string; means: string
    change: string; field: string; now: string; wanted: string
    timeline: string; holds: string; cases: string; payable: string; paid: string; invoicedAmount: string; requested: string; receivedAt: string; confirmedAt: string; channel: string; source: string; shipTo: string
    notFound: (name: string) => string; per: (base: string) => string; by: (actor: string) => string
    partner: string; us: string; from: (from: string, to: string) => string; tried: (attempts: number) => string; message: (of: { action: string; kind: string; system: string; state: string }) => string
    caseOpened: (kind: string, text: string) => string; caseClosed: (result: string) => string
    account: string; invoice: string; open: string; reminder: (level: number, on: string | undefined) => string; dispute: string; quantities: string; ours: string; heard: (at: string) => string; sent: (messages: number, attempts: number) => string; direction: string; incoming: string; outgoing: string; id: string
  }
  exchanges: { title: string; attempt: (no: number, ms: number) => string; asked: string; answered: string; nothing: string; erased: string; left: (trips: number) => string; shown: (shown: number, all: number) => string }
  cases: { title: string; kind: string; system: string; subject: string; text: string; ours: string; theirs: string; firstSeen: string; lastSeen: string; due: string; noneOpen: string; open: (count: number) => string; close: string
    owner: string; cause: string; age: string; all: string; nobody: string; details: string; detail: string; id: string; field: string; state: string; opened: string; closed: string; closedBy: (by: string, at: string, result: string) => string
    isOpen: string; toDo: string; title1: (kind: string) => string; shown: (shown: number, all: number) => string; filtered: string; back: string
  }
  waiting: { title: string; order: string; buyer: string; waitsFor: string; held: string; approvalBy: (role: string) => string; due: string; since: string; why: string }
  runs: { job: string; scheduledFor: string; outcome: string; counts: string }
  notFound: string
  noCompany: string
  failed: string
  wrongHost: string
  onlyRead: string
}

