import { type Kind } from '../connectors/connector'
import { type Order } from '../orders/order'
import * as cases from '../store/cases'
import * as links from '../store/links'
import { ordersById } from '../store/orderPages'
import * as outbox from '../store/outbox'
import { type Link } from '../store/records'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { EXCEPTION, ourWord, STATES, verdictOf } from './reconcile/expected'

export const STATUS_CONFLICT = 'status-conflict'

/** A record whose state can't be beside what others say of the order: what it says, and who says otherwise. */
export interface Contradiction { link: Link; ours: string; beside: Link }

/** Kinds whose state is what the system makes of the order; of what happens there (a despatch, a payment) it is only heard. */
const JUDGED: readonly string[] = ['order', 'part', 'production', 'quotation', 'webOrder']
/** Records of goods that are on their way or there; without one of them nothing contradicts another. */
const ON_THE_WAY: readonly string[] = ['despatch', 'shipment']
/** How far each word of these is; the furthest that another system says is named beside what contradicts it. */
const FURTHEST = ['shipped', 'MANIFESTED', 'COLLECTED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'DELIVERED', 'delivered']

/**
 * R-STA-02: what the systems last said of an order, by the table of statuses. What can't be at once is a contradiction; so is a record that lags behind although its
 * own system had reported or taken the despatch before it said so. What only lags otherwise is news on its way, and what only differs
 * from our own status is a difference of the night.
 */
export function contradictionsOf(order: Order, heard: readonly Link[]): Contradiction[] {
  return heard.filter(({ kind }) => JUDGED.includes(kind)).flatMap((link): Contradiction[] => {
    // is told as what it is
    if (link.state === EXCEPTION) return []
    const ours = ourWord(link, order)
    const verdict = STATES[link.kind as Kind]?.has(link.state) ? verdictOf(link.kind as Kind, ours, link.state, link.state) : 'agrees'
    if (verdict !== 'conflict' && !(verdict === 'late' && knewBetter(link, heard))) return []
    const told = heard.filter(({ kind, system, ourId }) => ON_THE_WAY.includes(kind) && (link.kind !== 'part' || [system, ...ourId.split('/')].includes(link.system)))
    const [beside] = told.sort((a, b) => Number(b.system !== link.system) - Number(a.system !== link.system) || FURTHEST.indexOf(b.state) - FURTHEST.indexOf(a.state))
    return beside ? [{ link, ours, beside }] : []
  })
}

/** Times of one system's own clock are compared with each other only. */
function knewBetter({ system, asOf }: Link, heard: readonly Link[]): boolean {
  const despatches = heard.filter((one) => one.kind === 'despatch' && one.system === system)
  return despatches.length > 0 && despatches.every((one) => Date.parse(one.asOf) < Date.parse(asOf))
}

/** Judges again, by what the night has heard, the orders that have such a case. */
export async function reviseContradictions(context: Context, company: string): Promise<void> {
  const orders = new Set<string>()
  for await (const { subject } of cases.every(context.store, company, { state: 'open', kind: STATUS_CONFLICT })) orders.add(subject.slice('order/'.length))
  await noteContradictions(context, company, [...orders])
}

/** Opens a case for each contradiction of these orders, and closes those that are none any more. Where we have something to tell a system, it is not judged yet. */
export async function noteContradictions(context: Context, company: string, orders: readonly string[]): Promise<void> {
  const { store } = context
  const streams = orders.map((order) => `order/${order}`)
  const [heard, waiting] = await Promise.all([links.ofStreams(store, company, streams), cases.openOf(store, company, STATUS_CONFLICT, streams)])
  const worth = orders.filter((_, place) => waiting.has(streams[place]!) || heard.get(streams[place]!)?.some(({ kind }) => ON_THE_WAY.includes(kind)))
  const known = await ordersById(store, company, worth)
  for (const order of known.values()) {
    const stream = `order/${order.id}`
    const found = contradictionsOf(order, heard.get(stream) ?? [])
    const open = waiting.get(stream) ?? []
    if (found.length === 0 && open.length === 0) continue
    const onTheWay = new Set((await outbox.ofStream(store, company, stream)).filter(({ state }) => ['waiting', 'sending', 'unknown', 'asking'].includes(state)).map(({ system }) => system))
    const settled = found.filter(({ link }) => !onTheWay.has(link.system))
    await store.write(async (tx) => {
      for (const one of settled) {
        await cases.open(tx, {
          id: uuidv7(), company, kind: STATUS_CONFLICT, system: one.link.system, subject: stream, field: fieldOf(one), ours: one.ours, theirs: one.link.state, owner: 'orderDesk', text: sentence(order, one), seenAt: instant(context),
          detail: { record: one.link.kind, ourId: one.link.ourId, theirId: one.link.theirId },
        })
      }
      const still = new Set(found.map(fieldOf))
      for (const one of open) if (!still.has(one.field)) await cases.close(tx, one.id, { result: 'the systems agree again', by: context.actor, at: instant(context) })
    })
  }
}

const fieldOf = ({ link }: Contradiction): string => `${link.kind} ${link.number ?? link.theirId}`

function sentence(order: Order, { link, beside }: Contradiction): string {
  const name = order.number ?? order.reference ?? order.id
  const said = `${name}: in ${link.system} the ${link.kind} ${link.number ?? link.theirId} is ${link.state}, and in ${beside.system} the ${beside.kind} ${beside.number ?? beside.theirId} is ${beside.state}.`
  return [said, 'Find out what is true, and correct the one that is wrong.'].join(' ')
}
