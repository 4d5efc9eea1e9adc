import { add, type Decimal, sum } from '../decimal'
import { type LineQuantity } from '../event'
import { amount, lineExtension } from '../money'
import { type Order, type OrderDocumentLink } from '../order'
import { closingOf, type CollectiveTerms } from './closing'

/** Despatches of an order that are invoiced together with those of others, and on no invoice yet. */
export interface Unbilled { order: Order; despatches: OrderDocumentLink[] }

/** What is due of an order by a day: of terms that were given up everything at once. */
export const unbilledOf = (order: Order, today: string, terms: CollectiveTerms | undefined): Unbilled =>
  ({ order, despatches: order.documents.filter(({ kind, collective, bill, on }) => kind === 'despatch' && collective === true && bill === undefined && (terms === undefined || on === undefined || closingOf(on, terms) <= today)) })

/** What goes on one invoice: orders of one customer in one currency and of the same terms of payment. */
export const billKey = ({ buyer, currency, paymentTerms }: Order): string => JSON.stringify([buyer, currency, paymentTerms])

interface BilledLine extends LineQuantity { order: string; number?: string; despatch: string; item?: string; price?: { amount: Decimal; base?: Decimal }; amount: Decimal }

/** The invoice over all of them, for finance; every amount as if its despatch were invoiced alone. */
export function billBody(unbilled: readonly Unbilled[], today: string): Record<string, unknown> {
  const { buyer, currency, paymentTerms } = unbilled[0]!.order
  const lines = unbilled.flatMap(({ order, despatches }) => despatches.flatMap(({ number: despatch, lines: parts = [] }) => parts.map(({ line: id, quantity }): BilledLine => {
    const line = order.lines.find((one) => one.id === id)!
    return { order: order.id, number: order.number, despatch, line: id, item: line.item, quantity, price: line.price, amount: lineExtension(quantity, line.price!, currency!) }
  })))
  return { buyer, currency, issuedOn: today, paymentTerms, lines, payable: amount(sum(lines.map((line) => line.amount)), currency!) }
}

/** A line of an order as an invoice over several orders bills it. */
export interface ShareLine extends LineQuantity { order: string; amount: Decimal }
/** What an invoice over several orders bills of one of them. */
export interface InvoiceShare { order: string; amount: Decimal; lines: LineQuantity[] }

/** The share of each order, in their order; what it bills of a line in several despatches is one quantity. */
export function sharesOfLines(lines: readonly ShareLine[]): InvoiceShare[] {
  return [...Map.groupBy(lines, ({ order }) => order)].map(([order, own]): InvoiceShare => ({
    order, amount: own.reduce((total, line) => add(total, line.amount), '0'),
    lines: [...Map.groupBy(own, ({ line }) => line)].map(([line, parts]) => ({ line, quantity: sum(parts.map(({ quantity }) => quantity)) })),
  }))
}
