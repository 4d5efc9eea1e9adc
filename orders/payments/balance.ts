import { add, compare, type Decimal, isZero, min, subtract } from '../decimal'
import { type Order } from '../order'
import { isReturnEnded } from '../status'
import { isPaidBack } from './card'

/** What of one invoice is settled, as far as it bills this order. */
export interface InvoiceBalance {
  issuer: string
  number: string
  amount: Decimal
  paid: Decimal
  /** What credit notes have taken off it. */
  credited: Decimal
  /** Below zero where more was settled than billed. */
  open: Decimal
}

export type PaymentState = 'notInvoiced' | 'unpaid' | 'partPaid' | 'paid' | 'credited' | 'overpaid'

/** The open balance of each invoice of the order, in the order in which they came. */
export function balancesOf(order: Order): InvoiceBalance[] {
  const balances = order.documents.filter(({ kind }) => kind === 'invoice').map(({ issuer, number, amount = '0' }): InvoiceBalance => ({ issuer, number, amount, paid: '0', credited: '0', open: amount }))
  const settle = (balance: InvoiceBalance, paid: Decimal): void => {
    balance.paid = add(balance.paid, paid)
    balance.open = subtract(balance.open, paid)
  }
  for (const { kind, invoice, amount = '0' } of order.documents) {
    const named = balances.find(({ number }) => number === invoice)
    if (kind === 'creditNote' && named) {
      named.credited = add(named.credited, amount)
      named.open = subtract(named.open, amount)
    }
    if (kind !== 'payment') continue
    if (named) settle(named, amount)
    // a payment of before schema 4 does not say: the oldest open invoice counts as paid first
    else spread(balances, amount, settle)
  }
  return balances
}

function spread(balances: readonly InvoiceBalance[], amount: Decimal, settle: (balance: InvoiceBalance, paid: Decimal) => void): void {
  let rest = amount
  for (const [place, balance] of balances.entries()) {
    const share = place === balances.length - 1 || compare(rest, '0') < 0 ? rest : min(rest, balance.open)
    settle(balance, share)
    rest = subtract(rest, share)
  }
}

/** R-INV-06: the order's payment state comes from its documents, never from a status of its own. */
export function paymentState(order: Order): PaymentState {
  return stateOf(order.invoicedAmount, order.paidAmount, order.creditedAmount)
}

/** How far an amount is paid, or credited. */
export function stateOf(invoiced: Decimal, paid: Decimal, credited: Decimal = '0'): PaymentState {
  if (isZero(invoiced)) return 'notInvoiced'
  if (isZero(paid) && isZero(credited)) return 'unpaid'
  const open = compare(invoiced, add(paid, credited))
  if (open === 0 && isZero(paid)) return 'credited'
  return open > 0 ? 'partPaid' : open === 0 ? 'paid' : 'overpaid'
}

/** All that was shipped is invoiced, all of that is paid or credited, and neither goods nor money are on their way back. */
export const isSettled = (order: Order): boolean =>
  (order.returns ?? []).every(({ state }) => isReturnEnded(state)) &&
  isPaidBack(order) && order.lines.every((line) => compare(line.invoiced, line.shipped) === 0) && compare(order.invoicedAmount, '0') > 0 && compare(add(order.paidAmount, order.creditedAmount ?? '0'), order.invoicedAmount) >= 0
