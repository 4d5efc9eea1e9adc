import { type Texts } from './texts'

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

const PLURALS: Partial<Record<string, string>> = { despatch: 'despatches' }

const TRACKED = { booked: 'Booked with the carrier', collected: 'Collected by the carrier', inTransit: 'In transit', outForDelivery: 'Out for delivery', exception: 'Not delivered' }

/** English, in which also everything is stored. */
export const en: Texts = {
  language: 'en',
  said: (text) => text,
  age(ms) {
    const minutes = Math.max(0, Math.floor(ms / 60_000))
    if (minutes < 120) return `${minutes} min`
    return minutes < 2880 ? `${Math.floor(minutes / 60)} h` : `${Math.floor(minutes / 1440)} days`
  },
  counted: (number, kind) => `${number} ${number === 1 ? kind : PLURALS[kind] ?? `${kind}s`}`,
  list: (parts) => parts.join(', '),
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
  severities: { note: 'note', approval: 'approval', hold: 'hold', refuse: 'refuse' },
  paymentStates: { notInvoiced: 'not invoiced', unpaid: 'unpaid', partPaid: 'part paid', paid: 'paid', overpaid: 'overpaid' },
  approvalStates: { open: 'open', approved: 'approved', rejected: 'rejected', void: 'void' },
  roles: { erp: 'ERP', wms: 'Warehouse', finance: 'Finance', edi: 'Partners by EDI', crm: 'CRM', mes: 'Production', tms: 'Transport', shop: 'Shop', service: 'Service desk', payment: 'Payments', bank: 'Bank' },
  owners: { orderDesk: 'order desk', salesManager: 'sales manager', finance: 'finance', warehouse: 'warehouse', salesRep: 'sales rep', system: 'system', privacy: 'privacy', production: 'production', creditController: 'credit controller' },
  recordKinds: { order: 'order', part: 'part', despatch: 'despatch', shipment: 'shipment', invoice: 'invoice', payment: 'payment', statement: 'statement', complaint: 'complaint', production: 'work order', quotation: 'quotation', webOrder: 'shop order', fulfilment: 'fulfilment', tracking: 'tracking number', document: 'document', creditNote: 'credit note', return: 'return' },
  actions: { create: 'create', change: 'change', cancel: 'cancel' },
  caseKinds: {
    quarantine: 'Document quarantined', quantity: 'Quantity differs', price: 'Price differs', amount: 'Amount differs', item: 'Item differs', date: 'Date differs', status: 'Status differs', different: 'Differs',
    'missing-here': 'Unknown here', 'missing-there': 'Missing there', double: 'Double', 'double-there': 'Double there', contradiction: 'Contradiction', parked: 'Came too early', 'dead-letter': 'Not sent', refused: 'Refused there',
    'system-down': 'System does not answer', 'answers-nothing': 'Acknowledgement of nothing', 'change-refused': 'Change refused', 'document-not-sent': 'Document not sent', 'file-refused': 'File refused', 'lost-order': 'Order lost',
    restored: 'Backup put back', 'same-control-other-content': 'Same control number, other content', 'same-number-other-content': 'Same number, other content', 'store-damaged': 'Store damaged', overdue: 'Acknowledgement overdue', undelivered: 'Not delivered', complaint: 'Complaint', 'web-order-changed': 'Shop order changed',
    'payment-unallocated': 'Payment on no invoice', currency: 'Currency differs',
  },
  causes: { data: 'data', business: 'business', transport: 'transport', auth: 'login', limit: 'limit' },
  rules: {},
  jobs: {},
  counts: {},
  theirStates: {},
  headings: {},
  events: {
    received: (data) => `Received by ${data.channel}: ${data.reference ?? 'without a number'} of ${data.buyer ?? 'an unknown buyer'}, ${count(data.draft.lines.length, 'line')}`,
    relearned: (data) => `Learned again from ${data.system}: it was accepted after the backup of ${data.since}, which was put back`,
    reviewed: (data) => (data.findings.length ? `Reviewed: ${data.findings.map((finding) => finding.text).join(' ')}` : 'Reviewed: nothing to object'),
    held: (data) => `Held: ${data.reasons.join(' ')}`,
    approvalAsked: (data) => `Approval asked of ${data.role}: ${data.why}`,
    approved: (data) => `Approved (${data.step}): ${data.reason}`,
    rejected: (data) => `Rejected: ${data.reason}`,
    confirmed: (data) => `Confirmed as ${data.number}, payable ${data.payable}`,
    released: (data) => (data.to === 'toShip' ? 'Released to ship' : 'Released to production'),
    productionStarted: (data) => `In production in ${data.issuer} (${data.production}): line ${data.line}`,
    produced: (data) => `Made in ${data.issuer} (${data.production}): ${data.quantity} of line ${data.line}`,
    changed: (data, { changes }) => `Changed (${changes(data.change)}): ${data.reason}`,
    cancelled: (data) => `Cancelled: ${data.reason}`,
    shipped: (data, { lines }) => `Shipped with ${data.despatch}${data.carrier ? ` by ${data.carrier}` : ''}: ${lines(data.lines)}`,
    tracked: (data) => `${TRACKED[data.stage]} (${data.shipment}${data.tracking && data.stage === 'booked' ? `, tracking ${data.tracking}` : ''})${data.place ? ` in ${data.place}` : ''}${data.reason ? `: ${data.reason}` : ''}`,
    delivered: (data) => `Delivered (${data.despatch})${data.signedBy ? `, signed by ${data.signedBy}` : ''}`,
    invoiced: (data) => `Invoiced with ${data.invoice}: ${data.amount}`,
    paid: (data) => `Paid ${data.amount} on ${data.invoice} (${data.payment})`,
    closed: () => 'Closed: all delivered, invoiced and paid',
    erased: (data) => `Personal data erased (${count(data.values.length, 'value')}${data.document === undefined ? '' : ', and the document'}): ${data.reason}`,
    linked: (data) => `In ${data.system} as ${data.kind} ${data.number ?? data.theirId}`,
    refusedThere: (data) => `${data.system} refused to ${data.action} the ${data.kind}: ${data.text}`,
  },
  closedCase: (text, by, result) => `${text} — closed by ${by}: ${result}`,
  lineOf: ({ line, quantity }) => `${quantity} of line ${line}`,
  changeOf: (name, value) => `${name} ${value}`,
  changeOfLine: (line, said) => `line ${line}: ${said}`,
  overview: {
    title: 'Overview', orders: 'Orders by status', arrivals: 'Documents received, ever', systems: 'Systems', system: 'System', waiting: 'Waiting', stuck: 'Stuck', answers: 'Stands',
    noSystems: 'Nothing was sent to any system yet.', cases: 'Open cases', noCases: 'Nothing waits for a person.', allCases: (count) => `All ${count} open cases`, runs: 'Last runs', noRuns: 'No job has run yet.',
    proof: 'Last proof', root: 'Root (SHA-256 over all streams)', file: 'File', noProof: 'No proof was written yet; the nightly job writes it.', refreshed: (at) => `As of ${at}; this page renews itself every 10 seconds.`, stands: (at) => `As of ${at}; this page stands still.`, pause: 'Let it stand', resume: 'Let it renew itself',
    health: 'Health', healthy: 'Working', stuckOrLate: 'Needs attention', stuckCount: (count) => (count === 1 ? '1 message stuck' : `${count} messages stuck`), storeTook: (ms) => `store answers in ${ms} ms`, backlog: (count) => (count === 1 ? '1 message to send' : `${count} messages to send`),
    overdue: (seconds) => `oldest due ${seconds} s ago`,
  },
  map: {
    title: 'Map of the day', about: 'What came in, what happened and what went out in the last 24 hours, and what waits now.', received: 'orders in', confirmed: 'confirmed', toSend: 'to send', ordersByHour: 'Orders in by the hour, the last 24 hours',
    nothingIn: 'No documents in 24 hours', otherChannels: 'other channels', nothingOut: 'nothing sent', nothingTold: 'nothing heard', told: { shipped: 'shipped', delivered: 'delivered', invoiced: 'invoiced', paid: 'paid', productionStarted: 'started', produced: 'made', tracked: 'tracked' }, webhooks: 'webhooks',
    to: 'sent:', from: 'heard:', noBacklog: 'Nothing waits', backlog: (number, age) => `${number} waiting, oldest ${age}`, stuck: (number) => `${number} stuck`, cases: (number) => count(number, 'open case'),
    polled: (at) => `asked ${at}`, silent: (at) => `no answer since ${at}`, off: 'off', shadow: 'shadow', person: 'needs a person', attention: 'has open cases', well: 'well',
    table: 'The same as a table', sent: 'Sent', heard: 'Heard', oldest: 'Oldest waits', lastPoll: 'Last asked', openCases: 'Open cases', state: 'Stands',
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
    partner: 'Partner', us: 'Us', from: (from, to) => `${from} → ${to}`, tried: (attempts) => `(${attempts} attempts)`, message: ({ action, kind, system, state }) => `To ${system}: ${action} ${kind}, ${state}`,
    caseOpened: (kind, text) => `Case (${kind}): ${text}`, caseClosed: (result) => `Case closed: ${result}`,
    account: 'Invoices and what is open of them', invoice: 'Invoice', open: 'Open', reminder: (level, on) => `reminder ${level}${on === undefined ? '' : ` on ${on}`}`, quantities: 'Quantity', ours: 'ours', heard: (at) => `last heard ${at}, by its own clock`, sent: (messages, attempts) => `${count(messages, 'message')} sent, ${count(attempts, 'attempt')}`, direction: 'Direction', incoming: 'in', outgoing: 'out', id: 'Id',
  },
  cases: {
    title: 'Open cases', kind: 'Kind', system: 'System', subject: 'About', text: 'What, and what to do', ours: 'Ours', theirs: 'Theirs', firstSeen: 'First seen', lastSeen: 'Last seen', due: 'Due', noneOpen: 'Nothing waits for a person.',
    open: (count) => (count === 1 ? '1 case waits for a person.' : `${count} cases wait for a person.`), close: 'Close with',
    owner: 'Owner', cause: 'Cause', age: 'Open for', all: 'all', nobody: 'nobody', details: 'Show', detail: 'Details', id: 'Id', field: 'Field', state: 'State', opened: 'First seen', closed: 'closed', closedBy: (by, at, result) => `Closed by ${by} on ${at}: ${result}`,
    isOpen: 'open', toDo: 'What to do', title1: (kind) => `Case: ${kind}`, shown: (shown, all) => `${shown} of ${all}, the ones that wait longest first`, filtered: 'Only these', back: 'All open cases',
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
