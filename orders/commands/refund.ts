import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { multiply } from '../decimal'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { bookingEffects } from '../payments/card'
import { Story } from '../story'

/** R-RET-02: a payment gateway gave money back, as it was asked for a credit note. It is booked once, and takes off what the customer paid. */
export function refund(order: Order, { issuer, refund: number, asked, amount, bookedOn = '' }: Extract<Command, { type: 'refund' }>, facts: Facts): Decision {
  const wanted = order.refunds?.find((one) => one.asked === asked)
  if (!wanted) return refused('refund-unknown', `${issuer} gave back ${amount} as ${number} for ${asked}, which ${order.number ?? order.id} did not ask for.`)
  if (wanted.number === number) return alreadyDone()
  if (wanted.number !== undefined && !wanted.failed) return refused('refunded-already', `${issuer} gave back ${amount} as ${number} for ${asked}, which was given back as ${wanted.number} before.`)
  const day = bookedOn === '' ? facts.today : bookedOn
  const back = multiply(amount, '-1')
  const story = new Story(order, facts.at).tell({ type: 'refunded', data: { issuer, refund: number, asked, amount, bookedOn: day } })
  return accepted(story.events, { effects: bookingEffects(story.order, { issuer, number, amount: back, bookedOn: day, allocations: [{ invoice: wanted.invoice, amount: back }], text: `${order.number} ${wanted.creditNote} ${number}` }, facts) })
}
