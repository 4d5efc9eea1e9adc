import { dueOf } from '../ask'
import { groupOf, seatOf } from '../chain'
import { refuseChange } from '../changing'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type ApprovalStep, type Order } from '../order'
import { Story } from '../story'

/**
 * R-APR-05: whoever has not decided in his time is stood in for by his deputy; either of the two decides. Of a return he goes on being asked alone. A change
 * that nobody decides, and nobody is left to be asked for, is refused (R-APR-06).
 */
export function escalate(order: Order, command: Extract<Command, { type: 'escalate' }>, facts: Facts): Decision {
  const step = order.approvals.find((a) => a.step === command.step && a.state === 'open')
  if (!step) return alreadyDone()
  if (!isOver(step, facts)) return refused('not-due', `Step ${step.step} is not due yet.`)
  const deputy = step.return === undefined ? facts.rules.deputies?.[step.role] : undefined
  if (deputy !== undefined && order.approvals.some((a) => a.role === deputy && groupOf(a) === groupOf(step) && a.why === step.why && a.change === step.change)) return alreadyDone()
  if (deputy === undefined && step.change !== undefined && order.approvals.every((a) => a.state !== 'open' || a.change !== step.change || isOver(a, facts))) return lapse(order, step, facts)
  if (deputy === undefined) return refused('no-deputy', `Nobody stands in for ${step.role}.`)
  const { why, level, change, quorum = 1 } = step
  return accepted(new Story(order, facts.at).tell({ type: 'approvalAsked', data: {
    step: `${order.approvals.length + 1}-${deputy}`, role: deputy, why, dueAt: dueOf(facts), ...(change === undefined ? {} : { change }),
    ...(level === undefined ? {} : { level }), group: groupOf(step), quorum, insteadOf: seatOf(step),
  } }).events)
}

const isOver = ({ dueAt }: ApprovalStep, { at }: Facts): boolean => dueAt !== undefined && at >= dueAt

function lapse(order: Order, { role }: ApprovalStep, facts: Facts): Decision {
  const story = new Story(order, facts.at)
  const effects = refuseChange(story, { by: 'rules', reason: `It was not decided in time by ${role}.` }, facts)
  return accepted(story.events, { effects })
}
