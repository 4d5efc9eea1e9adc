import { partId } from '../../orders/effects'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import { type CaseRecord } from '../../store/records'
import { type Order } from '../../orders/order'
import { DIFFERENCES, type DifferenceKind } from '../../sync/reconcile/difference'
import { STATUS_CONFLICT } from '../../sync/contradictions'
import { followAll } from './patient'
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
  /** Which orders it can be done to; `payments` are those that a payment by the bank's statement is booked for. (Default: one that is closed) */
  fits?: (order: Order, payments: ReadonlySet<string>) => boolean
}

/** Our id of the order's record of a kind. */
const recordOf = (kind: string) => async ({ id, company }: Order, { context }: Day): Promise<string> =>
  (await links.ofStream(context.store, company, `order/${id}`)).find((link) => link.kind === kind)?.ourId ?? id
const [shipment, invoice, production, creditNote, payment, capture] = [recordOf('shipment'), recordOf('invoice'), recordOf('production'), recordOf('creditNote'), recordOf('payment'), recordOf('capture')]
const isClosed = ({ status }: Order): boolean => status === 'closed'
const isSold = (order: Order): boolean => isClosed(order) && order.origin !== undefined
const isPaidAtBank = (order: Order, payments: ReadonlySet<string>): boolean => isClosed(order) && payments.has(order.id)
/** The second part of an order that left two warehouses. */
const second = (order: Order): string => partId(order, order.parts?.find(({ system }) => system === 'wms-south')?.no)

/** Each on an order of its own, so that none hides another: first those that only some orders fit. */
const PLANTS: readonly Plant[] = [
  { name: 'deleted', system: 'finance', what: 'order-deleted', kind: 'missing-there', target: ({ id }) => id, fits: ({ status }) => status === 'toShip' },
  { name: 'charged', system: 'gateway', what: 'charge-edited', kind: 'amount', target: capture, with: () => ({ by: '1' }), fits: (order) => isClosed(order) && order.captures !== undefined },
  { name: 'raised', system: 'erp', what: 'line-quantity-raised', kind: 'quantity', target: ({ id }) => id, with: ({ lines: [line] }) => ({ line: line!.id, by: '1' }) },
  { name: 'currency', system: 'finance', what: 'order-currency', kind: 'currency', target: ({ id }) => id },
  { name: 'edited', system: 'finance', what: 'invoice-edited', kind: 'amount', target: invoice, with: () => ({ by: '1' }) },
  { name: 'cancelled', system: 'wms', what: 'status-set', kind: 'status', target: ({ id }) => `${id}/1`, with: () => ({ status: 'cancelled' }) },
  { name: 'twice', system: 'finance', what: 'payment-unreported', kind: 'missing-here', target: invoice, with: (_order, { date }) => ({ today: date }) },
  { name: 'credited', system: 'finance', what: 'credit-note-edited', kind: 'amount', target: creditNote, with: () => ({ by: '1' }), fits: (order) => isClosed(order) && order.documents.some(({ kind }) => kind === 'creditNote') },
  { name: 'made-less', system: 'mes', what: 'quantity-edited', kind: 'quantity', target: production, with: () => ({ quantity: '1' }), fits: (order) => isClosed(order) && order.quotation === undefined && order.lines.some((line) => line.production !== undefined) },
  { name: 'south', system: 'wms-south', what: 'status-set', kind: 'status', target: second, with: () => ({ status: 'cancelled' }), fits: (order) => isClosed(order) && (order.parts?.filter(({ lines }) => lines.length > 0).length ?? 0) > 1 },
  { name: 'deal', system: 'crm', what: 'deal-cancelled', kind: 'status', target: ({ id }) => id, fits: (order) => isClosed(order) && order.quotation !== undefined },
  { name: 'answer', system: 'shop', what: 'answer-edited', kind: 'status', target: ({ id }) => id, fits: isSold },
  { name: 'untold', system: 'shop', what: 'fulfilment-lost', kind: 'missing-there', target: ({ id }) => id, fits: isSold },
  { name: 'number', system: 'shop', what: 'tracking-edited', kind: 'tracking', target: ({ id }) => id, fits: isSold },
  { name: 'unbooked', system: 'finance', what: 'payment-deleted', kind: 'missing-there', target: payment, fits: isPaidAtBank },
  { name: 'booked-twice', system: 'finance', what: 'payment-doubled', kind: 'double', target: payment, fits: isPaidAtBank },
  { name: 'booked-more', system: 'finance', what: 'payment-edited', kind: 'amount', target: payment, with: () => ({ by: '100' }), fits: isPaidAtBank },
  { name: 'void', system: 'tms', what: 'status-set', kind: 'status', target: shipment, with: () => ({ status: 'VOID' }) },
  { name: 'gone', system: 'tms', what: 'consignment-lost', kind: 'missing-there', target: shipment },
  { name: 'beside', system: 'tms', what: 'consignment-booked', kind: 'missing-here', target: shipment },
  { name: 'proof', system: 'tms', what: 'proof-edited', kind: 'proof', target: shipment },
]

