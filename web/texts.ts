import { type OrderStatus } from '../orders/status'
import { type ArrivalOutcome, type MessageState } from '../store/records'

/** Every word of the pages in one language. */
export interface Texts {
  language: string
  product: string
  none: string
  nav: { overview: string; orders: string; cases: string; main: string; skip: string; company: string; times: (zone: string) => string }
  statuses: Record<OrderStatus, string>
  outcomes: Record<ArrivalOutcome, string>
  messageStates: Record<MessageState, string>
  runOutcomes: Record<'running' | 'done' | 'problems' | 'failed', string>
  overview: {
    title: string; orders: string; all: string; arrivals: string; systems: string; system: string; done: string; waiting: string; inFlight: string; stuck: string; answers: string; yes: string; silentSince: (at: string) => string
    noSystems: string; cases: string; noCases: string; allCases: (count: number) => string; runs: string; noRuns: string; proof: string; noProof: string; root: string; file: string; refreshed: (at: string) => string
    health: string; healthy: string; stuckOrLate: string; stuckCount: (count: number) => string; storeTook: (ms: number) => string; backlog: (count: number) => string; overdue: (seconds: number) => string
  }
  orders: { title: string; list: string; noNumber: string; number: string; buyer: string; reference: string; status: string; payable: string; wanted: string; received: string; find: string; any: string; search: string; noneFound: string; newer: string; older: string; shown: (from: number, to: number) => string }
  order: {
    title: (name: string) => string; lines: string; line: string; item: string; description: string; ordered: string; made: string; shipped: string; delivered: string; invoiced: string; cancelled: string; unit: string; price: string; net: string
    systems: string; system: string; record: string; state: string; asOf: string; amount: string; documents: string; document: string; issuer: string; issuedOn: string
    messages: string; action: string; attempts: string; fault: string; approvals: string; role: string; why: string; due: string; decision: string; findings: string; rule: string
    timeline: string; holds: string; cases: string; payable: string; paid: string; invoicedAmount: string; requested: string; receivedAt: string; confirmedAt: string; channel: string; source: string; shipTo: string
    notFound: (name: string) => string; per: (base: string) => string; by: (actor: string) => string
  }
  cases: { title: string; kind: string; system: string; subject: string; text: string; ours: string; theirs: string; firstSeen: string; lastSeen: string; due: string; noneOpen: string; open: (count: number) => string; close: string }
  waiting: { title: string; order: string; buyer: string; waitsFor: string; held: string; approvalBy: (role: string) => string; due: string; since: string; why: string }
  runs: { job: string; scheduledFor: string; outcome: string; counts: string }
  notFound: string
  noCompany: string
  failed: string
  wrongHost: string
  onlyRead: string
}

