import { accepted, type Decision, refused } from '../decision'
import { closing } from '../commands/pay'
import { type Facts } from '../facts'
import { type ApprovalStep, type Order } from '../order'
import { Story } from '../story'
import { authorisation, authorisedEffects, withdrawnEffects } from './effects'

/** R-RET-01, R-APR-03: a role agrees to a return that somebody else asked for; from then on goods and money follow by themselves. */
export function authoriseReturn(order: Order, step: ApprovalStep, reason: string, facts: Facts): Decision {
  const found = order.returns!.find(({ number }) => number === step.return)!
  if (found.requestedBy === facts.actor.id) return refused('own-return', 'Nobody approves a return that he asked for himself.')
  const story = new Story(order, facts.at).tell(
    { type: 'approved', data: { step: step.step, by: facts.actor.id, reason } },
    authorisation(order, found.number, facts.actor.id))
  return accepted(story.events, { effects: authorisedEffects(story.order, found.number, facts) })
}

/** A return is refused, or one that was agreed to is taken back while nothing of it has arrived. */
export function refuseReturn(order: Order, number: string, reason: string, facts: Facts): Decision {
  const found = order.returns?.find((one) => one.number === number)
  if (!found) return refused('return-unknown', `${order.number ?? order.id} has no return ${number}.`)
  if (found.state === 'refused') return accepted([])
  if (!['requested', 'authorised'].includes(found.state) || found.credits.length > 0) return refused('returned-already', `The return ${number} is ${found.state}: what came back is not undone.`)
  const role = order.approvals.find((step) => step.return === number && step.state === 'open')?.role
  const roles = [...new Set([...(role === undefined ? [] : [role]), 'orderDesk', 'salesManager'])]
  if (!roles.some((one) => facts.actor.roles.includes(one))) return refused('not-allowed', `Refusing a return is for ${roles.join(', ')}.`)
  if (!reason.trim()) return refused('reason-missing', 'A rejection needs a reason.')
  const story = closing(new Story(order, facts.at).tell({ type: 'returnRefused', data: { return: number, by: facts.actor.id, reason } }))
  return accepted(story.events, { effects: found.state === 'authorised' ? withdrawnEffects(story.order, number, facts) : [] })
}
