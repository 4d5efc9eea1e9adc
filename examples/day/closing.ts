import { STATUSES } from '../../orders/status'
import { type Run } from '../../store/records'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { type Day } from './steps'

/** The table at the end of the day: what stands in the database, not what the day remembers; and the lines to type next. */
export async function closingTables(day: Day, night: Run, { data, seconds }: { data: string; seconds: number }): Promise<void> {
  const { context: { store }, company, screen } = day
  const byStatus = await orders.countByStatus(store, company)
  screen.table('Orders', STATUSES.filter((status) => byStatus.has(status)).map((status) => [status, String(byStatus.get(status))]))
  screen.table('Documents received', [...(await arrivals.countByOutcome(store))].map(([outcome, count]) => [outcome, String(count)]))
  screen.table('Messages', (await outbox.counts(store)).map(({ system, state, count }) => [system, state, String(count)]))
  const open = await cases.list(store, company, { state: 'open' })
  screen.table(open.length > 0 ? 'Cases that wait for a person' : 'No case waits for a person', open.map((one) => [one.kind, one.system, one.text]))
  screen.table('The night', Object.entries(night.counts).map(([what, count]) => [what, String(count)]))
  screen.table('Proof', Object.entries(night.proof ?? {}).filter(([, value]) => typeof value !== 'object').map(([what, value]) => [what, String(value)]))
  const store_ = `--store sqlite:${data}/order-to-cash.db`
  const options = data.endsWith('/data') ? '' : ` ${store_}`
  screen.line(`\nThe day took ${seconds} s. Look further:`)
  for (const line of ['orders', 'order SO-000001 --timeline', 'cases', 'verify']) screen.line(`   npx order-to-cash ${line}${options}`)
}
