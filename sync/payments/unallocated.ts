import { type Remote } from '../../connectors/connector'
import { type Decimal, isZero } from '../../orders/decimal'
import * as cases from '../../store/cases'
import { type Tx } from '../../store/store'
import * as streams from '../../store/streams'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { type System } from '../systems'

export const UNALLOCATED = 'payment-unallocated'
const FIELD = 'unallocated'
/** The result of a case that closed by itself; where the money is taken off its invoice again, it is told anew. */
const ALLOCATED = 'all of it is on invoices'

/** The story of a payment before it is on an order's: `booking/finance/PAY-000012`. */
export const bookingStream = (system: string, remote: Pick<Remote, 'number' | 'theirId'>): string => `booking/${system}/${remote.number ?? remote.theirId}`

/** R-INV-06: money that is on no invoice is a case until a person has said what it is for; it closes by itself once all of it is on invoices. */
export async function noteUnallocated(context: Context, tx: Tx, { company, name }: Pick<System, 'company' | 'name'>, remote: Remote, unallocated: Decimal): Promise<void> {
  const subject = bookingStream(name, remote)
  const before = (await cases.ofSubject(tx, company, subject)).filter(({ kind }) => kind === UNALLOCATED)
  if (isZero(unallocated)) {
    for (const one of before) {
      if (one.state === 'open') await cases.close(tx, one.id, { result: ALLOCATED, by: context.actor, at: instant(context) })
    }
    return
  }
  const theirs = `${unallocated} ${remote.currency ?? ''}`.trim()
  // polls overlap: what is heard again is told once, and what a person has closed, since it was paid back, is not asked again
  const last = before.toSorted((a, b) => a.id.localeCompare(b.id)).at(-1)
  if (last?.theirs === theirs && last.result !== ALLOCATED) return
  const number = remote.number ?? remote.theirId
  await tellBooking(context, tx, company, subject, { type: 'unallocated', data: { payment: number, amount: unallocated, currency: remote.currency } }, `${name}/payment/${remote.theirId}`)
  const { counterparty, text, bookedOn } = (remote.body ?? {}) as { counterparty?: string; text?: string; bookedOn?: string }
  const payer = [counterparty, remote.buyer].filter(Boolean).join(', ') || 'somebody who is not named'
  await cases.open(tx, {
    id: uuidv7(), company, kind: UNALLOCATED, system: name, subject, field: FIELD, theirs, owner: 'finance', seenAt: instant(context), detail: { payment: number, theirId: remote.theirId },
    text: `${unallocated} ${remote.currency ?? ''} of the payment ${number} of ${payer} (${bookedOn ?? 'without a date'}, "${text ?? ''}") are on no invoice. Say which it is for: order-to-cash allocate ${number} --invoice NUMBER; or pay it back, and close this with what was done.`,
  })
}

/** What happens to money before it is on an invoice is kept as the rest is: by whom, when and why. */
export async function tellBooking(context: Context, tx: Tx, company: string, stream: string, event: { type: 'credited' | 'unallocated' | 'allocationAsked' | 'paidOut' | 'arrived'; data: Record<string, unknown> }, cause: string): Promise<void> {
  const circumstance = { at: instant(context), actor: context.actor, cause, correlation: stream }
  await streams.append(tx, [{ company, stream, expected: await streams.version(tx, company, stream), circumstance, events: [event] }])
}
