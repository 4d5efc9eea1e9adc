import { type Remote } from '../../connectors/connector'
import { add, compare, type Decimal, isZero, min, subtract, sum } from '../../orders/decimal'
import { type Order } from '../../orders/order'
import { balancesOf } from '../../orders/payments/balance'
import * as orderDocuments from '../../store/orderDocuments'
import { ordersById } from '../../store/orderPages'
import { type Db } from '../../store/store'
import { type PaymentCommand, paymentOf } from './remote'

/** A share of a payment: what of it is on an invoice for one of its orders. */
export interface Share { order: string; command: PaymentCommand }

/** What a system says of its payments, as shares of the orders that they pay. */
export interface PaymentNews {
  shares: Share[]
  /** What of it is on no invoice. */
  unallocated: Decimal
}

/**
 * R-INV-06: finds the orders of what payments are on: an invoice may bill several orders, and then what is paid of it goes to them in their order, to
 * each what is open of its share. Payments that were heard before come to the same shares again.
 */
export async function sharesOf(db: Db, company: string, system: string, remotes: readonly Remote[]): Promise<ReadonlyMap<Remote, PaymentNews>> {
  const payments = remotes.filter(({ kind }) => kind === 'payment').map((remote) => ({ remote, ...paymentOf(remote, system) }))
  if (payments.length === 0) return new Map()
  const billed = await ordersOfInvoices(db, company, system, payments.flatMap(({ allocations }) => allocations.map(({ invoice }) => invoice)))
  const orders = await ordersById(db, company, [...billed.values()].flat())
  const pool = new Pool(orders)
  return new Map(payments.map(({ remote, command, allocations, unallocated }): [Remote, PaymentNews] => [remote, {
    unallocated,
    shares: allocations.flatMap(({ invoice, amount, order }) => {
      const on = billed.get(invoice) ?? (order === undefined ? [] : [order])
      return pool.divide(on, { ...command, invoice, amount })
    }),
  }]))
}

async function ordersOfInvoices(db: Db, company: string, system: string, invoices: readonly string[]): Promise<Map<string, string[]>> {
  const documents = await orderDocuments.many(db, company, 'invoice', system, invoices)
  return new Map(documents.map((document) =>
    [document.number, [...new Set([...document.lines.map(({ order }) => order), ...(typeof document.body.order === 'string' ? [document.body.order] : [])])]]))
}

/** What is open of each order's share of an invoice, while payments that came together are put on them. */
class Pool {
  private readonly given = new Map<string, Decimal>()

  constructor(private readonly orders: ReadonlyMap<string, Order>) {}

  divide(on: readonly string[], command: PaymentCommand): Share[] {
    if (on.length <= 1) return on.map((order) => ({ order, command }))
    const before = on.map((order) => this.heard(order, command))
    let rest = subtract(command.amount, sum(before))
    return on.flatMap((order, place): Share[] => {
      const open = this.open(order, command.invoice)
      const more = place === on.length - 1 || compare(rest, '0') < 0 ? rest : min(rest, compare(open, '0') > 0 ? open : '0')
      rest = subtract(rest, more)
      this.given.set(key(order, command.invoice), add(this.given.get(key(order, command.invoice)) ?? '0', more))
      const amount = add(before[place]!, more)
      return isZero(amount) ? [] : [{ order, command: { ...command, amount } }]
    })
  }

  /** What of the payment the order has counted on the invoice. */
  private heard(order: string, { issuer, payment, invoice }: PaymentCommand): Decimal {
    return sum((this.orders.get(order)?.documents ?? []).filter((one) => one.kind === 'payment' && one.issuer === issuer && one.number === payment && one.invoice === invoice).map(({ amount = '0' }) => amount))
  }

  private open(order: string, invoice: string): Decimal {
    const known = this.orders.get(order)
    const balance = known && balancesOf(known).find(({ number }) => number === invoice)
    return subtract(balance?.open ?? '0', this.given.get(key(order, invoice)) ?? '0')
  }
}

const key = (order: string, invoice: string): string => JSON.stringify([order, invoice])
