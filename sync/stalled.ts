import { gapsOf } from '../orders/evidence'
import { type Order } from '../orders/order'
import { isStalled, STALL_LIMITS, STALL_STAGES, type StallLimit, type StallStage } from '../orders/stalled'
import * as cases from '../store/cases'
import * as links from '../store/links'
import { ordersById } from '../store/orderPages'
import * as outbox from '../store/outbox'
import { type CaseRecord } from '../store/records'
import { quietOrders } from '../store/stalled'
import { loadStreams } from '../store/streamPages'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { ruleBook } from './rules'

const STALLED = 'stalled'
const HOUR_MS = 3_600_000
const PAGE = 100
/** What stands first says most. */
const REASONS = 6

export interface Stalled {
  /** Orders that stand too long: those told of since now, those that a deputy is asked about since now, and all. */
  told: number
  escalated: number
  standing: number
}

/**
 * R-ROL-05, R-STA-06: opens a case for every order to which nothing has happened for longer than its stage may take, of the role whose it is, with what it waits for; where that
 * role has not dealt with it in as long again, it becomes its deputy's. It closes once something happens. Where a person closes it, as long passes before it is told anew.
 */
export async function findStalled(context: Context, company: string): Promise<Stalled> {
  const { store } = context
  const { stalled: limits = STALL_LIMITS, deputies = {} } = await ruleBook(store, company)
  const open = new Map<string, CaseRecord>()
  for await (const one of cases.every(store, company, { state: 'open', kind: STALLED })) open.set(placeOf(one.subject, one.field), one)
  const found: Stalled = { told: 0, escalated: 0, standing: 0 }
  for (const stage of STALL_STAGES) {
    const limit = limits[stage]
    if (limit === undefined) continue
    for await (const { order, last } of standing(context, company, stage, limit)) {
      const place = placeOf(`order/${order.id}`, stage)
      const known = open.get(place)
      open.delete(place)
      found.standing++
      // whose it is by now stays, if it is not the role of the stage
      const owner = known === undefined ? limit.role : known.owner === limit.role && overdue(context, known) ? deputies[limit.role] ?? limit.role : known.owner
      if (known?.owner === owner) continue
      const text = [`${order.number ?? order.reference ?? order.id} is ${stage}, and nothing has happened to it since ${minute(last)} UTC.`, ...await reasonsOf(context, order)].join(' ')
      await store.write((tx) => cases.open(tx, {
        id: uuidv7(), company, kind: STALLED, system: '', subject: `order/${order.id}`, field: stage, owner, text, seenAt: instant(context),
        dueAt: known?.dueAt ?? new Date(context.clock.now().getTime() + limit.hours * HOUR_MS).toISOString(),
      }))
      if (known) found.escalated++
      else found.told++
    }
  }
  for (const { id } of open.values()) await store.write((tx) => cases.close(tx, id, { result: 'it has moved on', by: context.actor, at: instant(context) }))
  return found
}

const overdue = (context: Context, { dueAt }: CaseRecord): boolean => dueAt !== undefined && dueAt <= instant(context)

const minute = (at: string): string => at.slice(0, 16).replace('T', ' ')

const placeOf = (subject: string, stage: string): string => JSON.stringify([subject, stage])

/** The orders that stand at a stage for longer than they may, but for those of which a person has said since that it is all right. */
async function* standing({ store, clock }: Context, company: string, stage: StallStage, { hours }: StallLimit): AsyncGenerator<{ order: Order; last: string }> {
  const now = clock.now()
  const before = new Date(now.getTime() - hours * HOUR_MS).toISOString()
  const quiet = await quietOrders(store, company, stage, before)
  for (let place = 0; place < quiet.length; place += PAGE) {
    const page = quiet.slice(place, place + PAGE)
    const orders = await ordersById(store, company, page.map(({ id }) => id))
    const closed = await cases.closedAbout(store, company, page.map(({ id }) => `order/${id}`), [STALLED])
    for (const { id, last } of page) {
      const order = orders.get(id)
      if (order?.status !== stage || !isStalled(order, { last, now: now.toISOString(), hours })) continue
      const isKnown = closed.get(`order/${id}`)?.some(({ field, closedAt }) => field === stage && closedAt !== undefined && closedAt > last && closedAt > before)
      if (!isKnown) yield { order, last }
    }
  }
}

/** What it waits for, as far as the record knows: why it is held, what was sent and not taken, what is missing, what is open about it, and what each system last said. */
async function reasonsOf({ store }: Context, order: Order): Promise<string[]> {
  const { company, id } = order
  const stream = `order/${id}`
  const [messages, told, events, open] = [await outbox.ofStream(store, company, stream), await links.ofStream(store, company, stream), (await loadStreams(store, company, [stream])).get(stream)!, await cases.ofSubject(store, company, stream)]
  const missing = gapsOf(order, { events, original: 'whole', pushes: messages, unknownRules: [] }).filter(({ code }) => !ABOUT_PAPER.has(code)).map(({ text }) => text)
  const others = open.filter(({ state, kind }) => state === 'open' && kind !== STALLED).map(({ text }) => text)
  const said = told.filter(({ state }) => state !== '').sort((a, b) => (a.asOf < b.asOf ? 1 : -1)).map(({ system, kind, number, theirId, state, asOf }) => `${system} last said at ${minute(asOf)} UTC that the ${kind} ${number ?? theirId} is ${state}.`)
  return [...new Set([...order.holds, ...others, ...missing, ...said])].slice(0, REASONS)
}

/** What an order lacks to be proven, and not to go on. */
const ABOUT_PAPER = new Set(['relearned', 'no-original', 'rules-unknown', 'not-accepted', 'no-signature', 'signature-erased'])
