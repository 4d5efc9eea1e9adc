import { parts, type PartRow } from './models/orders'
import { putMany, select } from './rows'
import { type Db, type Tx } from './store'

/** What one system or place fulfils of an order: `SO-1/2` is no. 2 of its order. */
export interface Part {
  company: string
  order: string
  no: number
  system: string
  /** As it is sent to the system: lines, ship-to, dates. */
  body: unknown
}

export const save = (tx: Tx, given: readonly Part[]): Promise<void> =>
  putMany(tx, parts, given.map((part) => ({ company: part.company, order_id: part.order, no: part.no, system: part.system, body: JSON.stringify(part.body) })))

export const ofOrder = (db: Db, company: string, order: string): Promise<Part[]> => ofOrders(db, company, [order])

/** By order and then their number. */
export async function ofOrders(db: Db, company: string, orders: readonly string[]): Promise<Part[]> {
  return orders.length === 0 ? [] : (await select(db, parts, { company, order_id: [...orders] }, { order: ['order_id', 'no'] })).map(fromRow)
}

const fromRow = (row: PartRow): Part => ({ company: row.company, order: row.order_id, no: row.no, system: row.system, body: JSON.parse(row.body) })
