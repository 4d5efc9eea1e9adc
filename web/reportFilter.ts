import { PERIODS, PERS } from '../orders/reports/facts'
import { type OwnCompany } from '../sync/company'
import { type ReportFilter } from '../sync/reporting/reports'
import { dateIn } from '../sync/zone'

/** Where nothing is asked, the days that a page is over: all orders of years would take long. */
const DAYS = 90
const DAY_MS = 86_400_000

/** What a query asks of the reports; what is no date and no period is left out. An empty `from` is all that there is. */
export const filterOf = (query: URLSearchParams, { zone }: OwnCompany, now: Date): ReportFilter => ({
  from: query.has('from') ? dateOf(query.get('from')) : dateIn(zone, new Date(now.getTime() - DAYS * DAY_MS)), to: dateOf(query.get('to')),
  by: PERIODS.find((one) => one === query.get('by')), per: PERS.find((one) => one === query.get('per')),
})

export const queryOf = (filter: ReportFilter): Record<string, string> =>
  ({ from: '', ...Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Record<string, string> })

const dateOf = (text: string | null): string | undefined => (text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined)
