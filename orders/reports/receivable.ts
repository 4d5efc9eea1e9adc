import { type Decimal, sum } from '../decimal'
import { days } from './calendar'
import { type Owed, type ReportFacts, type Rows } from './facts'
import { shown } from './value'

/** R-REC-01: how long what is owed is overdue, in calendar days of the company; what has no due date is not due. */
const AGES = [
  ['notDue', -Infinity, 0], ['1-30', 1, 30], ['31-60', 31, 60], ['61-90', 61, 90], ['over 90', 91, Infinity],
] as const

/** What customers owe now, what of it is overdue, and for how long. */
export function receivables({ owed, today }: ReportFacts): Rows {
  const groups = Map.groupBy(owed, ({ buyer, currency }) => JSON.stringify([buyer, currency]))
  const rows = [...groups].map(([key, items]) => {
    const [customer = '', currency = ''] = JSON.parse(key) as string[]
    const among = (least: number, most: number): Decimal => shown(sum(items.filter((item) => least <= late(item, today) && late(item, today) <= most).map((item) => item.open)), currency)
    return {
      customer, currency, invoices: String(items.length), open: among(-Infinity, Infinity), overdue: among(1, Infinity),
      ...Object.fromEntries(AGES.map(([name, least, most]) => [name, among(least, most)])),
    }
  })
  return { columns: ['customer', 'currency', 'invoices', 'open', 'overdue', ...AGES.map(([name]) => name)], rows: rows.sort((a, b) => (a.customer + a.currency < b.customer + b.currency ? -1 : 1)) }
}

const late = ({ dueOn }: Owed, today: string): number => (dueOn === undefined ? 0 : days(dueOn, today))
