import { seatOf } from './chain'
import { type Finding } from './finding'
import { type ApprovalStep, type Order } from './order'
import { sameFinding } from './review'

/** Which findings count no more, since somebody with the right has waived them. */
export type Waived = (finding: Finding) => boolean

/**
 * What was decided of an order stands, also where a review in between did not find it: stock that is short, free for a moment and short again
 * is not asked for twice. A role has approved what its step was asked for, and nothing that was found since. While an order waits for
 * approvals its holds are waived, or it would be held.
 */
export function waivedOf(order: Order, holds: readonly Finding[] = order.status === 'awaitingApproval' ? holdsOf(order) : []): Waived {
  const approved = order.approvals.filter((step) => step.state === 'approved')
  return (finding) => (finding.severity === 'approval' ? approved.some((step) => isAskedIn(step, finding)) || isEnough(approved, finding) : holds.some((hold) => sameFinding(hold, finding)))
}

export const holdsOf = (order: Order): Finding[] => order.findings.filter((finding) => finding.severity === 'hold')

/** The role that a finding is put to. */
export const roleOf = (finding: Finding): string => finding.role ?? 'orderDesk'

/** A step says the texts of its findings, one after the other; one that stands in for another is in the group of that. What a group is asked for is known by the group. */
export const isAskedIn = (step: ApprovalStep, finding: Finding): boolean => seatOf(step) === roleOf(finding)
  && (finding.group === undefined ? (step.group === undefined || step.insteadOf !== undefined) && says(step, finding) : isInGroup(step, finding))

const says = ({ why }: ApprovalStep, { text }: Finding): boolean => ` ${why} `.includes(` ${text} `)

/** Groups were once named by their row, and begin with a condition since; what stands from then says the same text. */
const isInGroup = ({ group, why }: ApprovalStep, finding: Finding): boolean => group === finding.group || (group?.startsWith('[') === false && why === finding.text)

/** Have as many of its group agreed to it as are asked for? */
const isEnough = (approved: readonly ApprovalStep[], finding: Finding): boolean => finding.group !== undefined && approved.filter((step) => isInGroup(step, finding)).length >= finding.quorum!
