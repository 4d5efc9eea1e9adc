import { type Order } from '../../orders/order'
import { type Course, courseOf } from '../../orders/reports/course'
import { type Exception, type Owed, type ReportFacts, type StageTimes } from '../../orders/reports/facts'
import { dueOn } from '../../orders/reports/value'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as openItems from '../../store/openItems'
import { ordersReceived, ordersWithCases, stageTimes, toldOf } from '../../store/reporting'
import { type OwnCompany } from '../company'
import { type Context } from '../context'
import { dateIn } from '../zone'

/** Orders received on these days, both included, and whether the way of each is wanted too. */
interface Wanted { from?: string; to?: string; courses: boolean }

type Reading = Pick<Context, 'store' | 'clock'>

/** How long before the days of a report an order may have come that was due in them. */
const AHEAD_DAYS = 366
const DAY_MS = 86_400_000
/** Cases of the time that are looked through. */
const MOST_CASES = 100_000
const ALWAYS = '9999-12-31'

/** All that the reports of a company are made of, as it is now. */
export async function reportFacts(context: Reading, own: OwnCompany, { from, to, courses: wanted }: Wanted): Promise<ReportFacts> {
  const { store, clock } = context
  const { code: company, zone, currency, exchangeRates, targets } = own
  const isWithin = (date: string): boolean => (from === undefined || date >= from) && (to === undefined || date <= to)
  const dateOf = await customersDates(context, own)
  const orders: Order[] = []
  const earlier: Order[] = []
  const [receivedOn, times, courses] = [new Map<string, string>(), new Map<string, StageTimes>(), new Map<string, Course>()]
  // a day of any zone lies within a day more on both sides
  const earliest = from === undefined ? '' : moved(from, wanted ? -AHEAD_DAYS : -1)
  for await (const page of ordersReceived(store, company, earliest, to === undefined ? `${ALWAYS}T23:59:59.999Z` : moved(to, 2))) {
    const dates = new Map(page.map(({ id, receivedAt }) => [id, dateIn(zone, new Date(receivedAt))]))
    const [own, before] = [page.filter(({ id }) => isWithin(dates.get(id)!)), page.filter((order) => wanted && from !== undefined && dates.get(order.id)! < from && isWithin(dueOn(order) ?? ''))]
    orders.push(...own)
    earlier.push(...before)
    for (const { id } of own) receivedOn.set(id, dates.get(id)!)
    for (const [id, reached] of await stageTimes(store, company, own.map(({ id }) => id))) times.set(id, reached)
    if (wanted) for (const [id, course] of await coursesOf(context, company, [...own, ...before], dateOf)) courses.set(id, course)
  }
  const owed = (await openItems.dueBefore(store, company, ALWAYS)).map(({ buyer = '', currency: of, open, dueOn: due }): Owed => ({ buyer, currency: of, open, dueOn: due }))
  const exceptions = (await cases.list(store, company, { limit: MOST_CASES })).filter(({ firstSeen }) => isWithin(dateIn(zone, new Date(firstSeen)))).map(({ kind, state }): Exception => ({ kind, state }))
  return { orders, receivedOn, times, owed, exceptions, today: dateIn(zone, clock.now()), currency, exchangeRates, ...(wanted ? { courses, earlier, from, to, targets } : {}) }
}

/** The calendar date of an instant at a customer's: by the zone of his record, else by the company's. */
async function customersDates({ store }: Reading, { code, zone }: OwnCompany): Promise<(buyer: string | undefined, instant: string) => string> {
  const zones = new Map((await config.listPartners(store, code)).map((partner) => [partner.code, partner.zone]))
  return (buyer, instant) => dateIn(zones.get(buyer ?? '') ?? zone, new Date(instant))
}

async function coursesOf({ store }: Reading, company: string, orders: readonly Order[], dateOf: (buyer: string | undefined, instant: string) => string): Promise<Map<string, Course>> {
  const ids = orders.map(({ id }) => id)
  const [told, withCases] = [await toldOf(store, company, ids), await ordersWithCases(store, company, ids)]
  return new Map(orders.map(({ id, buyer }) => [id, { ...courseOf(told.get(id) ?? [], (instant) => dateOf(buyer, instant)), hasCase: withCases.has(id) }]))
}

const moved = (date: string, by: number): string => new Date(Date.parse(`${date}T00:00:00.000Z`) + by * DAY_MS).toISOString()
