import { type Order } from '../../orders/order'
import { type Made } from '../operation'

/** The outputs of the node, in their order. */
export const OUTPUTS = ['Passed', 'Needs a Decision', 'Refused'] as const

const REFUSED: readonly Order['status'][] = ['rejected', 'cancelled']
const WAITING: readonly Order['status'][] = ['received', 'inReview', 'held', 'awaitingApproval']

/** An order on the output that its status belongs to, with what is asked of whom. */
export function sorted(order: Order): Made {
  const output = REFUSED.includes(order.status) ? 2 : WAITING.includes(order.status) ? 1 : 0
  const asked = order.approvals.filter((step) => step.state === 'open').map(({ step, role, why, dueAt }) => ({ step, role, why, dueAt }))
  return { output, json: { id: order.id, number: order.number, reference: order.reference, buyer: order.buyer, status: order.status, asked, holds: order.holds, findings: order.findings, order } }
}
