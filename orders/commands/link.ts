import { type Command } from '../command'
import { accepted, type Decision } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'

/** A system has taken what we sent: its id is the proof of "once". */
export function link(order: Order, command: Extract<Command, { type: 'link' }>, facts: Facts): Decision {
  const { type: _type, ...data } = command
  return accepted(new Story(order, facts.at).tell({ type: 'linked', data }).events)
}

/** A system refused what we sent for a business reason; a case asks a person. */
export function noteRefusal(order: Order, command: Extract<Command, { type: 'noteRefusal' }>, facts: Facts): Decision {
  const { type: _type, ...data } = command
  return accepted(new Story(order, facts.at).tell({ type: 'refusedThere', data }).events)
}
