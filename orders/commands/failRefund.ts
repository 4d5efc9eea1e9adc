import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'

/** R-RET-02: what a payment gateway gave back, or was to, did not reach the customer: he is owed it still. Nothing is booked or asked anew by itself: by which way he is paid, a person says. */
export function failRefund(order: Order, command: Extract<Command, { type: 'failRefund' }>, facts: Facts): Decision {
  const { type: _type, ...data } = command
  const wanted = order.refunds?.find((one) => one.asked === command.asked)
  if (!wanted) return refused('refund-unknown', `${command.issuer} could not give back ${command.amount} as ${command.refund} for ${command.asked}, which ${order.number ?? order.reference ?? order.id} did not ask for.`)
  if (wanted.number !== undefined && (wanted.failed || wanted.number !== command.refund)) return alreadyDone()
  return accepted(new Story(order, facts.at).tell({ type: 'refundFailed', data }).events)
}
