import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare } from '../decimal'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { allocationOf, askRefunds, bookingEffects } from '../payments/card'
import { Story } from '../story'

/** R-INV-05, R-INV-06: a payment gateway took money for what was shipped. It waits for the invoice that it pays, and is booked on it once. */
export function capture(order: Order, { issuer, capture: number, amount, bookedOn = '' }: Extract<Command, { type: 'capture' }>, facts: Facts): Decision {
  if (order.captures?.some((one) => one.issuer === issuer && one.number === number)) return alreadyDone()
  const { allocations, rest } = allocationOf(order, amount)
  const isInvoiced = order.lines.every((line) => compare(line.invoiced, line.shipped) >= 0)
  if (compare(rest, '0') > 0 && !isInvoiced) return refused('too-early', `Capture ${number} of ${issuer} pays ${amount}; what was shipped is not invoiced yet.`)
  const day = bookedOn === '' ? facts.today : bookedOn
  const story = new Story(order, facts.at).tell({ type: 'captured', data: { issuer, capture: number, amount, allocations, bookedOn: day } })
  // what was credited before it was paid is too much now
  const refunds = askRefunds(story, facts)
  return accepted(story.events, { effects: [...bookingEffects(story.order, { issuer, number, amount, bookedOn: day, allocations, text: `${order.number} ${number}` }, facts), ...refunds] })
}
