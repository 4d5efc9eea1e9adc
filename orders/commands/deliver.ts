import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare, type Decimal, min, subtract, sum } from '../decimal'
import { inLineUnits } from '../effects'
import { type LineQuantity } from '../event'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'
import { closing } from './pay'

/** R-DLV-01: the customer has a despatch, or what is said of it, with proof: never more than was in it. Before it is known it is too early, and waits. */
export function deliver(order: Order, command: Extract<Command, { type: 'deliver' }>, facts: Facts): Decision {
  const despatch = order.documents.find((d) => d.kind === 'despatch' && d.issuer === command.issuer && d.number === command.despatch)
  if (!despatch) {
    return refused('too-early', `Despatch ${command.despatch} of ${command.issuer} is reported delivered, and its shipment is not known yet.`)
  }
  // what a despatch has was not kept before schema 5
  const had = despatch.lines ?? order.lines.map((line) => ({ line: line.id, quantity: line.shipped }))
  const lines = (command.lines ? inLineUnits(order, command.lines, facts) : had)
    .map((part) => {
      const line = order.lines.find((l) => l.id === part.line)
      const left = subtract(quantityOf(had, part.line), quantityOf(despatch.received ?? [], part.line))
      return { line: part.line, quantity: line ? min(part.quantity, min(left, subtract(line.shipped, line.delivered))) : '0' }
    })
    .filter((part) => compare(part.quantity, '0') > 0)
  if (lines.length === 0) return alreadyDone()
  const { type: _type, ...data } = command
  const story = new Story(order, facts.at).tell({ type: 'delivered', data: { ...data, lines } })
  return accepted(closing(story).events, {
    documents: [{ kind: 'despatch', issuer: command.issuer, number: command.despatch, type: 'received', data: { ...data, lines, order: order.id } }],
  })
}

/** So much of a line; one that is named twice in all. */
const quantityOf = (parts: readonly LineQuantity[], line: string): Decimal => sum(parts.filter((part) => part.line === line).map(({ quantity }) => quantity))
