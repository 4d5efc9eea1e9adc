import { decideChange, impossible } from '../changing'
import { type Command } from '../command'
import { alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { judge } from '../judge'
import { type Order } from '../order'
import { isAccepted, isFinal } from '../status'
import { Story } from '../story'

/**
 * R-CHG-01, R-CHG-06: the only way to change what was agreed. Before acceptance the order is judged again; after it, what is not shipped may change: one
 * change after the other.
 */
export function change(order: Order, command: Extract<Command, { type: 'change' }>, facts: Facts): Decision {
  const name = order.number ?? order.reference ?? order.id
  const { request, change: wanted, reason } = command
  // the buyer's own change counts once by its number
  if (request !== undefined && order.requests?.includes(request)) return alreadyDone()
  if (isFinal(order.status)) return refused('ended', `${name} is ${order.status} and takes no change.`)
  if (order.status === 'cancelPending') return refused('being-cancelled', `${name} is being cancelled and takes no change; take the cancel back first.`)
  if (!reason.trim()) return refused('reason-missing', 'A change needs a reason.')
  const problem = impossible(order, wanted)
  if (problem) return problem
  const asked = { by: facts.actor.id, reason, change: wanted, request }
  if (!isAccepted(order.status)) return judge(new Story(order, facts.at).tell({ type: 'changed', data: { by: asked.by, reason, change: wanted, ...(request === undefined ? {} : { request }) } }), facts)
  if (!order.change) return decideChange(new Story(order, facts.at), asked, facts)
  const waits = order.approvals.filter((step) => step.state === 'open' && step.change === order.change!.no).map(({ role }) => role)
  return refused('change-waits', `A change of ${name} that ${order.change.by} asked for waits for ${waits.join(', ')}: it is decided first, or rejected.`)
}
