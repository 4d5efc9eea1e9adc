import { type ReportName, REPORTS } from '../orders/reports/report'
import { type OwnCompany } from '../sync/company'
import { type Context } from '../sync/context'
import { csvOf } from '../sync/reporting/csv'
import { reportsOf } from '../sync/reporting/reports'
import { workbookOf } from '../sync/reporting/workbook'
import { filterOf } from './reportFilter'

const NAMES = Object.keys(REPORTS) as ReportName[]

export interface ReportFile { name: string; type: string; body: string | Buffer }

/** The file that `/reports.xlsx` or `/reports/NAME.csv` asks for; undefined where it is another path, or there is no such report. */
export async function reportFile(context: Pick<Context, 'store' | 'clock'>, company: OwnCompany, url: URL): Promise<ReportFile | undefined> {
  const [, , csv] = /^\/reports(\.xlsx|\/(\w+)\.csv)$/.exec(url.pathname) ?? []
  if (csv === undefined && url.pathname !== '/reports.xlsx') return undefined
  const names = csv === undefined ? NAMES : NAMES.filter((name) => name === csv)
  if (names.length === 0) return undefined
  const reported = await reportsOf(context, company.code, names, filterOf(url.searchParams, company, context.clock.now()))
  return csv === undefined
    ? { name: `${company.code}-reports.xlsx`, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', body: await workbookOf(reported) }
    : { name: `${company.code}-${csv}.csv`, type: 'text/csv', body: csvOf(reported.reports[0]!) }
}