/** What was planted: by its system, what the night must call it, and on which order. */
export interface Planted { what: string; system: string; kind: DifferenceKind; order: string; name: string }

/** Plants every difference that there is an order for, once; a day that was broken off finds the same again. */
export async function plantAll(day: Day): Promise<Planted[]> {
  if (!day.first) return []
  const { context: { store }, company } = day
  const all = [...await orders.search(store, company, { status: 'toShip', limit: 500 }), ...await orders.search(store, company, { status: 'closed', limit: 500 })]
    .filter(({ id, receivedAt }) => receivedAt >= day.date && !day.planted.some(({ order }) => order === id)).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const payments = new Set<string>()
  for (const { id } of all) if ((await links.ofStream(store, company, `order/${id}`)).some(({ kind, ourId }) => kind === 'payment' && ourId.startsWith('bank/'))) payments.add(id)
  const planted: Planted[] = []
  for (const plant of [...PLANTS.filter(({ fits }) => fits), ...PLANTS.filter(({ fits }) => !fits)]) {
    const place = all.findIndex((order) => (plant.fits ?? isClosed)(order, payments))
    if (place < 0) continue
    const [order] = all.splice(place, 1)
    const outcome = await day.systems.get(plant.system)!.operate('plant', { name: plant.name, what: plant.what, externalId: await plant.target(order!, day), with: plant.with?.(order!, day) ?? {} })
    planted.push(await of(day, plant, outcome))
  }
  return planted
}

/** Whose order the warehouse sets back after it was delivered. */
const REOPENED = { buyer: 'VELDHUIS', reference: 'VH-2001' }

/** A clerk of the warehouse sets a delivered order back: from then on it contradicts the carrier, for all to see. */
export async function contradict(day: Day): Promise<void> {
  const order = day.first ? await orders.byKey(day.context.store, day.company, REOPENED.buyer, REOPENED.reference, '', 0) : undefined
  if (!order || !['delivered', 'closed'].includes(order.status)) return day.screen.good(day.words.notToday)
  await day.systems.get('wms')!.operate('reopen', { externalId: partId(order) })
  await followAll(day)
  for (const one of await cases.list(day.context.store, day.company, { state: 'open', kind: STATUS_CONFLICT })) day.screen.wait(day.words.texts.said(one.text))
  day.planted.push({ what: 'part-reopened', system: 'wms', kind: 'status', order: order.id, name: nameOf(order) })
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
  // what was changed may have followed from it: Tryton opens a sale again whose quantity is raised
  const follows = ({ system, subject }: CaseRecord): boolean => planted.some((one) => one.system === system && subject === `order/${one.order}`)
  return { rows, invented: all.filter((one) => !taken.has(one.id) && !follows(one)).length }
}
