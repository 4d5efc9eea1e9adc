import { UniqueConstraintError } from 'sequelize'
import { isCurrency } from '../orders/money'
import { type Order } from '../orders/order'
import { type OrderStatus } from '../orders/status'
import { keepRest, split } from './longText'
import { minorOf } from './minor'
import { type OrderRow, orders } from './models/orders'
import { naturalKeyOf, type OrderKey } from './naturalKey'
import { stateOf, stateOwner, WHOLE } from './orderPages'
import { insertMany, selectOf, selectOne, updateChanged } from './rows'
import { type Db, type Tx } from './store'

/** Another order has this buyer's reference, release and generation already. */
export class OrderKeyTaken extends Error {
  override readonly name = 'OrderKeyTaken'
  constructor(readonly existing: string, readonly order: string, text: string) {
    super(text)
  }
}

/** What whoever writes orders knows of them, by their ids: which are surely new, in how many further parts the others have their states, and as what they are there. */
export interface Known { fresh?: ReadonlySet<string>; parts?: ReadonlyMap<string, number>; before?: ReadonlyMap<string, Order> }

/**
 * Writes the orders as they are now (new ones and known ones; what is known of them is not looked for). Throws
 * {@link OrderKeyTaken} with the other's id where another order has the same (buyer, reference, release, generation) or the same number; nothing is
 * kept then, once the transaction ends.
 */
export async function save(tx: Tx, changed: readonly Order[], { fresh = new Set(), parts = new Map(), before = new Map() }: Known = {}): Promise<void> {
  const known = await partsOfKnown(tx, changed.filter(({ id }) => !fresh.has(id) && !parts.has(id)))
  const split = changed.map((order) => ({ order, ...toRow(order), had: parts.get(order.id) ?? known.get(keyOf(order)) }))
  const added = split.filter(({ had }) => had === undefined).map(({ row }) => row)
  const moved = split.filter(({ had }) => had !== undefined).map(({ row }) => row)
  try {
    await insertMany(tx, orders, added)
    await updateChanged(tx, orders, moved.map((row) => { const was = before.get(row.id); return { before: was ? columnsOf(was, keepsKey(was, row) ? row.natural_key : naturalKey(was)) : {}, row } }))
  } catch (error) {
    if (error instanceof UniqueConstraintError) throw await whoseKey(tx, [...added, ...moved], error)
    throw error
  }
  for (const { order, rest, had = 0 } of split) if (rest.length > 0 || had > 0) await keepRest(tx, stateOwner(order), rest, had)
}

export const get = (db: Db, company: string, id: string): Promise<Order | undefined> => one(db, { company, id })
export const byNumber = (db: Db, company: string, number: string): Promise<Order | undefined> => one(db, { company, number })

/** The order of a buyer's reference, compared exactly: `po-1` and `PO-1` are two. An absent release is `''`. */
export const byKey = (db: Db, company: string, buyer: string, reference: string, release: string, generation: number): Promise<Order | undefined> =>
  one(db, { natural_key: naturalKeyOf({ company, buyer, reference, release, generation }) })

export { type OrderKey }

/** The orders of many buyers' references in one query, in the order of the keys; undefined where there is none. */
export async function byKeys(db: Db, keys: readonly OrderKey[]): Promise<(Order | undefined)[]> {
  const wanted = keys.map(naturalKeyOf)
  const rows = await selectOf(db, orders, [...WHOLE, 'natural_key'], { natural_key: wanted })
  const known = new Map(await Promise.all(rows.map(async (row) => [row.natural_key, await stateOf(db, row)] as const)))
  return wanted.map((key) => known.get(key))
}

export interface OrderFilter { status?: OrderStatus; buyer?: string; limit?: number; offset?: number }

/** The newest first. */
export async function search(db: Db, company: string, { status, buyer, limit = 100, offset = 0 }: OrderFilter = {}): Promise<Order[]> {
  const where = { company, ...(status ? { status } : {}), ...(buyer ? { buyer } : {}) }
  const rows = await selectOf(db, orders, WHOLE, where, { order: [['received_at', 'DESC'], ['id', 'DESC']], limit, offset })
  return Promise.all(rows.map((row) => stateOf(db, row)))
}

/** Of a buyer's last orders, the newest first, those that are wanted by their reference and status; the others are not read whole. */
export async function lastOf(db: Db, company: string, buyer: string, last: number, wanted: (order: Pick<Order, 'reference' | 'status'>) => boolean): Promise<Order[]> {
  const rows = await selectOf(db, orders, [...WHOLE, 'reference', 'status'], { company, buyer }, { order: [['received_at', 'DESC'], ['id', 'DESC']], limit: last })
  return Promise.all(rows.filter((row) => wanted({ reference: row.reference ?? undefined, status: row.status as OrderStatus })).map((row) => stateOf(db, row)))
}

