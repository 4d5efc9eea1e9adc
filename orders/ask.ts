import { type OrderEvent } from './event'
import { type Facts } from './facts'
import { type Finding } from './finding'
import { type Order } from './order'
import { isAskedIn, roleOf } from './waived'

/**
 * One step a role, with all that it is asked for by itself, and one for each group that it decides in; what an open step asks already is not asked twice.
 * `change` is the number of the change that is asked for, where it is not the order itself.
 */
export function ask(order: Order, findings: readonly Finding[], facts: Facts, change?: number): OrderEvent[] {
  const dueAt = dueOf(facts)
  const open = order.approvals.filter((step) => step.state === 'open' && step.change === change)
  const asked = Map.groupBy(findings.filter((finding) => !open.some((step) => isAskedIn(step, finding))), (finding) => JSON.stringify([roleOf(finding), finding.group]))
  return [...asked.values()].map((of, index): OrderEvent => {
    const [role, { level, group, quorum }] = [roleOf(of[0]!), of[0]!]
    return { type: 'approvalAsked', data: {
      step: `${order.approvals.length + index + 1}-${role}`, role, why: texts(of), dueAt, ...(change === undefined ? {} : { change }), ...(group === undefined ? {} : { level, group, quorum }),
    } }
  })
}

/** Until when somebody who is asked now has to decide. */
export const dueOf = ({ at, rules }: Facts): string => new Date(Date.parse(at) + rules.approvalHours * 3_600_000).toISOString()

export const texts = (findings: readonly Finding[]): string => findings.map((finding) => finding.text).join(' ')
