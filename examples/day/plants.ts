import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { type Order } from '../../orders/order'
import { DIFFERENCES, type DifferenceKind } from '../../sync/reconcile/difference'
import { type Day, nameOf } from './steps'
import { type Role } from './systems'

/** A difference that somebody made past all interfaces, and how the night must call it. */
interface Plant {
  name: string
  system: Role
  what: string
  kind: DifferenceKind
  /** The record there: our id of it. */
  target: (order: Order, day: Day) => string | Promise<string>
  with?: (order: Order, day: Day) => Record<string, string>
  /** An order that waits for goods; else one that is closed. */
  waiting?: boolean
}

/** Our id of the order's record of a kind. */
const recordOf = (kind: string) => async ({ id, company }: Order, { context }: Day): Promise<string> =>
  (await links.ofStream(context.store, company, `order/${id}`)).find((link) => link.kind === kind)?.ourId ?? id
const [shipment, invoice] = [recordOf('shipment'), recordOf('invoice')]

/** Each on an order of its own, so that none hides another. */
const PLANTS: readonly Plant[] = [
  { name: 'deleted', system: 'finance', what: 'order-deleted', kind: 'missing-there', target: ({ id }) => id, waiting: true },
  { name: 'raised', system: 'erp', what: 'line-quantity-raised', kind: 'quantity', target: ({ id }) => id, with: ({ lines: [line] }) => ({ line: line!.id, by: '1' }) },
  { name: 'currency', system: 'finance', what: 'order-currency', kind: 'currency', target: ({ id }) => id },
  { name: 'edited', system: 'finance', what: 'invoice-edited', kind: 'amount', target: invoice, with: () => ({ by: '1' }) },
  { name: 'cancelled', system: 'wms', what: 'status-set', kind: 'status', target: ({ id }) => `${id}/1`, with: () => ({ status: 'cancelled' }) },
  { name: 'twice', system: 'finance', what: 'payment-unreported', kind: 'missing-here', target: invoice, with: (_order, { date }) => ({ today: date }) },
  { name: 'void', system: 'tms', what: 'status-set', kind: 'status', target: shipment, with: () => ({ status: 'VOID' }) },
]

/** What was planted: by its system, what the night must call it, and on which order. */
export interface Planted { what: string; system: string; kind: DifferenceKind; order: string; name: string }

/** Plants every difference that there is an order for, once; a day that was broken off finds the same again. */
export async function plantAll(day: Day): Promise<Planted[]> {
  if (!day.first) return []
  const { context: { store }, company } = day
  const found = async (status: 'toShip' | 'closed'): Promise<Order[]> =>
    (await orders.search(store, company, { status, limit: 500 })).filter(({ receivedAt }) => receivedAt >= day.date).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const [waiting, closed] = [await found('toShip'), await found('closed')]
  const planted: Planted[] = []
  for (const plant of PLANTS) {
    const order = (plant.waiting ? waiting : closed).shift()
    if (!order) continue
    const outcome = await day.systems.get(plant.system)!.operate('plant', { name: plant.name, what: plant.what, externalId: await plant.target(order, day), with: plant.with?.(order, day) ?? {} })
    planted.push(await of(day, plant, outcome))
  }
  return planted
}

/** One payment is booked by hand in finance, before its customer pays. */
export async function plantPayment(day: Day): Promise<Planted> {
  const outcome = await day.systems.get('finance')!.operate('plant', { name: 'unreported', what: 'payment-unreported', with: { today: day.date } })
  return of(day, { what: 'payment-unreported', system: 'finance', kind: 'missing-here' }, outcome)
}

/** What was done before a day was broken off names its own order. */
async function of({ context, company }: Day, { what, system, kind }: Pick<Plant, 'what' | 'system' | 'kind'>, outcome: Record<string, unknown>): Promise<Planted> {
  const id = String(outcome.orderExternalId ?? outcome.externalId ?? outcome.shipperRef).split('/')[0]!
  return { what, system, kind, order: id, name: nameOf(await orders.get(context.store, company, id)) }
}

/** Each planted difference with the case that the night made of it, and how many cases of differences there are besides. */
export async function foundOf(day: Day, planted: readonly Planted[]): Promise<{ rows: { planted: Planted; found?: 'repaired' | 'waits' }[]; invented: number }> {
  const all = (await cases.list(day.context.store, day.company, { limit: 1000 })).filter(({ kind, firstSeen }) => (DIFFERENCES as readonly string[]).includes(kind) && firstSeen >= day.date)
  const taken = new Set<string>()
  const rows = planted.map((one) => {
    const found = all.find(({ id, kind, system, subject }) => !taken.has(id) && kind === one.kind && system === one.system && subject === `order/${one.order}`)
    if (found) taken.add(found.id)
    return { planted: one, ...(found ? { found: found.state === 'closed' ? 'repaired' as const : 'waits' as const } : {}) }
  })
  return { rows, invented: all.length - taken.size }
}
