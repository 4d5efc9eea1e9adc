import { type Order } from '../orders/order'
import { type OrderStatus } from '../orders/status'
import { get } from './orders'
import { type Db, type Value } from './store'

export interface OrderSearch {
  /** Beginning of the number, the buyer's reference, the partner's code or the id; capitals count. */
  text?: string
  /** Exactly this reference of a buyer's. */
  reference?: string
  status?: OrderStatus
  limit: number
  offset?: number
}

/** The orders that a person may mean, the newest first. */
export async function searchOrders(db: Db, company: string, { text, reference, status, limit, offset = 0 }: OrderSearch): Promise<Order[]> {
  const values: Value[] = [company]
  const place = (value: Value): string => `$${values.push(value)}`
  const ofStatus = status === undefined ? '' : `AND status = ${place(status)}`
  const named = reference === undefined ? '' : `AND reference = ${place(reference)}`
  const begins = text === undefined ? '' : `AND (${['number', 'reference', 'buyer', 'id'].map((column) => `(${column} >= ${place(text)} AND ${column} < ${place(`${text}\u{10ffff}`)})`).join(' OR ')})`
  const rows = await db.query<{ id: string }>(
    `SELECT id FROM orders WHERE company = $1 ${ofStatus} ${named} ${begins} ORDER BY received_at DESC, id DESC LIMIT ${Math.floor(limit)} OFFSET ${Math.floor(offset)}`, values)
  const found = await Promise.all(rows.map((row) => get(db, company, row.id)))
  return found.filter((order) => order !== undefined)
}
