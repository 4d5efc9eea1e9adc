import { invoiceDocument } from '../answers'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { add, compare, subtract } from '../decimal'
import { type Facts } from '../facts'
import { creditedTooMuch, isKnown, isVoid, mismatch } from '../invoicing/match'
import { type Order } from '../order'
import { Story } from '../story'

/** R-INV-02, R-INV-03: an invoice was posted. Never for more than is shipped, never at another price, never the same one twice. */
export function invoice(order: Order, command: Extract<Command, { type: 'invoice' }>, facts: Facts): Decision {
  if (isKnown(order, command.issuer, command.invoice) || isVoid(order, command)) return alreadyDone()
  if (command.credits !== undefined && !isKnown(order, command.issuer, command.credits)) return refused('too-early', `Credit note ${command.invoice} is on invoice ${command.credits}, which is not counted yet.`)
  for (const part of command.lines) {
    const line = order.lines.find((l) => l.id === part.line)
    if (!line) return refused('line-unknown', `Invoice ${command.invoice} bills line ${part.line}, which ${order.number ?? order.id} does not have.`)
    const billed = add(line.invoiced, part.quantity)
    if (compare(billed, subtract(line.quantity ?? '0', line.cancelled)) > 0) return refused('invoiced-not-ordered', `Invoice ${command.invoice} bills ${part.quantity} of line ${part.line}; ${line.quantity ?? '0'} are ordered, ${line.cancelled} of them cancelled, and ${line.invoiced} invoiced.`, { line: part.line })
    if (compare(billed, line.shipped) > 0) return refused('invoiced-not-shipped', `Invoice ${command.invoice} bills ${part.quantity} of line ${part.line}; ${line.shipped} are shipped and ${line.invoiced} invoiced.`, { line: part.line })
  }
  const over = creditedTooMuch(order, command)
  if (over) return refused('too-early', `Credit note ${command.invoice} takes ${over.quantity} of line ${over.line} back, of which less is invoiced.`, { line: over.line })
  const differs = mismatch(order, command)
  if (differs) return refused(differs.code, `Invoice ${command.invoice} bills ${differs.theirs} without taxes; at the prices of ${order.number ?? order.id} it is ${differs.ours}.`)
  const { type: _type, total, net: _net, currency: _currency, credits: _credits, voided: _voided, ...data } = command
  return accepted(new Story(order, facts.at).tell({ type: 'invoiced', data }).events, {
    // one over several orders is no document about one of them
    effects: total === undefined ? invoiceDocument(order, data, facts) : [],
    documents: [{ kind: 'invoice', issuer: command.issuer, number: command.invoice, type: 'posted', data: { ...data, ...(total === undefined ? {} : { total }), order: order.id, currency: order.currency } }],
  })
}
