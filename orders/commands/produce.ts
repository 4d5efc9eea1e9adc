import { begunOf, refuseChange } from '../changing'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare } from '../decimal'
import { inLineUnits } from '../effects'
import { type OrderEvent } from '../event'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { isAccepted } from '../status'
import { Story } from '../story'

/** R-EXE-01: the shop floor makes a line of the order, or has made so much of it. What is heard twice or late counts once. A change that waits comes too late for what is being made. */
export function produce(order: Order, command: Extract<Command, { type: 'produce' }>, facts: Facts): Decision {
  const { issuer, production } = command
  const made = inLineUnits(order, [command.made], facts)[0]!
  const name = order.number ?? order.id
  const line = order.lines.find((one) => one.id === made.line)
  if (!isAccepted(order.status)) return refused('produced-unaccepted', `Production ${production} of ${issuer} makes line ${made.line} of ${name}, which is ${order.status}.`)
  if (!line) return refused('line-unknown', `Production ${production} of ${issuer} makes line ${made.line}, which ${name} does not have.`)
  if (!line.production) return refused('not-made-to-order', `Production ${production} of ${issuer} makes line ${line.id} of ${name}, which is not made to order here.`, { line: line.id })
  const events: OrderEvent[] = [
    ...(line.production.stage === 'awaiting' ? [{ type: 'productionStarted' as const, data: { issuer, production, line: line.id } }] : []),
    ...(compare(made.quantity, line.production.made) > 0 ? [{ type: 'produced' as const, data: { issuer, production, ...made } }] : []),
  ]
  if (events.length === 0) return alreadyDone()
  const story = new Story(order, facts.at).tell(...events)
  const isTooLate = order.change !== undefined && begunOf(story.order, order.change.change) !== undefined
  const effects = isTooLate ? refuseChange(story, { by: issuer, reason: `Line ${line.id} is in production with ${production}.` }, facts) : []
  return accepted(story.events, { effects })
}
