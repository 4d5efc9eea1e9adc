import { orderResponse } from '../answers'
import { refuseChange } from '../changing'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { sourceEffects } from '../effects'
import { type Facts } from '../facts'
import { type AskedChange, type Order } from '../order'
import { refuseReturn } from '../returns/decide'
import { isAccepted } from '../status'
import { Story } from '../story'

/** R-REV-21, R-APR-03, R-APR-06: ends an order that was not accepted yet, or of one that was a return, or the change that waits. */
export function reject(order: Order, command: Extract<Command, { type: 'reject' }>, facts: Facts): Decision {
  const step = command.step ?? returnAsked(order, facts)
  if (order.change && (step === undefined || order.approvals.some((one) => one.step === step && one.change === order.change!.no))) return rejectChange(order, order.change, command.reason, facts)
  if (step !== undefined) return refuseReturn(order, step, command.reason, facts)
  if (order.status === 'rejected') return alreadyDone()
  if (isAccepted(order.status) || order.status === 'cancelled') return refused('accepted-already', `${order.number ?? order.id} is ${order.status}; an accepted order is cancelled, not rejected.`)
  const asked = order.approvals.filter((a) => a.state === 'open').map((a) => a.role)
  if (![...asked, 'orderDesk', 'salesManager'].some((role) => facts.actor.roles.includes(role))) return refused('not-allowed', `Rejecting is for ${[...new Set([...asked, 'orderDesk', 'salesManager'])].join(', ')}.`)
  if (!command.reason.trim()) return refused('reason-missing', 'A rejection needs a reason.')
  const story = new Story(order, facts.at).tell({ type: 'rejected', data: { by: facts.actor.id, reason: command.reason } })
  return accepted(story.events, { release: 'all', effects: [...orderResponse(story.order, facts), ...sourceEffects(story.order, facts)] })
}

/** At any level; whoever asked for the change may take it back. */
function rejectChange(order: Order, { no, by }: AskedChange, reason: string, facts: Facts): Decision {
  const { actor } = facts
  const roles = [...new Set([...order.approvals.filter((step) => step.state === 'open' && step.change === no).map(({ role }) => role), 'orderDesk', 'salesManager'])]
  if (actor.id !== by && !roles.some((role) => actor.roles.includes(role))) return refused('not-allowed', `Rejecting is for ${roles.join(', ')}.`)
  if (!reason.trim()) return refused('reason-missing', 'A rejection needs a reason.')
  const story = new Story(order, facts.at)
  const effects = refuseChange(story, { by: actor.id, reason }, facts)
  return accepted(story.events, { effects })
}

/** The return of an accepted order that the actor's role is asked for, where no step is named. */
const returnAsked = (order: Order, { actor }: Facts): string | undefined =>
  (isAccepted(order.status) ? order.approvals.find(({ state, role, return: number }) => number !== undefined && state === 'open' && actor.roles.includes(role))?.return : undefined)
