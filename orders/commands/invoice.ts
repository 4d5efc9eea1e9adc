import { invoiceDocument } from '../answers'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { add, compare } from '../decimal'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'

/** R-INV-02, R-INV-03: an invoice was posted. Never for more than is shipped, never the same one twice. */
export function invoice(order: Order, command: Extract<Command, { type: 'invoice' }>, facts: Facts): Decision {
  if (order.documents.some((d) => d.kind === 'invoice' && d.issuer === command.issuer && d.number === command.invoice)) return alreadyDone()
  for (const part of command.lines) {
    const line = order.lines.find((l) => l.id === part.line)
    if (!line) return refused('line-unknown', `Invoice ${command.invoice} bills line ${part.line}, which ${order.number ?? order.id} does not have.`)
    if (compare(add(line.invoiced, part.quantity), line.shipped) > 0) return refused('invoiced-not-shipped', `Invoice ${command.invoice} bills ${part.quantity} of line ${part.line}; ${line.shipped} are shipped and ${line.invoiced} invoiced.`, { line: part.line })
  }
  const { type: _type, total, ...data } = command
  return accepted(new Story(order, facts.at).tell({ type: 'invoiced', data }).events, {
    // one over several orders is no document about one of them
    effects: total === undefined ? invoiceDocument(order, data, facts) : [],
    documents: [{ kind: 'invoice', issuer: command.issuer, number: command.invoice, type: 'posted', data: { ...data, ...(total === undefined ? {} : { total }), order: order.id, currency: order.currency } }],
  })
}
