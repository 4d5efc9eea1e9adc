import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare, min, subtract } from '../decimal'
import { inLineUnits } from '../effects'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'
import { closing } from './pay'

/** R-DLV-01: the customer has it, with proof. Before its despatch is known it is too early, and waits. */
export function deliver(order: Order, command: Extract<Command, { type: 'deliver' }>, facts: Facts): Decision {
  if (!order.documents.some((d) => d.kind === 'despatch' && d.issuer === command.issuer && d.number === command.despatch)) {
    return refused('too-early', `Despatch ${command.despatch} of ${command.issuer} is reported delivered, and its shipment is not known yet.`)
  }
  const lines = (command.lines ? inLineUnits(order, command.lines, facts) : order.lines.map((line) => ({ line: line.id, quantity: line.shipped })))
    .map((part) => {
      const line = order.lines.find((l) => l.id === part.line)
      return { line: part.line, quantity: line ? min(part.quantity, subtract(line.shipped, line.delivered)) : '0' }
    })
    .filter((part) => compare(part.quantity, '0') > 0)
  if (lines.length === 0) return alreadyDone()
  const { type: _type, ...data } = command
  const story = new Story(order, facts.at).tell({ type: 'delivered', data: { ...data, lines } })
  return accepted(closing(story).events, {
    documents: [{ kind: 'despatch', issuer: command.issuer, number: command.despatch, type: 'received', data: { ...data, lines, order: order.id } }],
  })
}
