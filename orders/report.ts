import { add, compare, type Decimal, divide, round, subtract, sum } from './decimal'
import { open } from './evolve'
import { amount, isCurrency } from './money'
import { type Order } from './order'
import { isAccepted, isFinal, STATUSES } from './status'
import { worth } from './total'

/** When an order first or last reached a stage, as UTC instants. */
export interface StageTimes { confirmed?: string; shipped?: string; delivered?: string; paid?: string }

/** An invoice of which something is open. */
export interface Owed { buyer: string; currency: string; open: Decimal; dueOn?: string }

/** A case that was opened in the time that is reported. */
export interface Exception { kind: string; state: 'open' | 'closed' }

/** All that reports are made of: the orders received in the time, and what is owed and waits now. */
export interface ReportFacts {
  orders: readonly Order[]
  /** The calendar date of each order's receipt in the company's zone, by order id. */
  receivedOn: ReadonlyMap<string, string>
  times: ReadonlyMap<string, StageTimes>
  owed: readonly Owed[]
  exceptions: readonly Exception[]
  today: string
  currency: string
  /** Units of another currency for one of the company's. */
  exchangeRates?: Readonly<Record<string, Decimal>>
}

export const PERIODS = ['day', 'week', 'month'] as const
export type Period = (typeof PERIODS)[number]

/** A report as rows of texts and decimals: what a table, a CSV file and JSON show alike. */
export interface Report { name: ReportName; columns: readonly string[]; rows: readonly Readonly<Record<string, string>>[] }

/** Every report by its name, in the order in which they are shown. */
export const REPORTS = {
  new: newOrders, status: byStatus, channel: byChannel, customer: byCustomer, time: fulfilmentTimes, open: openOrders, receivable: receivables, exception: exceptions,
} satisfies Record<string, (facts: ReportFacts, period: Period) => Omit<Report, 'name'>>
export type ReportName = keyof typeof REPORTS

export const report = (name: ReportName, facts: ReportFacts, period: Period = 'day'): Report => ({ name, ...REPORTS[name](facts, period) })

const valueOf = (order: Order): Decimal => worth(order) ?? '0'
const currencyOf = (order: Order): string => order.currency ?? ''
const shown = (value: Decimal, currency: string): Decimal => (isCurrency(currency) ? amount(value, currency) : value)

/** Counts and sums of the orders of each key and currency, in the order of the keys. */
function summed(column: string, orders: readonly Order[], keyOf: (order: Order) => string, keys?: readonly string[]): Omit<Report, 'name'> {
  const groups = Map.groupBy(orders, (order) => JSON.stringify([keyOf(order), currencyOf(order)]))
  const place = ([key]: string[]): string => (keys ? String(keys.indexOf(key!)).padStart(3, '0') : key!)
  const rows = [...groups].map(([key, own]) => ({ key: JSON.parse(key) as string[], own })).sort((a, b) => (place(a.key) + a.key[1]! < place(b.key) + b.key[1]! ? -1 : 1))
  return { columns: [column, 'currency', 'orders', 'amount'], rows: rows.map(({ key: [key = '', currency = ''], own }) => ({ [column]: key, currency, orders: String(own.length), amount: shown(sum(own.map(valueOf)), currency) })) }
}

/** R-RPT-01: new orders a day, a week (ISO 8601) or a month of the company's own calendar. */
function newOrders({ orders, receivedOn }: ReportFacts, period: Period): Omit<Report, 'name'> {
  return summed(period, orders, ({ id }) => periodOf(receivedOn.get(id)!, period))
}

/** R-RPT-02: what the orders have come to; every order is in one row. */
function byStatus({ orders }: ReportFacts): Omit<Report, 'name'> {
  return summed('status', orders, ({ status }) => status, STATUSES)
}

function byChannel({ orders }: ReportFacts): Omit<Report, 'name'> {
  return summed('channel', orders, ({ channel }) => channel)
}

/** R-RPT-05: customers by what they ordered and did not get credited, in the company's currency at its stated rate. What was not accepted does not count. */
function byCustomer({ orders, currency: own, exchangeRates }: ReportFacts): Omit<Report, 'name'> {
  const groups = Map.groupBy(orders.filter(({ status }) => isAccepted(status)), (order) => JSON.stringify([order.buyer ?? '', currencyOf(order)]))
  const rows = [...groups].map(([key, of]) => {
    const [customer = '', currency = ''] = JSON.parse(key) as string[]
    const [ordered, credited] = [sum(of.map(valueOf)), sum(of.map((order) => order.creditedAmount ?? '0'))]
    const rate = currency === own ? '1' : exchangeRates?.[currency]
    const converted = rate === undefined ? '' : amount(divide(subtract(ordered, credited), rate), own)
    return { customer, currency, orders: String(of.length), amount: shown(ordered, currency), credited: shown(credited, currency), invoiced: shown(sum(of.map((order) => order.invoicedAmount)), currency), paid: shown(sum(of.map((order) => order.paidAmount)), currency), [own]: converted }
  })
  const value = (row: Record<string, string>): Decimal => row[own] || '0'
  return { columns: ['customer', 'currency', 'orders', 'amount', 'credited', 'invoiced', 'paid', own], rows: rows.sort((a, b) => compare(value(b), value(a)) || (a.customer < b.customer ? -1 : 1)) }
}

