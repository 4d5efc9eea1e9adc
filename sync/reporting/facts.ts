import { setImmediate as others } from 'node:timers/promises'
import { type Order } from '../../orders/order'
import { type Course, courseOf, stagesOf, type Told } from '../../orders/reports/course'
import { type Exception, type Owed, type ReportFacts, type StageTimes } from '../../orders/reports/facts'
import { dueOn, figuresOf, type OrderFigures } from '../../orders/reports/figures'
import * as cases from '../../store/cases'
import * as config from '../../store/config'
import * as openItems from '../../store/openItems'
import { ordersReceived, ordersWithCases, toldOf } from '../../store/reporting'
import { type OwnCompany } from '../company'
import { type Context } from '../context'
import { dateIn } from '../zone'

/** Orders received on these days, both included, and whether what was told of each is wanted too, and what that comes to. */
interface Wanted { from?: string; to?: string; told: boolean; courses: boolean }

type Reading = Pick<Context, 'store' | 'clock'>

/** How long before the days of a report an order may have come that was due in them. */
const AHEAD_DAYS = 366
const DAY_MS = 86_400_000
/** Cases of the time that are looked through. */
const MOST_CASES = 100_000
const ALWAYS = '9999-12-31'
/** After so long without a break others have their turn. */
const TURN_MS = 20

/** All that the reports of a company are made of, as it is now. Orders are read page by page, and only the figures of each stay. */
export async function reportFacts(context: Reading, own: OwnCompany, { from, to, told, courses: wanted }: Wanted): Promise<ReportFacts> {
  const { store, clock } = context
  const { code: company, zone, currency, exchangeRates, targets } = own
  const isWithin = (date: string): boolean => (from === undefined || date >= from) && (to === undefined || date <= to)
  const dateOf = await customersDates(context, own)
  const orders: OrderFigures[] = []
  const earlier: OrderFigures[] = []
  const [receivedOn, times, courses] = [new Map<string, string>(), new Map<string, StageTimes>(), new Map<string, Course>()]
  // a day of any zone lies within a day more on both sides
  const earliest = from === undefined ? '' : moved(from, wanted ? -AHEAD_DAYS : -1)
  let since = performance.now()
  for await (const page of ordersReceived(store, company, earliest, to === undefined ? `${ALWAYS}T23:59:59.999Z` : moved(to, 2))) {
    // SQLite is never waited for: who serves pages would take no webhook meanwhile
    if (performance.now() - since > TURN_MS) {
      await others()
      since = performance.now()
    }
    const dates = new Map(page.map(({ id, receivedAt }) => [id, dateIn(zone, new Date(receivedAt))]))
    const [own, before] = [page.filter(({ id }) => isWithin(dates.get(id)!)), page.filter((order) => wanted && from !== undefined && dates.get(order.id)! < from && isWithin(dueOn(order) ?? ''))]
    orders.push(...own.map(figuresOf))
    earlier.push(...before.map(figuresOf))
    for (const { id } of own) receivedOn.set(id, dates.get(id)!)
    if (!told) continue
    const events = await toldOf(store, company, [...own, ...before].map(({ id }) => id))
    for (const [id, of] of events) times.set(id, stagesOf(of))
    if (wanted) for (const [id, course] of await coursesOf(context, company, [...own, ...before], events, dateOf)) courses.set(id, course)
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

async function coursesOf({ store }: Reading, company: string, orders: readonly Order[], told: ReadonlyMap<string, Told[]>, dateOf: (buyer: string | undefined, instant: string) => string): Promise<Map<string, Course>> {
  const withCases = await ordersWithCases(store, company, orders.map(({ id }) => id))
  return new Map(orders.map(({ id, buyer }) => [id, { ...courseOf(told.get(id) ?? [], (instant) => dateOf(buyer, instant)), hasCase: withCases.has(id) }]))
}

const moved = (date: string, by: number): string => new Date(Date.parse(`${date}T00:00:00.000Z`) + by * DAY_MS).toISOString()
