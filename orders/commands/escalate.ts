import { groupOf, seatOf } from '../chain'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'

/** R-APR-05: whoever has not decided in his time is stood in for by his deputy; either of the two decides. Of a return he goes on being asked alone. */
export function escalate(order: Order, command: Extract<Command, { type: 'escalate' }>, facts: Facts): Decision {
  const step = order.approvals.find((a) => a.step === command.step && a.state === 'open')
  if (!step) return alreadyDone()
  if (step.dueAt === undefined || facts.at < step.dueAt) return refused('not-due', `Step ${step.step} is not due yet.`)
  const deputy = facts.rules.deputies?.[step.role]
  if (deputy === undefined || step.return !== undefined) return refused('no-deputy', `Nobody stands in for ${step.role}.`)
  if (order.approvals.some((a) => a.role === deputy && groupOf(a) === groupOf(step) && a.why === step.why)) return alreadyDone()
  const { why, level, quorum = 1 } = step
  return accepted(new Story(order, facts.at).tell({ type: 'approvalAsked', data: {
    step: `${order.approvals.length + 1}-${deputy}`, role: deputy, why, dueAt: new Date(Date.parse(facts.at) + facts.rules.approvalHours * 3_600_000).toISOString(),
    ...(level === undefined ? {} : { level }), group: groupOf(step), quorum, insteadOf: seatOf(step),
  } }).events)
}
