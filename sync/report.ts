import { type Order } from '../orders/order'
import { type Period, report, type Report, type ReportFacts, type ReportName, type StageTimes } from '../orders/report'
import * as cases from '../store/cases'
import * as openItems from '../store/openItems'
import { ordersReceived, stageTimes } from '../store/reporting'
import { ownCompany } from './company'
import { type Context } from './context'
import { dateIn } from './zone'

/** What a report is of: orders received on these days of the company's calendar, both included. */
export interface ReportFilter { from?: string; to?: string; period?: Period }

/** Reports with the instant that they are as of and the filter that they were made by (R-RPT-06). */
export interface Reported { asOf: string; zone: string; from?: string; to?: string; reports: Report[] }

const DAY_MS = 86_400_000
/** Cases of the time that are looked through. */
const MOST_CASES = 100_000
const ALWAYS = '9999-12-31'

/** R-RPT-01, R-RPT-02, R-RPT-03, R-RPT-05: the named reports over what is in the store now. */
export async function reportsOf(context: Context, company: string, names: readonly ReportName[], { from, to, period }: ReportFilter): Promise<Reported> {
  const own = await ownCompany(context.store, company)
  const facts = await factsOf(context, company, own, from, to)
  return { asOf: context.clock.now().toISOString(), zone: own.zone, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), reports: names.map((name) => report(name, facts, period)) }
}

async function factsOf({ store, clock }: Context, company: string, { zone, currency, exchangeRates }: { zone: string; currency: string; exchangeRates?: Readonly<Record<string, string>> }, from: string | undefined, to: string | undefined): Promise<ReportFacts> {
  const isWithin = (date: string): boolean => (from === undefined || date >= from) && (to === undefined || date <= to)
  // a day of any zone lies within a day more on both sides
  const [earliest, latest] = [from === undefined ? '' : moved(from, -1), to === undefined ? `${ALWAYS}T23:59:59.999Z` : moved(to, 2)]
  const orders: Order[] = []
  const receivedOn = new Map<string, string>()
  const times = new Map<string, StageTimes>()
  for await (const page of ordersReceived(store, company, earliest, latest)) {
    for (const order of page) {
      const date = dateIn(zone, new Date(order.receivedAt))
      if (!isWithin(date)) continue
      orders.push(order)
      receivedOn.set(order.id, date)
    }
    for (const [id, reached] of await stageTimes(store, company, page.map(({ id }) => id))) times.set(id, reached)
  }
  const owed = (await openItems.dueBefore(store, company, ALWAYS)).map(({ buyer = '', currency: of, open, dueOn }) => ({ buyer, currency: of, open, dueOn }))
  const exceptions = (await cases.list(store, company, { limit: MOST_CASES })).filter(({ firstSeen }) => isWithin(dateIn(zone, new Date(firstSeen)))).map(({ kind, state }) => ({ kind, state }))
  return { orders, receivedOn, times, owed, exceptions, today: dateIn(zone, clock.now()), currency, exchangeRates }
}

const moved = (date: string, by: number): string => new Date(Date.parse(`${date}T00:00:00.000Z`) + by * DAY_MS).toISOString()
