import { compare, type Decimal, isDecimal, min } from '../../orders/decimal'
import { refused } from '../../orders/decision'
import { type Finding } from '../../orders/finding'
import * as actors from '../../store/actors'
import * as links from '../../store/links'
import * as openItems from '../../store/openItems'
import * as outbox from '../../store/outbox'
import { type Link } from '../../store/records'
import * as streams from '../../store/streams'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { systemsOf } from '../systems'
import { bookingStream, tellBooking } from './unallocated'

/** Whose business it is to say what money on account is for. */
export const ALLOCATING = ['finance', 'creditController']

export type Allocating = { outcome: 'asked'; payment: string; invoice: string; amount: Decimal; currency: string } | { outcome: 'refused'; findings: Finding[] }

/**
 * R-INV-06: a person says which invoice money on account is for. The system that booked the payment is asked to put it there, once; the orders and the
 * case follow when it has.
 */
export async function allocate(context: Context, { company, payment, invoice, amount }: { company: string; payment: string; invoice: string; amount?: string }): Promise<Allocating> {
  const { store } = context
  const actor = await actors.get(store, context.actor)
  if (!ALLOCATING.some((role) => actor?.roles.includes(role))) return refused('not-allowed', `Saying what a payment is for is for ${ALLOCATING.join(' or ')}.`)
  const link = await bookedPayment(context, company, payment)
  if (!link) return refused('payment-unknown', `There is no payment ${payment}; the case about it names it.`)
  const free = typeof link.body?.unallocated === 'string' ? link.body.unallocated : '0'
  const item = await openItems.get(store, company, invoice)
  if (!item) return refused('invoice-unknown', `There is no invoice ${invoice}.`)
  if (item.currency !== link.currency) return refused('currency-differs', `The invoice ${invoice} is in ${item.currency}, the payment in ${link.currency ?? 'no currency'}.`)
  const wanted = amount ?? min(free, item.open)
  if (!isDecimal(wanted) || compare(wanted, '0') <= 0 || compare(wanted, free) > 0) return refused('payment-used', `Of the payment ${payment} ${free} ${link.currency} are on no invoice; ${wanted} can't be put on ${invoice}.`)
  if (compare(wanted, item.open) > 0) return refused('over-allocated', `Of the invoice ${invoice} ${item.open} ${item.currency} are open; ${wanted} can't be put on it.`)
  return store.write(async (tx) => {
    const stream = bookingStream(link.system, link)
    // its link moves to the order's stream with the first invoice that it is on
    const sent = [...await outbox.ofStream(tx, company, link.stream), ...(stream === link.stream ? [] : await outbox.ofStream(tx, company, stream))]
    if (sent.some((one) => one.kind === 'payment' && one.ourId === link.ourId && one.action === 'change' && !['done', 'refused', 'superseded'].includes(one.state))) return refused('under-way', `The payment ${payment} is just being put on an invoice: say it again when that is done.`)
    await outbox.enqueue(tx, [{
      id: uuidv7(), company, system: link.system, kind: 'payment', ourId: link.ourId, revision: await streams.version(tx, company, stream) + 2, action: 'change', stream: link.stream,
      body: { currency: item.currency, allocations: [{ invoice, amount: wanted }], by: context.actor }, correlation: uuidv7(), createdAt: instant(context),
    }])
    await tellBooking(context, tx, company, stream, { type: 'allocationAsked', data: { payment, invoice, amount: wanted, currency: item.currency } }, 'command')
    return { outcome: 'asked' as const, payment, invoice, amount: wanted, currency: item.currency }
  })
}

async function bookedPayment(context: Context, company: string, payment: string): Promise<Link | undefined> {
  for (const system of (await systemsOf(context)).filter((one) => one.company === company && one.authority.includes('payment'))) {
    const link = await links.byTheirs(context.store, company, system.name, 'payment', payment)
    if (link) return link
  }
  return undefined
}
