import { type Command } from '../command'
import { accepted, type Decision, refused } from '../decision'
import { sourceEffects } from '../effects'
import { type Facts } from '../facts'
import { judge } from '../judge'
import { type Order } from '../order'
import { Story } from '../story'

/** R-INT-07: an order document was read, and makes one order: it is received, and judged at once. R-CAN-01: one that was taken back before it reached us ends there, and nobody is told of it but who sent it and who holds its money. */
export function create(order: Order | undefined, command: Extract<Command, { type: 'create' }>, facts: Facts): Decision {
  if (order) return refused('order-exists', `Order ${command.order} exists already.`)
  const { type: _type, ...data } = command
  const story = new Story(undefined, facts.at).tell({ type: 'received', data: { ...data, createdBy: facts.actor.id } })
  const { withdrawn } = command.draft
  if (withdrawn === undefined) return judge(story, facts)
  story.tell({ type: 'cancelled', data: { by: command.channel, reason: withdrawn } })
  return accepted(story.events, { effects: sourceEffects(story.order, facts) })
}
