import { type Command } from '../command'
import { CONFIRMATION_MEANS, hasOrdered, MAY_CONFIRM } from '../confirmation'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { isReviewable } from '../status'
import { Story } from '../story'

/** R-CHK-06: a second contact of the customer says that an order, or the change of it that waits, is meant so; from then on it can be approved. Told twice it counts once. */
export function noteConfirmation(order: Order, command: Extract<Command, { type: 'noteConfirmation' }>, facts: Facts): Decision {
  const { type: _type, ...said } = command
  const name = order.number ?? order.reference ?? order.id
  if (!isReviewable(order.status) && !order.change) return refused('nothing-to-confirm', `${name} is ${order.status}: nothing of it waits for a confirmation of the customer.`)
  if (!MAY_CONFIRM.some((role) => facts.actor.roles.includes(role))) return refused('not-allowed', `Recording what a customer confirms is for ${MAY_CONFIRM.join(', ')}; ${facts.actor.id} has ${facts.actor.roles.join(', ') || 'none'}.`)
  if (!said.person.trim() || !said.contact.trim()) return refused('contact-missing', 'A confirmation says who gave it, and how he was reached.')
  if (!CONFIRMATION_MEANS.includes(said.means)) return refused('means-unknown', `${String(said.means)} is no way to confirm an order; there are ${CONFIRMATION_MEANS.join(', ')}.`)
  if (hasOrdered(order, said)) return refused('same-contact', `${said.person} (${said.contact}) is who ordered it: somebody else at the customer must confirm it.`)
  const at = said.at ?? facts.at
  if (at > facts.at) return refused('too-early', `A confirmation of ${at} is not given yet.`)
  const change = order.change?.no
  const isKnown = order.confirmations?.some((one) => one.person === said.person && one.contact === said.contact && one.means === said.means && one.document === said.document && one.change === change)
  return isKnown ? alreadyDone() : accepted(new Story(order, facts.at).tell({ type: 'customerConfirmed', data: { ...said, at, by: facts.actor.id, ...(change === undefined ? {} : { change }) } }).events)
}
