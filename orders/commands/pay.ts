import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare, subtract, sum } from '../decimal'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { isSettled } from '../payments/balance'
import { Story } from '../story'

/**
 * R-INV-06, R-CLS-01: a payment was booked on an invoice of the order, wholly or in part, or more of it than before; with the last one, and all
 * delivered, the order closes. What is heard again counts once.
 */
export function pay(order: Order, command: Extract<Command, { type: 'pay' }>, facts: Facts): Decision {
  const { type: _type, account, statement, entry, total, ...data } = command
  const known = order.documents.filter((d) => d.kind === 'payment' && d.issuer === command.issuer && d.number === command.payment)
  // before schema 4 a payment was on one invoice, and did not say on which
  if (known.some(({ invoice }) => invoice === undefined)) return alreadyDone()
  const invoice = order.documents.find((d) => d.kind === 'invoice' && d.number === command.invoice)
  if (!invoice) return refused('too-early', `Payment ${command.payment} is for invoice ${command.invoice}, which is not known yet.`)
  const before = known.filter((one) => one.invoice === command.invoice)
  const amount = before.length === 0 ? command.amount : subtract(command.amount, sum(before.map((one) => one.amount ?? '0')))
  if (before.length > 0 && compare(amount, '0') <= 0) return alreadyDone()
  const story = closing(new Story(order, facts.at).tell({ type: 'paid', data: { ...data, amount } }))
  return accepted(story.events, {
    release: isSettled(story.order) ? 'credit' : 'none',
    documents: [{ kind: 'payment', issuer: command.issuer, number: command.payment, type: 'booked', data: { ...data, amount, account, statement, entry, total, order: order.id, currency: order.currency } }],
  })
}

/** Tells `closed` where all is delivered and all that was ordered is invoiced and paid, unless a person has opened it again. */
export function closing(story: Story): Story {
  return story.order.status === 'delivered' && !story.order.reopened && isSettled(story.order) ? story.tell({ type: 'closed', data: {} }) : story
}
