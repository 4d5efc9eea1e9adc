import { creditNoteDocument } from '../answers'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { add, compare, subtract, sum } from '../decimal'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { isSettled } from '../payments/balance'
import { askRefunds } from '../payments/card'
import { Story } from '../story'
import { closing } from './pay'

/** R-RET-02, R-RET-04: a credit note was posted on an invoice of the order: once, and never for more than the invoice bills. */
export function credit(order: Order, command: Extract<Command, { type: 'credit' }>, facts: Facts): Decision {
  if (order.documents.some((d) => d.kind === 'creditNote' && d.issuer === command.issuer && d.number === command.creditNote)) return alreadyDone()
  const invoice = order.documents.find((d) => d.kind === 'invoice' && d.number === command.invoice)
  if (!invoice) return refused('too-early', `Credit note ${command.creditNote} is on invoice ${command.invoice}, which is not known yet.`)
  const before = sum(order.documents.filter((d) => d.kind === 'creditNote' && d.invoice === command.invoice).map((d) => d.amount ?? '0'))
  if (compare(add(before, command.amount), invoice.amount ?? '0') > 0) return refused('over-credited', `Credit note ${command.creditNote} takes ${command.amount} off invoice ${command.invoice}; ${subtract(invoice.amount ?? '0', before)} of it are not credited.`)
  const unknown = command.lines.find(({ line }) => !order.lines.some(({ id }) => id === line))
  if (unknown) return refused('line-unknown', `Credit note ${command.creditNote} credits line ${unknown.line}, which ${order.number ?? order.id} does not have.`)
  const { type: _type, ...data } = command
  const story = new Story(order, facts.at).tell({ type: 'credited', data })
  const refunds = askRefunds(story, facts)
  closing(story)
  return accepted(story.events, {
    release: isSettled(story.order) ? 'credit' : 'none',
    effects: [...refunds, ...creditNoteDocument(story.order, data, facts)],
    documents: [{ kind: 'creditNote', issuer: command.issuer, number: command.creditNote, type: 'credited', data: { ...data, order: order.id, currency: order.currency } }],
  })
}
