import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'
import { closing } from './pay'

/** Who may open what is closed. */
export const MAY_REOPEN: readonly string[] = ['salesManager', 'finance']

/** R-CLS-04: a closed order is open again, by somebody with the right and for a reason; nothing closes it until he says that it is done with. */
export function reopen(order: Order, command: Extract<Command, { type: 'reopen' }>, facts: Facts): Decision {
  const name = order.number ?? order.id
  if (order.reopened) return alreadyDone()
  if (order.status !== 'closed') return refused('not-closed', `${name} is ${order.status}; only a closed order is opened again.`)
  return mayNot(command.reason, facts) ?? accepted(new Story(order, facts.at).tell({ type: 'reopened', data: { by: facts.actor.id, reason: command.reason } }).events)
}

/** What it was opened for is done: it closes as soon as all of it is settled, at once where it is. */
export function closeAgain(order: Order, command: Extract<Command, { type: 'closeAgain' }>, facts: Facts): Decision {
  if (!order.reopened) return order.status === 'closed' ? alreadyDone() : refused('not-reopened', `${order.number ?? order.reference ?? order.id} was not opened again; it closes by itself once all of it is delivered, invoiced and paid.`)
  return mayNot(command.reason, facts) ?? accepted(closing(new Story(order, facts.at).tell({ type: 'reopenEnded', data: { by: facts.actor.id, reason: command.reason } })).events)
}

function mayNot(reason: string, { actor }: Facts): Decision | undefined {
  if (!MAY_REOPEN.some((role) => actor.roles.includes(role))) return refused('not-allowed', `Opening a closed order again, and ending that, is for ${MAY_REOPEN.join(' or ')}; ${actor.id} has ${actor.roles.join(', ') || 'none'}.`)
  return reason.trim() === '' ? refused('reason-missing', 'Opening a closed order again, and ending that, needs a reason.') : undefined
}
