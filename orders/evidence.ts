import { compare, type Decimal, isZero, subtract } from './decimal'
import { type OrderEvent, type StoredEvent } from './event'
import { open } from './evolve'
import { type Order } from './order'
import { balancesOf } from './payments/balance'
import { isAccepted, isReviewable } from './status'

/** What of an order an event is evidence of, in the order in which it is told. */
export const SECTIONS = ['original', 'review', 'decision', 'agreed', 'push', 'delivery', 'invoice', 'payment', 'end'] as const
export type Section = (typeof SECTIONS)[number]

const OF: Record<OrderEvent['type'], Section> = {
  received: 'original', relearned: 'original',
  reviewed: 'review', held: 'review', customerConfirmed: 'review',
  approvalAsked: 'decision', approved: 'decision', rejected: 'decision', returnRequested: 'decision', returnAuthorised: 'decision', returnRefused: 'decision',
  confirmed: 'agreed', released: 'agreed', changed: 'agreed', changeAsked: 'agreed', changeRefused: 'agreed', cancelAsked: 'agreed', cancelGoesOn: 'agreed', cancelledThere: 'agreed', cancelFailed: 'agreed', cancelled: 'agreed',
  linked: 'push', refusedThere: 'push',
  productionStarted: 'delivery', produced: 'delivery', shipped: 'delivery', tracked: 'delivery', delivered: 'delivery', returnReceived: 'delivery',
  billed: 'invoice', invoiced: 'invoice', credited: 'invoice',
  paid: 'payment', captured: 'payment', refundAsked: 'payment', refunded: 'payment', refundFailed: 'payment',
  closed: 'end', reopened: 'end', reopenEnded: 'end', erased: 'end',
}

export const sectionOf = (type: string): Section => (Object.hasOwn(OF, type) ? OF[type as OrderEvent['type']] : 'end')

/** What became of a document that an order rests on: `other` where its bytes do not have its SHA-256 any more. */
export type Kept = 'whole' | 'erased' | 'missing' | 'other'

/** One effect on one system, as far as its evidence goes. */
export interface Push {
  system: string
  kind: string
  action: string
  ourId: string
  state: string
}

/** Something that the evidence of an order lacks. The codes are stable. */
export interface Gap {
  code: string
  text: string
}

export interface Known {
  events: readonly StoredEvent[]
  original: Kept
  pushes: readonly Push[]
  /** Versions of the rules by which it was judged that the record does not have. */
  unknownRules: readonly string[]
}

/** R-AUD-06: what is missing of an order's evidence, from its original to its last payment; nothing of a closed one that was kept whole. */
export function gapsOf(order: Order, known: Known): Gap[] {
  return [...ofOriginal(order, known), ...ofReview(order, known), ...ofPushes(order, known), ...(isAccepted(order.status) ? [...ofDelivery(order, known), ...ofMoney(order)] : [])]
}

const gap = (code: string, text: string): Gap => ({ code, text })

function ofOriginal(order: Order, { events, original }: Known): Gap[] {
  if (events.some(({ type }) => type === 'relearned')) return [gap('relearned', 'It was learned again from a system after a backup was put back: its document, its reviews and its approvals of before are lost.')]
  if (order.document === undefined) return [gap('no-original', `No document came with it: it was taken in by ${order.channel}.`)]
  if (original === 'erased') return [gap('original-erased', `The content of the document ${order.document} was erased by order: only its SHA-256 is left.`)]
  if (original === 'missing') return [gap('original-missing', `The document ${order.document} that it was read from is not kept any more.`)]
  return original === 'other' ? [gap('original-changed', `What is kept as the document ${order.document} does not have this SHA-256 any more.`)] : []
}

function ofReview(order: Order, { events, unknownRules }: Known): Gap[] {
  const told = (type: OrderEvent['type']): boolean => events.some((event) => event.type === type)
  return [
    ...(told('reviewed') ? [] : [gap('not-reviewed', 'It was never reviewed.')]),
    ...unknownRules.map((version) => gap('rules-unknown', `The rules of version ${version}, by which it was judged, are not in the record.`)),
    ...order.approvals.filter(({ state }) => state === 'open').map(({ role, step }) => gap('not-decided', `${role} is asked for ${step}, and has not decided yet.`)),
    ...(isReviewable(order.status) ? [gap('not-accepted', `It is not accepted yet: it is ${order.status}.`)] : []),
  ]
}

function ofPushes({ status }: Order, { events, pushes }: Known): Gap[] {
  const linked = events.filter(({ type }) => type === 'linked').map(({ data }) => data as Extract<OrderEvent, { type: 'linked' }>['data'])
  const isLinked = ({ system, kind, ourId }: Push): boolean => linked.some((one) => one.system === system && one.kind === kind && one.ourId === ourId)
  return [
    ...(isAccepted(status) && pushes.length === 0 ? [gap('not-sent', 'No system was told of it.')] : []),
    ...pushes.filter(({ state }) => state !== 'superseded').flatMap((push) => {
      const { system, kind, action, state } = push
      if (state !== 'done') return [gap('no-receipt', `${system} has given no receipt for ${action} ${kind}: the message is ${state}.`)]
      return isLinked(push) ? [] : [gap('no-receipt', `${action} ${kind} in ${system} is called done, and no event says what it is there.`)]
    }),
  ]
}

function ofDelivery(order: Order, { events }: Known): Gap[] {
  const erased = new Set(events.flatMap(({ type, data }) => (type === 'erased' ? (data as Extract<OrderEvent, { type: 'erased' }>['data']).values : [])).map(({ sequence, path }) => `${sequence} ${path}`))
  const delivered = events.filter(({ type }) => type === 'delivered').map(({ sequence, data }) => ({ sequence, ...data as Extract<OrderEvent, { type: 'delivered' }>['data'] }))
  const gaps = order.lines.some((line) => !isZero(open(line))) ? [gap('not-shipped', 'Not all of it is shipped yet.')] : []
  for (const { issuer, number } of order.documents.filter(({ kind }) => kind === 'despatch')) {
    const proofs = delivered.filter((one) => one.issuer === issuer && one.despatch === number)
    if (proofs.length === 0) gaps.push(gap('no-proof-of-delivery', `The despatch ${number} of ${issuer} has no proof of delivery.`))
    else if (proofs.every(({ signedBy }) => signedBy === undefined)) {
      gaps.push(proofs.some(({ sequence }) => erased.has(`${sequence} signedBy`))
        ? gap('signature-erased', `Who signed for the despatch ${number} of ${issuer} was erased by order.`) : gap('no-signature', `The despatch ${number} of ${issuer} was delivered, and nobody is said to have signed for it.`))
    }
  }
  return gaps
}

function ofMoney(order: Order): Gap[] {
  const left = (of: Decimal, than: Decimal): Decimal => (compare(of, than) > 0 ? subtract(of, than) : '0')
  return [
    ...order.lines.flatMap(({ id, shipped, invoiced }) => { const rest = left(shipped, invoiced); return isZero(rest) ? [] : [gap('not-invoiced', `${rest} of line ${id} are shipped, and not invoiced.`)] }),
    ...balancesOf(order).filter((one) => compare(one.open, '0') > 0).map((one) => gap('not-paid', `${one.open} ${order.currency ?? ''} of the invoice ${one.number} are not paid.`)),
  ]
}
