import { changeResponse } from '../answers'
import { beginCancel } from '../cancelling'
import { refuseChange } from '../changing'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare } from '../decimal'
import { sourceEffects } from '../effects'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { isBegun } from '../release'
import { isAccepted } from '../status'
import { Story } from '../story'

/** R-CAN-02: whose business the cancel of an accepted order is. */
export const mayCancel = ({ actor }: Facts): boolean => actor.roles.some((role) => ['salesManager', 'orderDesk', 'system'].includes(role))

/** R-CAN-01, R-CAN-02, R-CAN-06: ends an order of which nothing is shipped or in production, with a reason, and tells every system that holds it. */
export function cancel(order: Order, command: Extract<Command, { type: 'cancel' }>, facts: Facts): Decision {
  const name = order.number ?? order.reference ?? order.id
  const { request } = command
  if (order.status === 'cancelled' || order.status === 'cancelPending') return alreadyDone()
  if (order.status === 'rejected' || order.status === 'closed') return refused('ended', `${name} is ${order.status}.`)
  if (order.lines.some((line) => compare(line.shipped, '0') > 0)) return refused('shipped-already', `${name} is shipped in part or whole: take it back as a return.`)
  const begun = order.lines.find(isBegun)
  if (begun) return refused('in-production', `Line ${begun.id} of ${name} is in production, ${begun.production!.made} of ${begun.quantity} are made: settle what that costs with the buyer, and stop it on the shop floor first.`, { line: begun.id })
  if (!command.reason.trim()) return refused('reason-missing', 'A cancellation needs a reason.')
  if (isAccepted(order.status) && !mayCancel(facts)) return refused('not-allowed', 'Cancelling an accepted order is for the sales manager or the order desk.')
  const asked = { by: facts.actor.id, reason: command.reason, ...(request === undefined ? {} : { request }) }
  const story = new Story(order, facts.at)
  const changeEnds = order.change ? refuseChange(story, { by: facts.actor.id, reason: 'The order is cancelled.' }, facts) : []
  if (isAccepted(order.status)) {
    const decision = beginCancel(story, asked, facts)
    return { ...decision, effects: [...changeEnds, ...decision.effects] }
  }
  story.tell({ type: 'cancelled', data: asked })
  return accepted(story.events, { release: 'all', effects: [...sourceEffects(story.order, facts), ...changeResponse(story.order, facts, { request })] })
}
