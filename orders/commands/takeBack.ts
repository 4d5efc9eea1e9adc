import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { add, compare, subtract } from '../decimal'
import { inLineUnits } from '../effects'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { creditEffects, creditOf } from '../returns/effects'
import { Story } from '../story'
import { closing } from './pay'

/**
 * R-RET-03: the warehouse has received and inspected what comes back; only that is credited, by its condition. A receipt that is told twice counts once, and
 * more than was agreed to is refused, and so becomes a case.
 */
export function takeBack(order: Order, command: Extract<Command, { type: 'takeBack' }>, facts: Facts): Decision {
  const { type: _type, lines: reported, ...rest } = command
  if (order.documents.some((d) => d.kind === 'return' && d.issuer === command.issuer && d.number === command.receipt)) return alreadyDone()
  const found = order.returns?.find(({ number }) => number === command.return)
  if (!found) return refused('return-unknown', `Receipt ${command.receipt} of ${command.issuer} is of the return ${command.return}, which ${order.number ?? order.id} does not have.`)
  if (found.state === 'requested' || found.state === 'refused') return refused('return-not-agreed', `Receipt ${command.receipt} of ${command.issuer} is of the return ${command.return}, which is ${found.state}.`)
  const lines = inLineUnits(order, reported, facts).map((line, place) => ({ ...line, condition: reported[place]!.condition }))
  for (const { line } of lines) {
    const agreed = found.lines.find((one) => one.line === line)
    if (!agreed) return refused('line-unknown', `Receipt ${command.receipt} has line ${line}, which is not in the return ${command.return}.`, { line })
    const all = lines.filter((one) => one.line === line).reduce((total, { quantity }) => add(total, quantity), '0')
    if (compare(all, subtract(agreed.quantity, agreed.received)) > 0) return refused('over-returned', `Receipt ${command.receipt} has ${all} of line ${line}; ${subtract(agreed.quantity, agreed.received)} of the return ${command.return} are open.`, { line })
  }
  const came = lines.filter(({ quantity }) => compare(quantity, '0') > 0)
  const credits = creditOf(order, found.number, came)
  const data = { ...rest, lines: came, credits }
  const story = closing(new Story(order, facts.at).tell({ type: 'returnReceived', data }))
  return accepted(story.events, {
    effects: creditEffects(story.order, { number: found.number, receipt: command.receipt, credits }, facts),
    documents: [{ kind: 'return', issuer: command.issuer, number: command.receipt, type: 'takenBack', data: { ...data, order: order.id } }],
  })
}
