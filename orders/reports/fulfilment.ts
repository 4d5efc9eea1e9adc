import { divide, round } from '../decimal'
import { isAccepted, isFinal } from '../status'
import { days } from './calendar'
import { type ReportFacts, type Rows } from './facts'
import { shown } from './value'

const STAGES = [['received', 'confirmed'], ['confirmed', 'shipped'], ['shipped', 'delivered'], ['delivered', 'paid'], ['received', 'paid']] as const

/** How long orders took from stage to stage, in hours: half of them no longer than the median; the slowest is named. */
export function fulfilmentTimes({ orders, times }: ReportFacts): Rows {
  const rows = STAGES.map(([from, to]) => {
    const took = orders.flatMap((order) => {
      const all = { received: order.receivedAt, ...times.get(order.id) }
      const [start, end] = [all[from], all[to]]
      return start === undefined || end === undefined ? [] : [{ order, ms: Math.max(0, Date.parse(end) - Date.parse(start)) }]
    }).sort((a, b) => a.ms - b.ms)
    const hours = (ms: number | undefined): string => (ms === undefined ? '' : round(divide(String(ms), '3600000'), 2))
    return { stage: `${from}-${to}`, orders: String(took.length), median: hours(took[Math.ceil(took.length / 2) - 1]?.ms), longest: hours(took.at(-1)?.ms), slowest: took.at(-1)?.order.name ?? '' }
  })
  return { columns: ['stage', 'orders', 'median', 'longest', 'slowest'], rows }
}

/** R-RPT-03: what is accepted and not all delivered, the latest first; `late` are calendar days after the wanted date. */
export function openOrders({ orders, today }: ReportFacts): Rows {
  const rows = orders.filter(({ status }) => isAccepted(status) && !isFinal(status) && status !== 'delivered').map(({ name, buyer, status, wanted, openLines, value, currency }) => (
    { order: name, customer: buyer, status, wanted, late: wanted === '' ? '' : String(Math.max(0, days(wanted, today))), lines: String(openLines), amount: shown(value, currency), currency }))
  return { columns: ['order', 'customer', 'status', 'wanted', 'late', 'lines', 'amount', 'currency'], rows: rows.sort((a, b) => Number(b.late) - Number(a.late) || (a.wanted + a.order < b.wanted + b.order ? -1 : 1)) }
}

export function exceptions({ exceptions: all }: ReportFacts): Rows {
  const rows = [...Map.groupBy(all, ({ kind }) => kind)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([kind, own]) => {
    const closed = own.filter(({ state }) => state === 'closed').length
    return { kind, cases: String(own.length), closed: String(closed), open: String(own.length - closed) }
  })
  return { columns: ['kind', 'cases', 'closed', 'open'], rows }
}
