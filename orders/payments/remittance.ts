import { compare, type Decimal, isZero, min, subtract, sum } from '../decimal'

/** An invoice that a payer may mean. */
export interface OpenInvoice {
  number: string
  currency: string
  /** What is not settled of it. */
  open: Decimal
}

/** So much of a payment on an invoice. */
export interface PaymentAllocation {
  invoice: string
  amount: Decimal
}

/** What a payment pays, and what of it nobody knows a use for. */
export interface Matched {
  allocations: PaymentAllocation[]
  rest: Decimal
}

/**
 * R-INV-06: a payment pays the invoices that it names, in the order in which it names them: each in full as long as it lasts, the last one in part.
 * What it does not name is never guessed, and what is left over is a person's business.
 */
export function matchRemittance(payment: { amount: Decimal; currency?: string }, named: readonly OpenInvoice[]): Matched {
  let rest = payment.amount
  const allocations: PaymentAllocation[] = []
  for (const { number, currency, open } of named) {
    if (compare(rest, '0') <= 0) break
    if (compare(open, '0') <= 0 || (payment.currency !== undefined && payment.currency !== currency)) continue
    const amount = min(rest, open)
    allocations.push({ invoice: number, amount })
    rest = subtract(rest, amount)
  }
  return { allocations, rest: isZero(rest) ? '0' : rest }
}

/** Words of a remittance text that may be numbers of invoices, in capitals: those with a digit, and two that a bank may have torn apart. */
export function wordsOfRemittance(text: string): string[] {
  const words = text.toUpperCase().split(/[^A-Z0-9/.-]+/).map((word) => word.replace(/^[/.-]+|[/.-]+$/g, '')).filter((word) => word !== '').slice(0, MOST_WORDS)
  const joined = words.slice(1).map((word, place) => `${words[place]}${word}`)
  return [...new Set([...words, ...joined])].filter((word) => /\d/.test(word) && word.length >= 3 && word.length <= 64)
}

/** A bank's text has 140 characters, four times over at most; more is no remittance. */
const MOST_WORDS = 200

/** How much of a payment is on invoices. */
export const allocated = (allocations: readonly PaymentAllocation[]): Decimal => sum(allocations.map(({ amount }) => amount))