const STAGES = [['received', 'confirmed'], ['confirmed', 'shipped'], ['shipped', 'delivered'], ['delivered', 'paid'], ['received', 'paid']] as const

/** How long orders took from stage to stage, in hours: half of them no longer than the median; the slowest is named. */
function fulfilmentTimes({ orders, times }: ReportFacts): Omit<Report, 'name'> {
  const rows = STAGES.map(([from, to]) => {
    const took = orders.flatMap((order) => {
      const all = { received: order.receivedAt, ...times.get(order.id) }
      const [start, end] = [all[from], all[to]]
      return start === undefined || end === undefined ? [] : [{ order, ms: Math.max(0, Date.parse(end) - Date.parse(start)) }]
    }).sort((a, b) => a.ms - b.ms)
    const hours = (ms: number | undefined): string => (ms === undefined ? '' : round(divide(String(ms), '3600000'), 2))
    return { stage: `${from}-${to}`, orders: String(took.length), median: hours(took[Math.ceil(took.length / 2) - 1]?.ms), longest: hours(took.at(-1)?.ms), slowest: nameOf(took.at(-1)?.order) }
  })
  return { columns: ['stage', 'orders', 'median', 'longest', 'slowest'], rows }
}

/** R-RPT-03: what is accepted and not all delivered, the latest first; `late` are calendar days after the wanted date. */
function openOrders({ orders, today }: ReportFacts): Omit<Report, 'name'> {
  const rows = orders.filter(({ status }) => isAccepted(status) && !isFinal(status) && status !== 'delivered').map((order) => {
    const wanted = (order.requestedDelivery ?? order.lines.flatMap((line) => line.requestedDelivery ?? line.schedule?.[0]?.requestedDelivery ?? []).sort()[0])?.slice(0, 10) ?? ''
    return { order: nameOf(order), customer: order.buyer ?? '', status: order.status, wanted, late: wanted === '' ? '' : String(Math.max(0, days(wanted, today))), lines: String(order.lines.filter((line) => open(line) !== '0').length), amount: shown(valueOf(order), currencyOf(order)), currency: currencyOf(order) }
  })
  return { columns: ['order', 'customer', 'status', 'wanted', 'late', 'lines', 'amount', 'currency'], rows: rows.sort((a, b) => Number(b.late) - Number(a.late) || (a.wanted + a.order < b.wanted + b.order ? -1 : 1)) }
}

/** What customers owe now, and what of it is overdue. */
function receivables({ owed, today }: ReportFacts): Omit<Report, 'name'> {
  const groups = Map.groupBy(owed, ({ buyer, currency }) => JSON.stringify([buyer, currency]))
  const rows = [...groups].map(([key, items]) => {
    const [customer = '', currency = ''] = JSON.parse(key) as string[]
    const overdue = items.filter(({ dueOn }) => dueOn !== undefined && dueOn < today)
    return { customer, currency, invoices: String(items.length), open: shown(sum(items.map((item) => item.open)), currency), overdue: shown(overdue.reduce((all, item) => add(all, item.open), '0'), currency) }
  })
  return { columns: ['customer', 'currency', 'invoices', 'open', 'overdue'], rows: rows.sort((a, b) => (a.customer + a.currency < b.customer + b.currency ? -1 : 1)) }
}

function exceptions({ exceptions: all }: ReportFacts): Omit<Report, 'name'> {
  const rows = [...Map.groupBy(all, ({ kind }) => kind)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, own]) => {
    const closed = own.filter(({ state }) => state === 'closed').length
    return { kind, cases: String(own.length), closed: String(closed), open: String(own.length - closed) }
  })
  return { columns: ['kind', 'cases', 'closed', 'open'], rows }
}

const nameOf = (order: Order | undefined): string => order?.number ?? order?.reference ?? order?.id ?? ''

const DAY_MS = 86_400_000
const days = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS)

/** `2026-03-02`, `2026-W10` or `2026-03`. The week of a date is that of its Thursday. */
function periodOf(date: string, period: Period): string {
  if (period !== 'week') return period === 'day' ? date : date.slice(0, 7)
  const at = Date.parse(`${date}T00:00:00.000Z`)
  const thursday = new Date(at + (4 - (new Date(at).getUTCDay() || 7)) * DAY_MS)
  const week = Math.ceil((days(`${thursday.getUTCFullYear()}-01-01`, thursday.toISOString().slice(0, 10)) + 1) / 7)
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}
