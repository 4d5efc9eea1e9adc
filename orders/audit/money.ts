import { add, compare, type Decimal, isZero, subtract } from '../decimal'
import { type OrderEvent } from '../event'
import { isSettled } from '../payments/balance'
import { type AuditRecord, type Breach, nameOf, shown } from './record'

type Shipped = Extract<OrderEvent, { type: 'shipped' }>['data']

const DAY_MS = 86_400_000
/** Days more for what is invoiced together with others: until the month of it has ended. */
const COLLECTIVE_DAYS = 31

/** R-INV-02, R-INV-03, R-CLS-01: what is invoiced was shipped, what was shipped is invoiced in time, and nothing closed before all of it was settled. */
export function money(record: AuditRecord): Breach[] {
  const { order, steps } = record
  const closed = steps.filter(({ event, before }) => event.type === 'closed' && before && !isSettled(before))
  return [
    ...order.lines.filter(({ invoiced, shipped }) => compare(invoiced, shipped) > 0).map(({ id, invoiced, shipped }): Breach =>
      ({ code: 'invoiced-not-shipped', weight: 'breach', text: `${invoiced} of line ${id} of ${nameOf(order)} are invoiced, and ${shipped} were shipped.` })),
    ...late(record),
    ...closed.map(({ event }) => shown('closed-unsettled', event, `${nameOf(order)} was closed before all of it was invoiced and paid.`)),
  ]
}

/** The first despatch of a line that is not invoiced, where that is too long ago. */
function late({ order, steps, today, invoiceDays }: AuditRecord): Breach[] {
  return order.lines.filter((line) => compare(line.shipped, line.invoiced) > 0).flatMap((line) => {
    let shippedSoFar: Decimal = '0'
    for (const { event } of steps) {
      if (event.type !== 'shipped') continue
      const { lines, shippedOn, collective } = event.data as Shipped
      shippedSoFar = lines.filter((one) => one.line === line.id).reduce((sum, one) => add(sum, one.quantity), shippedSoFar)
      if (compare(shippedSoFar, line.invoiced) <= 0) continue
      const on = (shippedOn ?? event.at).slice(0, 10)
      if (Date.parse(today) - Date.parse(on) <= (invoiceDays + (collective ? COLLECTIVE_DAYS : 0)) * DAY_MS) return []
      const rest = subtract(line.shipped, line.invoiced)
      return isZero(rest) ? [] : [shown('shipped-not-invoiced', event, `${rest} of line ${line.id} of ${nameOf(order)} were shipped on ${on}, and are not invoiced.`)]
    }
    return []
  })
}
