import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare } from '../decimal'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'

/** R-INV-06, R-CLS-01: a payment was booked on an invoice of the order; with the last one, and all delivered, the order closes. */
export function pay(order: Order, command: Extract<Command, { type: 'pay' }>, facts: Facts): Decision {
  if (order.documents.some((d) => d.kind === 'payment' && d.issuer === command.issuer && d.number === command.payment)) return alreadyDone()
  const invoice = order.documents.find((d) => d.kind === 'invoice' && d.number === command.invoice)
  if (!invoice) return refused('too-early', `Payment ${command.payment} is for invoice ${command.invoice}, which is not known yet.`)
  const { type: _type, account, statement, entry, ...data } = command
  const story = closing(new Story(order, facts.at).tell({ type: 'paid', data }))
  return accepted(story.events, {
    release: fullyPaid(story.order) ? 'credit' : 'none',
    documents: [{ kind: 'payment', issuer: command.issuer, number: command.payment, type: 'booked', data: { ...data, account, statement, entry, order: order.id, currency: order.currency } }],
  })
}

/** Tells `closed` where all is delivered and all that was ordered is invoiced and paid. */
export function closing(story: Story): Story {
  return story.order.status === 'delivered' && fullyPaid(story.order) ? story.tell({ type: 'closed', data: {} }) : story
}

const fullyPaid = (order: Order): boolean =>
  order.lines.every((line) => compare(line.invoiced, line.shipped) === 0) && compare(order.invoicedAmount, '0') > 0 && compare(order.paidAmount, order.invoicedAmount) >= 0
