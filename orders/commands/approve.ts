import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type Finding } from '../finding'
import { judge, roleOf } from '../judge'
import { type Order } from '../order'
import { Story } from '../story'

/**
 * R-APR-03, R-APR-07: a decision counts once, by somebody who has the role, did not enter the order and decided no other
 * step of it. With the last one the order is judged again: what was approved stands, what is new is asked.
 */
export function approve(order: Order, command: Extract<Command, { type: 'approve' }>, facts: Facts): Decision {
  const step = order.approvals.find((a) => (command.step ? a.step === command.step : a.state === 'open' && facts.actor.roles.includes(a.role)))
  if (!step) {
    if (!command.step && order.approvals.some((a) => a.state === 'approved' && a.decidedBy === facts.actor.id)) return alreadyDone()
    const open = order.approvals.filter((a) => a.state === 'open').map((a) => a.role)
    return refused('nothing-to-approve', open.length ? `${facts.actor.id} has none of the roles that are asked: ${open.join(', ')}.` : `Nothing of ${order.number ?? order.reference ?? order.id} waits for an approval; it is ${order.status}.`)
  }
  if (step.state === 'approved' && step.decidedBy === facts.actor.id) return alreadyDone()
  if (step.state !== 'open') return refused('already-decided', `Step ${step.step} is ${step.state}${step.decidedBy ? ` by ${step.decidedBy}` : ''}.`)
  if (!facts.actor.roles.includes(step.role)) return refused('not-allowed', `Step ${step.step} is for the role ${step.role}; ${facts.actor.id} has ${facts.actor.roles.join(', ') || 'none'}.`)
  if (order.createdBy === facts.actor.id) return refused('own-order', 'Nobody approves an order that he entered himself.')
  if (order.approvals.some((a) => a.decidedBy === facts.actor.id && a.state === 'approved')) return refused('second-approval', `${facts.actor.id} has approved another step of this order already.`)
  if (!command.reason.trim()) return refused('reason-missing', 'An approval needs a reason.')

  const story = new Story(order, facts.at).tell({ type: 'approved', data: { step: step.step, by: facts.actor.id, reason: command.reason } })
  return story.order.approvals.some((a) => a.state === 'open') ? accepted(story.events) : judge(story, facts, approvedFindings(story.order))
}

/** Findings of the last review that a role has approved. */
export function approvedFindings(order: Order): Finding[] {
  const roles = new Set(order.approvals.filter((a) => a.state === 'approved').map((a) => a.role))
  return order.findings.filter((finding) => finding.severity === 'approval' && roles.has(roleOf(finding)))
}
