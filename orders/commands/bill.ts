import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { Story } from '../story'

/** R-INV-03: despatches of the order go on an invoice together with those of others, each on one. */
export function bill(order: Order, command: Extract<Command, { type: 'bill' }>, facts: Facts): Decision {
  const found = command.despatches.map(({ issuer, number }) => order.documents.find((d) => d.kind === 'despatch' && d.issuer === issuer && d.number === number && d.collective))
  if (found.every((link) => link?.bill === command.bill)) return alreadyDone()
  const taken = found.find((link) => link?.bill !== undefined)
  if (taken) return refused('billed-already', `Despatch ${taken.number} of ${order.number ?? order.id} is on the invoice ${taken.bill} already.`)
  if (found.includes(undefined)) return refused('despatch-unknown', `${order.number ?? order.id} has no such despatch that is invoiced together with others.`)
  const { type: _type, ...data } = command
  return accepted(new Story(order, facts.at).tell({ type: 'billed', data }).events)
}
