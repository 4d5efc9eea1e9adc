import { type Effect } from '../decision'
import { add, compare, type Decimal, isZero, max, min, subtract, sum } from '../decimal'
import { shippedAmount, withRole } from '../effects'
import { open } from '../evolve'
import { type OrderEvent } from '../event'
import { type Facts, type SystemFact } from '../facts'
import { type Order } from '../order'
import { type Story } from '../story'
import { balancesOf } from './balance'
import { entryOf } from './booking'

/** Where money was agreed to before the order came: what the gateway calls it, and which gateway, where there are several. */
export interface Authorisation { gateway?: string; reference: string }

/** What was taken of it for one despatch, and which invoices that pays. */
export interface Capture {
  issuer: string
  number: string
  amount: Decimal
  allocations: { invoice: string; amount: Decimal }[]
}

/** What is to go back for a credit note; `number` is the gateway's, once it has. `asked` is ours: `finance/CN-7/1`. */
export interface Refund {
  asked: string
  creditNote: string
  invoice: string
  amount: Decimal
  number?: string
  /** It did not reach the customer: a person pays him back otherwise. */
  failed?: true
}

/** The gateway that has the order's authorisation: the one that is named, or the only one. */
export function gatewayOf(order: Pick<Order, 'authorisation'>, facts: Pick<Facts, 'systems'>): SystemFact | undefined {
  if (!order.authorisation) return undefined
  const { gateway } = order.authorisation
  const all = withRole('payment', facts)
  return gateway === undefined ? (all.length === 1 ? all[0] : undefined) : all.find(({ name }) => name === gateway)
}

/** R-INV-05: the gateway is told whose money it holds, and gives it free where the order is none any more. */
export function authorisationEffects(order: Order, action: Effect['action'], facts: Facts): Effect[] {
  const system = gatewayOf(order, facts)
  return system ? [{
    system: system.name, kind: 'authorisation', action, ourId: order.id,
    body: { authorisation: order.authorisation!.reference, number: order.number, ...(action === 'cancel' ? { reason: order.reason } : { amount: order.payable, currency: order.currency }) },
  }] : []
}

/** R-INV-05: what is shipped is taken, as it is invoiced; with the last of it the rest is given free. */
export function captureEffects(order: Order, { issuer, despatch, lines }: Extract<OrderEvent, { type: 'shipped' }>['data'], facts: Facts): Effect[] {
  const system = gatewayOf(order, facts)
  const amount = shippedAmount(order, lines)
  return !system || isZero(amount) ? [] : [{
    system: system.name, kind: 'capture', action: 'create', ourId: `${order.id}/${issuer}/${despatch}`,
    body: { authorisation: order.authorisation!.reference, number: order.number, despatch, amount, currency: order.currency, final: order.lines.every((line) => isZero(open(line))) },
  }]
}

/** R-INV-06: what the gateway took or gave back is booked as a payment on the order's invoices, once by the gateway's number of it. */
export function bookingEffects(order: Order, booked: { issuer: string; number: string; amount: Decimal; bookedOn: string; allocations: Capture['allocations']; text: string }, facts: Facts): Effect[] {
  const { issuer, number, bookedOn, ...content } = booked
  return withRole('finance', facts).map((system): Effect => ({
    system: system.name, kind: 'payment', action: 'create', ourId: `${issuer}/${number}`, body: { account: issuer, statement: bookedOn.replaceAll('-', ''), entry: number, currency: order.currency, bookedOn, ...content },
  }))
}

/** How far each invoice of the order is settled, with what the gateway took and gave back counted when it did, and not when it is booked. */
function settledOf(order: Order): { invoice: string; captured: Decimal; refunded: Decimal; over: Decimal; open: Decimal }[] {
  const { captures = [], refunds = [] } = order
  return balancesOf(order).map(({ number: invoice, amount, credited }) => {
    const captured = sum(captures.flatMap(({ allocations }) => allocations).filter((one) => one.invoice === invoice).map((one) => one.amount))
    const refunded = sum(refunds.filter((one) => one.invoice === invoice).map((one) => one.amount))
    const others = sum(order.documents.filter((link) => link.kind === 'payment' && link.invoice === invoice && !isOfCard(order, link.number)).map((link) => link.amount ?? '0'))
    return { invoice, captured, refunded, over: subtract(subtract(add(add(captured, others), credited), amount), refunded), open: max('0', subtract(subtract(amount, others), captured)) }
  })
}

/** The entry that a payment of ours is booked by is the gateway's number. */
const isOfCard = ({ captures = [], refunds = [] }: Order, payment: string): boolean => [...captures, ...refunds].some(({ number }) => number === entryOf(payment))

/** Which invoices so much pays, the first open one first; `rest` is more than they bill. */
export function allocationOf(order: Order, amount: Decimal): { allocations: Capture['allocations']; rest: Decimal } {
  let rest = amount
  const allocations = settledOf(order).flatMap(({ invoice, open: left }) => {
    const part = min(rest, left)
    if (compare(part, '0') <= 0) return []
    rest = subtract(rest, part)
    return [{ invoice, amount: part }]
  })
  return { allocations, rest }
}

/**
 * R-RET-04: what is to go back to the card now: for each credit note no more than it credits, and of its invoice no more than was taken by card and is
 * more than is owed. What a credit note only takes off what is still open gives nothing back.
 */
export function refundsDue(order: Order): Refund[] {
  const notes = order.documents.filter(({ kind }) => kind === 'creditNote')
  return settledOf(order).flatMap(({ invoice, captured, refunded, over }) => {
    let room = min(subtract(captured, refunded), over)
    return notes.filter((note) => note.invoice === invoice).flatMap(({ issuer, number: creditNote, amount = '0' }): Refund[] => {
      const before = (order.refunds ?? []).filter((one) => one.creditNote === creditNote && one.invoice === invoice)
      const part = min(room, subtract(amount, sum(before.map((one) => one.amount))))
      if (compare(part, '0') <= 0) return []
      room = subtract(room, part)
      return [{ asked: `${issuer}/${creditNote}/${before.length + 1}`, creditNote, invoice, amount: part }]
    })
  })
}

/** Tells what is to go back, and answers with what the gateway is asked. */
export function askRefunds(story: Story, facts: Facts): Effect[] {
  const system = gatewayOf(story.order, facts)
  if (!system) return []
  const due = refundsDue(story.order)
  for (const data of due) story.tell({ type: 'refundAsked', data })
  const { id, number, currency, authorisation } = story.order
  return due.map(({ asked, creditNote, amount }): Effect => ({ system: system.name, kind: 'refund', action: 'create', ourId: `${id}/${asked}`, body: { authorisation: authorisation!.reference, number, creditNote, amount, currency } }))
}

/** All that was to go back has gone back, and is booked; of what did not reach the customer, that he was paid otherwise. */
export function isPaidBack(order: Order): boolean {
  const isBooked = (number: string): boolean => order.documents.some((link) => link.kind === 'payment' && entryOf(link.number) === number)
  const isOwed = (invoice: string): boolean => balancesOf(order).some(({ number, open: left }) => number === invoice && compare(left, '0') < 0)
  return (order.refunds ?? []).every(({ number, failed, invoice }) => (failed ? !isOwed(invoice) : number !== undefined && isBooked(number)))
}
