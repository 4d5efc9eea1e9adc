import { join, resolve } from 'node:path'
import { type IndicatorName } from '../../orders/reports/indicators'
import { type OrderStatus, STATUSES } from '../../orders/status'
import * as arrivals from '../../store/arrivals'
import * as cases from '../../store/cases'
import * as interchanges from '../../store/interchanges'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { sumText } from '../../sync/proof/compared'
import { verify } from '../../sync/proof/verify'
import { sameSum } from '../../sync/reconcile/sums'
import { reportsOf } from '../../sync/reporting/reports'
import { type ArrivalOutcome } from '../../store/records'
import { foundOf } from './plants'
import { type Day } from './steps'

/** What a manager looks at when the day is over. */
const REPORTED = ['status', 'channel', 'customer', 'time', 'open', 'receivable', 'exception', 'kpi'] as const

/** The table at the end of the day: what stands in the database, not what the day remembers; and the lines to type next. */
export async function closingTables(day: Day, { data, seconds }: { data: string; seconds: number }): Promise<void> {
  const { context: { store }, company, screen, words } = day
  const { texts, tables, proof } = words
  const byStatus = await orders.countByStatus(store, company)
  screen.table(tables.orders, STATUSES.filter((status) => byStatus.has(status)).map((status) => [texts.language === 'en' ? status : texts.statuses[status], String(byStatus.get(status))]))
  const { reports } = await reportsOf(day.context, company, REPORTED, {})
  for (const { name, columns, rows } of reports) screen.table(words.report(texts.reports[name]), [columns.map((column) => texts.headings[column] ?? column), ...rows.map((row) => columns.map((column) => cellOf(column, row[column] ?? '', day)))])
  screen.table(tables.documents, [...(await arrivals.countByOutcome(store))].map(([outcome, count]) => [texts.language === 'en' ? outcome : texts.outcomes[outcome as ArrivalOutcome], String(count)]))
  screen.table(tables.messages, (await outbox.counts(store)).map(({ system, state, count }) => [system, texts.messageStates[state], String(count)]))
  const out = Map.groupBy(await interchanges.list(store, company, { direction: 'out', limit: 1000 }), ({ partner, type }) => `${partner} ${type}`)
  screen.table(words.putOut(join(data, 'outbox')), [...out].sort().map(([name, sent]) => [...name.split(' '), String(sent.length)]))
  const open = await cases.list(store, company, { state: 'open' })
  screen.table(tables.cases, open.map((one) => [texts.language === 'en' ? one.kind : texts.caseKinds[one.kind] ?? one.kind, one.system, texts.said(one.text)]))
  if (day.planted.length > 0) {
    const { rows, invented } = await foundOf(day, day.planted)
    const { title, repaired, waits, missed } = words.plantTable
    screen.table(title, [...rows.map(({ planted, found }) => [planted.system, words.planted[planted.what] ?? planted.what, planted.name, texts.caseKinds[planted.kind] ?? planted.kind, found === undefined ? missed : { repaired, waits }[found]]),
      ['', words.plantTable.invented(invented), '', '', '']])
  }
  const verified = await verify(day.context)
  const summary = verified.companies.find((one) => one.company === company)!
  screen.table(tables.proof, [
    [proof.events, String(verified.events), words.streams(verified.streams)],
    [proof.defects, String(verified.defects.length + verified.moreDefects), verified.defects.map((defect) => defect.text).join('; ')],
    ...(summary.lastProof?.systems ?? []).map(({ there, ...ours }) => [ours.system, texts.recordKinds[ours.kind] ?? ours.kind, words.records(there && !sameSum(ours, there) ? words.other(sumText(there), sumText(ours)) : sumText(ours))]),
    [proof.once, summary.once ? proof.yes : proof.no, summary.once ? proof.onceInAll : summary.notOnce.map(texts.said).join('; ')],
    ...(summary.lastProof ? [[proof.root, summary.lastProof.root.slice(0, 16), summary.lastProof.file]] : []),
  ])
  const options = resolve('data') === data ? '' : ` --store sqlite:${data}/order-to-cash.db`
  screen.line(`\n${words.took(seconds)}`)
  const [last] = await orders.search(store, company, { status: 'closed', limit: 1 })
  for (const line of ['orders', ...(last ? [`order ${last.number} --timeline`] : []), 'cases', 'verify']) screen.line(`   npx order-to-cash ${line}${options}${texts.language === 'en' || line === 'verify' ? '' : ` --lang ${texts.language}`}`)
}

/** A code of a report as the language has it; English keeps those that commands take. */
function cellOf(column: string, value: string, { words: { texts } }: Day): string {
  if (texts.language === 'en') return value
  return column === 'status' ? texts.statuses[value as OrderStatus] : column === 'kind' ? texts.caseKinds[value] ?? value : column === 'kpi' ? texts.indicators[value as IndicatorName] : value
}
