import { carryOn, leftOf } from '../cancelling'
import { type Command } from '../command'
import { accepted, type Decision } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'

/** A system has taken what we sent: its id is the proof of "once". */
export function link(order: Order, command: Extract<Command, { type: 'link' }>, facts: Facts): Decision {
  const { type: _type, ...data } = command
  const story = new Story(order, facts.at).tell({ type: 'linked', data })
  const item = leftOf(order, data)
  // what was sent since the cancel was asked is the cancel
  return item?.asked && data.revision >= order.revision ? carryOn(story, [{ system: item.system, kind: item.kind, ourId: item.ourId }], facts) : accepted(story.events)
}

/** A system refused what we sent for a business reason; a case asks a person. */
export function noteRefusal(order: Order, command: Extract<Command, { type: 'noteRefusal' }>, facts: Facts): Decision {
  const { type: _type, ...data } = command
  const story = new Story(order, facts.at).tell({ type: 'refusedThere', data })
  const item = leftOf(order, data)
  // what it never took need not be given up
  return item && data.action === 'create' ? carryOn(story, [{ system: item.system, kind: item.kind, ourId: item.ourId }], facts) : accepted(story.events)
}
