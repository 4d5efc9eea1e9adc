import { add, type Decimal, subtract } from './decimal'
import { amount as inCurrency } from './money'

/** What was booked in a customer's account: what we billed, and what has settled it. */
export interface Booking {
  kind: 'invoice' | 'creditNote' | 'payment'
  number: string
  /** The invoice that it is, or is on. */
  invoice: string
  /** Day of the booking (`YYYY-MM-DD`). */
  on: string
  dueOn?: string
  currency: string
  /** What is billed, or settled of it. Below zero where a payment was taken back. */
  amount: Decimal
}

/** A booking on its side of the account, and what the customer owes after it. */
export interface AccountLine extends Booking { debit?: Decimal; credit?: Decimal; balance: Decimal }

/** R-REC-05: the account of a customer in one currency over some days: opening + debits − credits = closing. Below zero the customer has paid more than was billed. */
export interface AccountStatement { currency: string; opening: Decimal; lines: AccountLine[]; debits: Decimal; credits: Decimal; closing: Decimal }

/** A statement for each currency; `from` and `to` are days, both included. (Default: all) */
export function statementsOf(bookings: readonly Booking[], { from = '', to = '9999-12-31' }: { from?: string; to?: string } = {}): AccountStatement[] {
  const byCurrency = [...Map.groupBy(bookings.filter(({ on }) => on <= to), ({ currency }) => currency)].sort(([a], [b]) => (a < b ? -1 : 1))
  return byCurrency.map(([currency, own]) => {
    const before = own.filter(({ on }) => on < from)
    const opening = before.reduce((balance, booking) => booked(balance, booking), inCurrency('0', currency))
    const lines: AccountLine[] = []
    for (const booking of own.filter(({ on }) => on >= from).sort(byDay)) {
      lines.push({ ...booking, ...(booking.kind === 'invoice' ? { debit: booking.amount } : { credit: booking.amount }), balance: booked(lines.at(-1)?.balance ?? opening, booking) })
    }
    const total = (side: 'debit' | 'credit'): Decimal => inCurrency(lines.reduce((sum, line) => add(sum, line[side] ?? '0'), '0'), currency)
    return { currency, opening, lines, debits: total('debit'), credits: total('credit'), closing: lines.at(-1)?.balance ?? opening }
  })
}

const booked = (balance: Decimal, { kind, amount, currency }: Booking): Decimal => inCurrency(kind === 'invoice' ? add(balance, amount) : subtract(balance, amount), currency)

/** An invoice before what settles it on its own day. */
const byDay = (a: Booking, b: Booking): number => placeOf(a) < placeOf(b) ? -1 : 1
const placeOf = ({ on, kind, number, invoice }: Booking): string => [on, kind === 'invoice' ? 0 : 1, number, invoice].join(' ')
