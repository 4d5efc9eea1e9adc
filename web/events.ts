import { type LineQuantity, type OrderChange, type OrderEvent, type StoredEvent } from '../orders/event'

type Sentences = { [T in OrderEvent['type']]: (data: Extract<OrderEvent, { type: T }>['data']) => string }

const lines = (parts: readonly LineQuantity[]): string => parts.map((part) => `${part.quantity} of line ${part.line}`).join(', ')
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

/** What each event says, in English; another language is another table. */
const SENTENCES: Sentences = {
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
  changed: (data) => `Changed (${changes(data.change)}): ${data.reason}`,
  cancelled: (data) => `Cancelled: ${data.reason}`,
  shipped: (data) => `Shipped with ${data.despatch}${data.carrier ? ` by ${data.carrier}` : ''}: ${lines(data.lines)}`,
  delivered: (data) => `Delivered (${data.despatch})${data.signedBy ? `, signed by ${data.signedBy}` : ''}`,
  invoiced: (data) => `Invoiced with ${data.invoice}: ${data.amount}`,
  paid: (data) => `Paid ${data.amount} on ${data.invoice} (${data.payment})`,
  closed: () => 'Closed: all delivered, invoiced and paid',
  erased: (data) => `Personal data erased (${count(data.values.length, 'value')}${data.document === undefined ? '' : ', and the document'}): ${data.reason}`,
  linked: (data) => `In ${data.system} as ${data.kind} ${data.number ?? data.theirId}`,
  refusedThere: (data) => `${data.system} refused to ${data.action} the ${data.kind}: ${data.text}`,
}

/** A stored event of an order as one sentence; one of a type that this version does not know shows its type. */
export function sentence(event: StoredEvent): string {
  const say = Object.hasOwn(SENTENCES, event.type) ? SENTENCES[event.type as OrderEvent['type']] as (data: unknown) => string : undefined
  return say ? say(event.data) : event.type
}

function changes(change: OrderChange): string {
  const { lines: wishes = [], ...header } = change
  const said = (fields: object): string => Object.entries(fields).map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`).join(', ')
  return [...wishes.map(({ line, ...fields }) => `line ${line}: ${said(fields)}`), ...(Object.keys(header).length ? [said(header)] : [])].join('; ')
}
