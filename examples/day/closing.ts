import { join, resolve } from 'node:path'
import { STATUSES } from '../../orders/status'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as interchanges from '../../store/interchanges'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { sumText } from '../../sync/proof/compared'
import { verify } from '../../sync/proof/verify'
import { sameSum } from '../../sync/reconcile/sums'
import { type Day } from './steps'

/** The table at the end of the day: what stands in the database, not what the day remembers; and the lines to type next. */
export async function closingTables(day: Day, { data, seconds }: { data: string; seconds: number }): Promise<void> {
  const { context: { store }, company, screen } = day
  const byStatus = await orders.countByStatus(store, company)
  screen.table('Orders', STATUSES.filter((status) => byStatus.has(status)).map((status) => [status, String(byStatus.get(status))]))
  screen.table('Documents received', [...(await arrivals.countByOutcome(store))].map(([outcome, count]) => [outcome, String(count)]))
  screen.table('Messages', (await outbox.counts(store)).map(({ system, state, count }) => [system, state, String(count)]))
  const out = Map.groupBy(await interchanges.list(store, company, { direction: 'out', limit: 1000 }), ({ partner, type }) => `${partner} ${type}`)
  screen.table(`Put out to partners, in ${join(data, 'outbox')}`, [...out].sort().map(([name, sent]) => [...name.split(' '), String(sent.length)]))
  const open = await cases.list(store, company, { state: 'open' })
  screen.table('Cases that wait for a person', open.map((one) => [one.kind, one.system, one.text]))
  const verified = await verify(day.context)
  const summary = verified.companies.find((one) => one.company === company)!
  screen.table('Proof', [
    ['events', String(verified.events), `in ${verified.streams} streams`],
    ['defects', String(verified.defects.length + verified.moreDefects), verified.defects.map((defect) => defect.text).join('; ')],
    ...(summary.lastProof?.systems ?? []).map(({ there, ...ours }) => [ours.system, ours.kind, there && !sameSum(ours, there) ? `${sumText(there)} there, ${sumText(ours)} by us` : sumText(ours)]),
    ['once', summary.once ? 'yes' : 'no', summary.once ? 'every order is in every system once' : summary.notOnce.join('; ')],
    ...(summary.lastProof ? [['root', summary.lastProof.root.slice(0, 16), summary.lastProof.file]] : []),
  ])
  const options = resolve('data') === data ? '' : ` --store sqlite:${data}/order-to-cash.db`
  screen.line(`\nThe day took ${seconds} s. Look further:`)
  const [last] = await orders.search(store, company, { status: 'closed', limit: 1 })
  for (const line of ['orders', ...(last ? [`order ${last.number} --timeline`] : []), 'cases', 'verify']) screen.line(`   npx order-to-cash ${line}${options}`)
}
