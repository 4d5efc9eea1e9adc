import { type Remote } from '../../connectors/connector'
import { type Command } from '../../orders/command'
import { type Decimal, isDecimal, sum } from '../../orders/decimal'
import { bookingName } from '../../orders/payments/booking'

export type PaymentCommand = Extract<Command, { type: 'pay' }>

/** So much of a payment on an invoice, and the order that the system names for it. */
export interface Allocated { invoice: string; amount: Decimal; order?: string }

/** A payment as a system reports it: whole, and what of it is on which invoice. */
export interface ReportedPayment {
  /** All but what is on which invoice. */
  command: Omit<PaymentCommand, 'invoice' | 'amount'>
  allocations: Allocated[]
  unallocated: Decimal
}

/** A system that books a payment on one invoice names it; one that books it on several says how much is on each. */
export function paymentOf(remote: Remote, system: string): ReportedPayment {
  const body = remote.body ?? {}
  const total = remote.amount ?? '0'
  const listed = isDivided(remote)
  const command = {
    type: 'pay' as const, issuer: system, payment: bookingOf(remote), bookedOn: text(body.bookedOn), account: text(body.account), statement: text(body.statement), entry: text(body.entry),
    ...(listed ? { total } : {}),
  }
  if (!listed) return { command, allocations: [{ invoice: text(body.invoice) ?? '', amount: total, order: text(body.order) }], unallocated: '0' }
  const allocations = (body.allocations as Record<string, unknown>[]).flatMap((one): Allocated[] => {
    const invoice = text(one.invoice)
    const amount = text(one.amount)
    return invoice !== undefined && amount !== undefined && isDecimal(amount) ? [{ invoice, amount, order: text(one.order) }] : []
  })
  const unallocated = text(body.unallocated) ?? '0'
  return { command, allocations: byInvoice(allocations), unallocated: isDecimal(unallocated) ? unallocated : '0' }
}

/** What was put on an invoice in several steps counts as one. */
function byInvoice(allocations: readonly Allocated[]): Allocated[] {
  return [...Map.groupBy(allocations, ({ invoice }) => invoice).values()].map((own) => ({ ...own[0]!, amount: sum(own.map(({ amount }) => amount)) }))
}

/** Does the system say what of the payment is on which invoice? */
export const isDivided = (remote: Remote): boolean => Array.isArray(remote.body?.allocations)

/** A payment is its place in the bank's statement; one that says none goes by its own id. */
export const bookingOf = ({ body, theirId }: Remote): string => bookingName({ account: text(body?.account), statement: text(body?.statement), entry: text(body?.entry) }) || theirId

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
