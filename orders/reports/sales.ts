import { compare, type Decimal, divide, subtract, sum } from '../decimal'
import { amount } from '../money'
import { isAccepted, STATUSES } from '../status'
import { periodOf } from './calendar'
import { type Cut, type ReportFacts, type Rows } from './facts'
import { type OrderFigures } from './figures'
import { shown } from './value'

/** Counts and sums of the orders of each key and currency, in the order of the keys. */
function summed(column: string, orders: readonly OrderFigures[], keyOf: (order: OrderFigures) => string, keys?: readonly string[]): Rows {
  const groups = Map.groupBy(orders, (order) => JSON.stringify([keyOf(order), order.currency]))
  const place = ([key]: string[]): string => (keys ? String(keys.indexOf(key!)).padStart(3, '0') : key!)
  const rows = [...groups].map(([key, own]) => ({ key: JSON.parse(key) as string[], own })).sort((a, b) => (place(a.key) + a.key[1]! < place(b.key) + b.key[1]! ? -1 : 1))
  return { columns: [column, 'currency', 'orders', 'amount'], rows: rows.map(({ key: [key = '', currency = ''], own }) => ({ [column]: key, currency, orders: String(own.length), amount: shown(sum(own.map(({ value }) => value)), currency) })) }
}

/** R-RPT-01: new orders a day, a week (ISO 8601) or a month of the company's own calendar. */
export function newOrders({ orders, receivedOn }: ReportFacts, { by = 'day' }: Cut): Rows {
  return summed(by, orders, ({ id }) => periodOf(receivedOn.get(id)!, by))
}

/** R-RPT-02: what the orders have come to; every order is in one row. */
export function byStatus({ orders }: ReportFacts): Rows {
  return summed('status', orders, ({ status }) => status, STATUSES)
}

export function byChannel({ orders }: ReportFacts): Rows {
  return summed('channel', orders, ({ channel }) => channel)
}

/** R-RPT-05: customers by what they ordered and did not get credited, in the company's currency at its stated rate. What was not accepted does not count. */
export function byCustomer({ orders, currency: own, exchangeRates }: ReportFacts): Rows {
  const groups = Map.groupBy(orders.filter(({ status }) => isAccepted(status)), ({ buyer, currency }) => JSON.stringify([buyer, currency]))
  const rows = [...groups].map(([key, of]) => {
    const [customer = '', currency = ''] = JSON.parse(key) as string[]
    const [ordered, credited] = [sum(of.map(({ value }) => value)), sum(of.map((order) => order.credited))]
    const rate = currency === own ? '1' : exchangeRates?.[currency]
    const converted = rate === undefined ? '' : amount(divide(subtract(ordered, credited), rate), own)
    return { customer, currency, orders: String(of.length), amount: shown(ordered, currency), credited: shown(credited, currency), invoiced: shown(sum(of.map((order) => order.invoiced)), currency), paid: shown(sum(of.map((order) => order.paid)), currency), [own]: converted }
  })
  const value = (row: Record<string, string>): Decimal => row[own] || '0'
  return { columns: ['customer', 'currency', 'orders', 'amount', 'credited', 'invoiced', 'paid', own], rows: rows.sort((a, b) => compare(value(b), value(a)) || (a.customer < b.customer ? -1 : 1)) }
}
