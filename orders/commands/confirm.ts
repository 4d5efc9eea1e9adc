import { type Command } from '../command'
import { lacksConfirmation } from '../confirmation'
import { alreadyDone, confirmationMissing, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { judge } from '../judge'
import { type Order } from '../order'
import { isAccepted } from '../status'
import { Story } from '../story'
import { holdsOf, waivedOf } from '../waived'

/** R-REV-21, R-APR-03: takes a held order on: who has the role of every hold waives them with a reason. What is missing can't be waived. */
export function confirm(order: Order, command: Extract<Command, { type: 'confirm' }>, facts: Facts): Decision {
  if (isAccepted(order.status)) return alreadyDone()
  if (!['held', 'inReview', 'received'].includes(order.status)) return refused('not-held', `${order.reference ?? order.id} is ${order.status}; only a held order is confirmed by hand.`)
  const holds = holdsOf(order)
  const firm = holds.filter((finding) => !finding.role)
  if (firm.length) return { outcome: 'refused', findings: firm.map((finding) => ({ ...finding, severity: 'refuse' })) }
  const foreign = holds.filter((finding) => !facts.actor.roles.includes(finding.role!))
  if (foreign.length) return refused('not-allowed', `Only ${[...new Set(foreign.map((f) => f.role))].join(', ')} may waive: ${foreign.map((f) => f.text).join(' ')}`)
  if (holds.length && order.createdBy === facts.actor.id) return refused('own-order', 'Nobody waives a hold of an order that he entered himself.')
  if (!command.reason.trim()) return refused('reason-missing', 'Waiving a hold needs a reason.')
  if (lacksConfirmation(order, holds, facts)) return confirmationMissing(order)
  const story = new Story(order, facts.at).tell({ type: 'approved', data: { step: 'waiver', by: facts.actor.id, reason: command.reason } })
  return judge(story, facts, waivedOf(order, holds))
}
