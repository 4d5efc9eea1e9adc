import { type Command } from '../command'
import { type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { judge } from '../judge'
import { type Order } from '../order'
import { Story } from '../story'

/** An order document was read: it is received, and judged at once. */
export function create(order: Order | undefined, command: Extract<Command, { type: 'create' }>, facts: Facts): Decision {
  if (order) return refused('order-exists', `Order ${command.order} exists already.`)
  const { type: _type, ...data } = command
  return judge(new Story(undefined, facts.at).tell({ type: 'received', data: { ...data, createdBy: facts.actor.id } }), facts)
}
