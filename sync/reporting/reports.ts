import { type Cut } from '../../orders/reports/facts'
import { report, type Report, type ReportName } from '../../orders/reports/report'
import { ownCompany } from '../company'
import { type Context } from '../context'
import { reportFacts } from './facts'

/** What a report is of: orders received on these days of the company's calendar, both included. */
export interface ReportFilter extends Cut { from?: string; to?: string }

/** Reports with the instant that they are as of and the filter that they were made by (R-RPT-06). */
export interface Reported { asOf: string; zone: string; from?: string; to?: string; reports: Report[] }

/** R-RPT-01, R-RPT-02, R-RPT-03, R-RPT-05: the named reports over what is in the store now. */
export async function reportsOf(context: Pick<Context, 'store' | 'clock'>, company: string, names: readonly ReportName[], { from, to, ...cut }: ReportFilter): Promise<Reported> {
  const own = await ownCompany(context.store, company)
  const facts = await reportFacts(context, own, { from, to, told: names.includes('kpi') || names.includes('time'), courses: names.includes('kpi') })
  return { asOf: context.clock.now().toISOString(), zone: own.zone, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), reports: names.map((name) => report(name, facts, cut)) }
}
