import { groupOf, rowOf } from '../chain'
import { decideChange, impossible, withChange } from '../changing'
import { type Command } from '../command'
import { lacksConfirmation } from '../confirmation'
import { accepted, alreadyDone, confirmationMissing, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { judge } from '../judge'
import { authoriseReturn } from '../returns/decide'
import { type ApprovalStep, type Order } from '../order'
import { review } from '../review'
import { isReviewable } from '../status'
import { Story } from '../story'
import { waivedOf } from '../waived'

/**
 * R-APR-03, R-APR-06, R-APR-07: a decision counts once, by somebody who has the role, did not enter the order and approved nothing of it for another
 * role or at another level. With the last one the order is judged again: what was approved stands, what is new is asked, if need be of the same role and its one person. With the last one of a change that waits that is made.
 */
export function approve(order: Order, command: Extract<Command, { type: 'approve' }>, facts: Facts): Decision {
  const name = order.number ?? order.reference ?? order.id
  const step = order.approvals.find((a) => (command.step ? a.step === command.step : a.state === 'open' && facts.actor.roles.includes(a.role)))
  if (!step) {
    if (!command.step && order.approvals.some((a) => a.state === 'approved' && a.decidedBy === facts.actor.id && (order.change === undefined || a.change === order.change.no))) return alreadyDone()
    const open = order.approvals.filter((a) => a.state === 'open').map((a) => a.role)
    return refused('nothing-to-approve', open.length ? `${facts.actor.id} has none of the roles that are asked: ${open.join(', ')}.` : `Nothing of ${name} waits for an approval; it is ${order.status}.`)
  }
  if (step.state === 'approved' && step.decidedBy === facts.actor.id) return alreadyDone()
  if (step.state !== 'open') return refused('already-decided', `Step ${step.step} is ${step.state}${step.decidedBy ? ` by ${step.decidedBy}` : ''}.`)
  const asked = step.change === undefined ? undefined : order.change
  if (step.return === undefined && !asked && !isReviewable(order.status)) return refused('nothing-to-approve', `${name} is ${order.status}, and waits for no approval any more.`)
  if (!facts.actor.roles.includes(step.role)) return refused('not-allowed', `Step ${step.step} is for the role ${step.role}; ${facts.actor.id} has ${facts.actor.roles.join(', ') || 'none'}.`)
  if (step.return === undefined && order.createdBy === facts.actor.id) return refused('own-order', 'Nobody approves an order that he entered himself.')
  if (asked?.by === facts.actor.id) return refused('own-change', 'Nobody approves a change that he asked for himself.')
  const another = step.return === undefined ? order.approvals.find((a) => a.decidedBy === facts.actor.id && a.state === 'approved' && a.change === step.change && isAnother(a, step)) : undefined
  if (another) return refused('second-approval', another.role === step.role ? `${facts.actor.id} has approved this order at another level already.` : `${facts.actor.id} has approved this order for another role already.`)
  if (!command.reason.trim()) return refused('reason-missing', 'An approval needs a reason.')
  if (step.return === undefined && lacksConfirmation(order, asked ? review(withChange(order, asked), facts) : order.findings, facts)) return confirmationMissing(order)
  if (step.return !== undefined) return authoriseReturn(order, step, command.reason, facts)

  const story = new Story(order, facts.at).tell({ type: 'approved', data: { step: step.step, by: facts.actor.id, reason: command.reason } })
  if (story.order.approvals.some((a) => a.state === 'open' && a.change === step.change)) return accepted(story.events)
  return asked ? impossible(order, asked.change) ?? decideChange(story, asked, facts) : judge(story, facts, waivedOf(story.order))
}

/** For what else he was asked by himself one person of a role may decide; two levels are two people, also where they stand elsewhere in their row by now. */
const isAnother = (decided: ApprovalStep, step: ApprovalStep): boolean => decided.role !== step.role
  || (decided.level !== undefined && step.level !== undefined && (decided.level !== step.level || isAnotherOfRow(groupOf(decided), groupOf(step))))

const isAnotherOfRow = (a: string, b: string): boolean => a !== b && rowOf(a) === rowOf(b)