/** How many of a buyer's orders were accepted; counted up to `most`. */
export async function acceptedOf(db: Db, company: string, buyer: string, most: number): Promise<number> {
  const rows = await db.query<{ id: string }>(`SELECT id FROM orders WHERE company = $1 AND buyer = $2 AND number IS NOT NULL LIMIT ${Math.floor(most)}`, [company, buyer])
  return rows.length
}

export async function countByStatus(db: Db, company: string): Promise<Map<OrderStatus, number>> {
  const rows = await db.query<{ status: OrderStatus; n: number }>('SELECT status, count(*) AS n FROM orders WHERE company = $1 GROUP BY status', [company])
  return new Map(rows.map((row) => [row.status, row.n]))
}

/** Which columns of an order's row are not as its state says. */
export async function columnsDiffer(db: Db, row: OrderRow): Promise<string[]> {
  const order = await readable(db, row)
  if (!order) return ['state']
  const { row: right } = toRow(order)
  return (Object.keys(right) as (keyof OrderRow)[]).filter((column) => row[column] !== right[column])
}

async function readable(db: Db, row: OrderRow): Promise<Order | undefined> {
  try {
    const order: unknown = await stateOf(db, row)
    return typeof order === 'object' && order !== null ? order as Order : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function one(db: Db, where: Partial<Pick<OrderRow, 'company' | 'id' | 'number' | 'natural_key'>>): Promise<Order | undefined> {
  const [row] = await selectOf(db, orders, WHOLE, where, { limit: 1 })
  return row && stateOf(db, row)
}

/** The orders of these that are there, and in how many further parts each has its state. */
async function partsOfKnown(tx: Tx, wanted: readonly Order[]): Promise<Map<string, number>> {
  const known = new Map<string, number>()
  for (const company of new Set(wanted.map((order) => order.company))) {
    const ids = wanted.filter((order) => order.company === company).map((order) => order.id)
    const rows = await tx.query<{ id: string; state_parts: number }>(`SELECT id, state_parts FROM orders WHERE company = $1 AND id IN (${ids.map((_, no) => `$${no + 2}`).join(', ')})`, [company, ...ids])
    for (const { id, state_parts } of rows) known.set(keyOf({ company, id }), state_parts)
  }
  return known
}

const keyOf = ({ company, id }: { company: string; id: string }): string => JSON.stringify([company, id])

/** Names the order that has the key which one of the rows would take. */
async function whoseKey(tx: Tx, rows: readonly OrderRow[], error: UniqueConstraintError): Promise<Error> {
  for (const [place, row] of rows.entries()) {
    const before = rows.slice(0, place)
    const other = (row.natural_key !== null ? before.find((one) => one.natural_key === row.natural_key) ?? await selectOne(tx, orders, { natural_key: row.natural_key }) : undefined)
      ?? (row.number !== null ? before.find((one) => one.company === row.company && one.number === row.number) ?? await selectOne(tx, orders, { company: row.company, number: row.number }) : undefined)
    if (!other || other.id === row.id) continue
    const what = other.natural_key === row.natural_key ? `the order ${row.reference} of ${row.buyer}` : `the order number ${row.number}`
    return new OrderKeyTaken(other.id, row.id, `${what} is there already, as ${other.id}`)
  }
  return error
}

function toRow(order: Order): { row: OrderRow; rest: string[] } {
  const { head, rest } = split(JSON.stringify(order))
  return { rest, row: { ...columnsOf(order), state: head, state_parts: rest.length } }
}

/** What of an order can be looked for. */
const columnsOf = (order: Order, natural_key = naturalKey(order)): Omit<OrderRow, 'state' | 'state_parts'> => ({
  company: order.company, id: order.id, number: order.number ?? null, natural_key, buyer: order.buyer ?? null, reference: order.reference ?? null,
  buyers_release: order.release, generation: order.generation, status: order.status, version: order.version, revision: order.revision, channel: order.channel,
  document: order.document ?? null, currency: order.currency !== undefined && isCurrency(order.currency) ? order.currency : null, payable_minor: minorOf(order.payable, order.currency).minor,
  received_at: order.receivedAt, confirmed_at: order.confirmedAt ?? null,
  // the day is enough to look for; the state has it as the document gave it
  requested_delivery: order.requestedDelivery?.slice(0, 10) ?? null,
})

/** Only where there is a buyer and a reference can an order be the same as another. */
const naturalKey = ({ company, buyer, reference, release, generation }: Order): string | null =>
  buyer === undefined || reference === undefined ? null : naturalKeyOf({ company, buyer, reference, release, generation })

/** Nearly every change of an order leaves its key alone, and a digest costs more than a look. */
const keepsKey = (was: Order, row: OrderRow): boolean =>
  was.buyer === (row.buyer ?? undefined) && was.reference === (row.reference ?? undefined) && was.release === row.buyers_release && was.generation === row.generation
