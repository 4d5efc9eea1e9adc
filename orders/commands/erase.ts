import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { isFinal } from '../status'
import { Story } from '../story'

const ROLES = ['privacy', 'salesManager']

/** R-AUD-05: takes away what is kept of persons in an order. While it is under way its address is needed, and so it is refused. */
export function erase(order: Order, command: Extract<Command, { type: 'erase' }>, facts: Facts): Decision {
  const name = order.number ?? order.reference ?? order.id
  const { type: _type, ...data } = command
  if (!ROLES.some((role) => facts.actor.roles.includes(role))) return refused('not-allowed', `Erasing a person's data is for ${ROLES.join(' or ')}.`)
  if (!command.reason.trim()) return refused('reason-missing', 'An erasure needs a reason, such as whose request it follows.')
  if (!isFinal(order.status)) return refused('under-way', `${name} is ${order.status}: whom it goes to is still needed. Erase it once it is closed, or reject or cancel it first.`)
  if (command.values.length === 0 && command.document === undefined && command.made === undefined && command.heard === undefined) return alreadyDone()
  return accepted(new Story(order, facts.at).tell({ type: 'erased', data: { by: facts.actor.id, ...data } }).events)
}
