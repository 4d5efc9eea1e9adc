import { endCancel, mayGoOn } from '../cancelEnds'
import { carryOn, leftOf } from '../cancelling'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'
import { mayCancel } from './cancel'

/** R-CAN-05: a system shows what it was asked to give up as cancelled; told once more it counts once, and of an order that is not being cancelled it says nothing. */
export function noteCancelled(order: Order, command: Extract<Command, { type: 'noteCancelled' }>, facts: Facts): Decision {
  const item = leftOf(order, command)
  return item === undefined ? alreadyDone() : carryOn(new Story(order, facts.at), [{ system: item.system, kind: item.kind, ourId: item.ourId }], facts)
}

/** R-CAN-05: a person does without a system that does not carry the cancel out, with why; what it was asked counts as settled. */
export function waiveCancel(order: Order, command: Extract<Command, { type: 'waiveCancel' }>, facts: Facts): Decision {
  const name = order.number ?? order.id
  if (!order.cancel) return refused('not-being-cancelled', `${name} is ${order.status}: there is no cancel under way.`)
  if (!mayCancel(facts)) return refused('not-allowed', 'Cancelling an accepted order is for the sales manager or the order desk.')
  if (!command.reason.trim()) return refused('reason-missing', 'Doing without a system needs a reason.')
  const items = order.cancel.left.filter(({ system, asked }) => system === command.system && asked)
  if (items.length === 0) return refused('nothing-asked', `Nothing of the cancel of ${name} waits for ${command.system}; it waits for ${order.cancel.left.filter(({ asked }) => asked).map(({ system }) => system).join(', ')}.`)
  const waived = { by: facts.actor.id, reason: command.reason }
  return carryOn(new Story(order, facts.at), items.map(({ system, kind, ourId }) => ({ system, kind, ourId, waived })), facts)
}

/** R-CAN-06: the cancel is taken back while no other system than warehouses was asked; the order goes on. */
export function withdrawCancel(order: Order, command: Extract<Command, { type: 'withdrawCancel' }>, facts: Facts): Decision {
  const name = order.number ?? order.id
  if (!order.cancel) return refused('not-being-cancelled', `${name} is ${order.status}: there is no cancel under way.`)
  if (!mayCancel(facts)) return refused('not-allowed', 'Cancelling an accepted order is for the sales manager or the order desk.')
  if (!command.reason.trim()) return refused('reason-missing', 'Taking back a cancel needs a reason.')
  if (!mayGoOn(order)) return refused('carried-out-already', `The cancel of ${name} is carried out in ${[...new Set(order.cancel.done.map(({ system }) => system))].join(', ') || 'part'}: it can't be taken back. Let it end, and enter the order anew.`)
  const awaited = facts.there?.find((record) => record.awaited && leftOf(order, record))
  if (awaited) return refused('answer-awaited', `${awaited.system} is asked for ${name} just now, and may be giving it up: wait for its answer.`)
  const story = new Story(order, facts.at)
  const effects = endCancel(story, { by: facts.actor.id, reason: command.reason }, facts)
  return accepted(story.events, { effects })
}
