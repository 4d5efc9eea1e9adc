import { createHash } from 'node:crypto'
import { breachesOf } from '../orders/audit/audit'
import { type AuditRecord, type Breach } from '../orders/audit/record'
import { type Order } from '../orders/order'
import * as actors from '../store/actors'
import * as cases from '../store/cases'
import { ordersReceived } from '../store/reporting'
import { type Db } from '../store/store'
import { loadStreams } from '../store/streamPages'
import * as streams from '../store/streams'
import { ownCompany } from './company'
import { type Context } from './context'
import { DIFFERENCES } from './reconcile/difference'
import { dateIn } from './zone'

export interface AuditWish {
  /** Orders received on these days of the company's calendar, both included. (Default: all) */
  from?: string
  to?: string
  /** So many orders for a person to look at, drawn at random. */
  sample: number
  /** The same seed over the same days draws the same orders. (Default: the days themselves) */
  seed?: string
  /** Days after which what was shipped must be invoiced. */
  invoiceDays: number
}

export type Found = Breach & { order: string; id: string }

/** An order that was drawn. */
export interface Drawn { order: string; id: string; buyer?: string; status: Order['status']; receivedAt: string; breaches: number }

export interface Audit { from?: string; to?: string; orders: number; breaches: Found[]; sample: Drawn[]; seed: string }

const DAY_MS = 86_400_000

/** R-AUD-03: every order of the time is judged by its own record, the oldest first; and some of them are drawn for a person. Memory for one page and what is found. */
export async function audit(context: Context, company: string, { from, to, sample, seed = `${company} ${from ?? ''} ${to ?? ''}`, invoiceDays }: AuditWish): Promise<Audit> {
  const { store } = context
  const { zone } = await ownCompany(store, company)
  const rolesAt = await rolesOf(store)
  const today = dateIn(zone, context.clock.now())
  const isWithin = (date: string): boolean => (from === undefined || date >= from) && (to === undefined || date <= to)
  const found: Audit = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), orders: 0, breaches: [], sample: [], seed }
  let drawn: (Drawn & { lot: string })[] = []
  // a day of any zone lies within a day more on both sides
  for await (const page of ordersReceived(store, company, from === undefined ? '' : moved(from, -1), to === undefined ? '9999' : moved(to, 2))) {
    const own = page.filter(({ receivedAt }) => isWithin(dateIn(zone, new Date(receivedAt))))
    const names = own.map(({ id }) => `order/${id}`)
    const [events, closed] = [await loadStreams(store, company, names), await cases.closedAbout(store, company, names, DIFFERENCES)]
    for (const order of own) {
      const stream = `order/${order.id}`
      const breaches = breachesOf(events.get(stream)!, { rolesAt, today, invoiceDays, closed: (closed.get(stream) ?? []).map(({ id, kind, system, result, closedBy, closedAt }) => ({ id, kind, system, result, by: closedBy, at: closedAt })) })
      const name = order.number ?? order.reference ?? order.id
      found.breaches.push(...breaches.map((breach) => ({ order: name, id: order.id, ...breach })))
      drawn.push({ order: name, id: order.id, buyer: order.buyer, status: order.status, receivedAt: order.receivedAt, breaches: breaches.length, lot: lotOf(seed, order.id) })
    }
    found.orders += own.length
    drawn = drawn.sort((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, sample)
  }
  found.sample = drawn.map(({ lot: _lot, ...one }) => one)
  return found
}

/** Nobody can tell beforehand which lots are low, and everybody can draw them again. */
const lotOf = (seed: string, id: string): string => createHash('sha256').update(`${seed}\n${id}`).digest('hex')

/** The roles that somebody had at a time, by the events that configured him; those of now where there are none. */
async function rolesOf(db: Db): Promise<AuditRecord['rolesAt']> {
  const known = new Map<string, { at: string; roles: readonly string[] }[]>()
  for (const { id, roles } of await actors.list(db)) {
    const history: { at: string; roles: readonly string[] }[] = []
    for (const { company } of await db.query<{ company: string }>('SELECT company FROM streams WHERE stream = $1 ORDER BY company', [`config/actor/${id}`])) {
      history.push(...(await streams.load(db, company, `config/actor/${id}`)).map(({ at, data }) => ({ at, roles: (data as { body?: { roles?: string[] } }).body?.roles ?? [] })))
    }
    known.set(id, history.length > 0 ? history.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)) : [{ at: '', roles }])
  }
  return (actor, at) => known.get(actor)?.findLast((one) => one.at <= at)?.roles
}

const moved = (date: string, by: number): string => new Date(Date.parse(`${date}T00:00:00.000Z`) + by * DAY_MS).toISOString()