export const en: Texts = {
  language: 'en',
  product: 'Order to cash',
  none: '–',
  nav: { overview: 'Overview', orders: 'Orders', cases: 'Cases', main: 'Main', skip: 'To the content', company: 'Company', times: (zone) => `Times: ${zone}` },
  statuses: {
    received: 'Received', inReview: 'In review', awaitingApproval: 'Awaiting approval', confirmed: 'Confirmed', awaitingProduction: 'Awaiting production', inProduction: 'In production',
    toShip: 'To ship', shipped: 'Shipped', delivered: 'Delivered', closed: 'Closed', held: 'Held', rejected: 'Rejected', cancelled: 'Cancelled',
  },
  outcomes: { pending: 'pending', order: 'became orders', held: 'held', document: 'other documents', duplicate: 'duplicates', quarantined: 'quarantined' },
  messageStates: { waiting: 'waiting', sending: 'being sent', unknown: 'unknown, to be looked at', done: 'done', refused: 'refused', superseded: 'replaced', dead: 'given up', asking: 'a person decides' },
  runOutcomes: { running: 'running', done: 'done', problems: 'with problems', failed: 'failed' },
  overview: {
    title: 'Overview', orders: 'Orders by status', all: 'all', arrivals: 'Documents received', systems: 'Messages by system', system: 'System', done: 'Done', waiting: 'Waiting', inFlight: 'On the way', stuck: 'Stuck', answers: 'Answers', yes: 'yes', silentSince: (at) => `no answer since ${at}`,
    noSystems: 'Nothing was sent to any system yet.', cases: 'Open cases', noCases: 'Nothing waits for a person.', allCases: (count) => `All ${count} open cases`, runs: 'Last runs', noRuns: 'No job has run yet.',
    proof: 'Last proof', root: 'Root (SHA-256 over all streams)', file: 'File', noProof: 'No proof was written yet; the nightly job writes it.', refreshed: (at) => `As of ${at}; this page renews itself.`,
    health: 'Health', healthy: 'Working', stuckOrLate: 'Needs attention', stuckCount: (count) => (count === 1 ? '1 message stuck' : `${count} messages stuck`), storeTook: (ms) => `store answers in ${ms} ms`, backlog: (count) => (count === 1 ? '1 message to send' : `${count} messages to send`),
    overdue: (seconds) => `oldest due ${seconds} s ago`,
  },
  orders: {
    title: 'Orders', list: 'Newest first', noNumber: 'no number', number: 'Number', buyer: 'Buyer', reference: 'Reference', status: 'Status', payable: 'Payable', wanted: 'Wanted', received: 'Received', find: 'Number, reference or buyer begins with', any: 'Any status',
    search: 'Search', noneFound: 'No orders.', newer: 'Newer', older: 'Older', shown: (from, to) => `${from} to ${to}`,
  },
  order: {
    title: (name) => `Order ${name}`, lines: 'Lines', line: 'Line', item: 'Item', description: 'Description', ordered: 'Ordered', made: 'Made', shipped: 'Shipped', delivered: 'Delivered', invoiced: 'Invoiced', cancelled: 'Cancelled', unit: 'Unit', price: 'Price', net: 'Net',
    systems: 'In the systems', system: 'System', record: 'Record', state: 'State there', asOf: 'As of', amount: 'Amount', documents: 'Documents', document: 'Document', issuer: 'Issued by', issuedOn: 'Date',
    messages: 'Messages', action: 'Effect', attempts: 'Attempts', fault: 'Last fault', approvals: 'Approvals', role: 'Role', why: 'Why', due: 'Due', decision: 'Decision', findings: 'Findings of the review', rule: 'Rule',
    timeline: 'Timeline', holds: 'Held because', cases: 'Open cases', payable: 'Payable', paid: 'Paid', invoicedAmount: 'Invoiced', requested: 'Wanted', receivedAt: 'Received', confirmedAt: 'Confirmed', channel: 'Channel', source: 'Document', shipTo: 'Ship to',
    notFound: (name) => `There is no order ${name}.`, per: (base) => `per ${base}`, by: (actor) => `by ${actor}`,
  },
  cases: {
    title: 'Open cases', kind: 'Kind', system: 'System', subject: 'About', text: 'What, and what to do', ours: 'Ours', theirs: 'Theirs', firstSeen: 'First seen', lastSeen: 'Last seen', due: 'Due', noneOpen: 'Nothing waits for a person.',
    open: (count) => (count === 1 ? '1 case waits for a person.' : `${count} cases wait for a person.`), close: 'Close with',
  },
  waiting: {
    title: 'Orders that wait', order: 'Order', buyer: 'Buyer', waitsFor: 'Waits for', held: 'Held', approvalBy: (role) => `Approval by ${role}`, due: 'Due', since: 'Since', why: 'Why',
  },
  runs: { job: 'Job', scheduledFor: 'For', outcome: 'Outcome', counts: 'Counts' },
  notFound: 'There is no such page.',
  noCompany: 'This store has no company yet: order-to-cash apply DIR',
  failed: 'This page could not be made. The log says why.',
  wrongHost: 'This name is not one that the page is served under. Use http://127.0.0.1, or start it with --name.',
  onlyRead: 'This page only shows; it takes no other method than GET.',
}
