import { add, equal, subtract, sum } from '../../orders/decimal'
import { type Problem } from '../../orders/problem'

/** One booking. The amount is signed: what comes in is above zero. */
export interface StatementEntry {
  /** Ordinal in the statement, from 1: identical bookings are genuine. */
  number: string
  date?: string
  valueDate?: string
  amount: string
  currency?: string
  /** The bank's own reference of the booking. */
  bankReference?: string
  /** What the payer gave for us: end-to-end id or structured creditor reference. */
  reference?: string
  counterparty?: string
  counterpartyAccount?: string
  text?: string
  reversal?: true
  /** Booked by the bank, or only announced. */
  status?: string
  /** Of a collective booking: what it is made of. */
  parts?: Omit<StatementEntry, 'number'>[]
}

/** A bank statement as camt.053, MT940 and the like say it. */
export interface BankStatement {
  account?: string
  currency?: string
  number?: string
  from?: string
  to?: string
  opening?: string
  closing?: string
  entries: StatementEntry[]
}

/** Opening balance and bookings make the closing balance; where they do not, a booking is missing or twice. Announced bookings do not count. */
export function statementProblems(statement: BankStatement): Problem[] {
  const { opening, closing, entries } = statement
  const found: Problem[] = []
  if (statement.account === undefined) found.push({ code: 'account-missing', severity: 'error', message: 'The statement names no account. Ask the bank.' })
  if (opening !== undefined && closing !== undefined) {
    const booked = sum(entries.filter(({ status }) => status === undefined || status === 'BOOK').map(({ amount }) => amount))
    const computed = add(opening, booked)
    if (!equal(computed, closing)) {
      found.push({ code: 'balance-differs', severity: 'error', text: closing, message: `Opening ${opening} and bookings of ${booked} make ${computed}, and the statement closes with ${closing}, a difference of ${subtract(closing, computed)}: a booking is missing or stands twice. Ask the bank for the statement again.` })
    }
  }
  return found
}
