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

const COLUMNS = ['number', 'reference', 'buyer', 'id'] as const
/** Where so many begin with a text, the newest of them are found soonest by going through the newest. */
const FEW = 500

/** The orders that a person may mean, the newest first. */
export async function searchOrders(db: Db, company: string, { text, reference, status, limit, offset = 0 }: OrderSearch): Promise<Order[]> {
  const values: Value[] = [company]
  const place = (value: Value): string => `$${values.push(value)}`
  const ofStatus = status === undefined ? '' : `AND status = ${place(status)}`
  const named = reference === undefined ? '' : `AND reference = ${place(reference)}`
  const few = text === undefined ? undefined : await fewBeginning(db, company, text)
  if (few?.length === 0) return []
  const begins = text === undefined ? '' : few ? `AND id IN (${few.map(place).join(', ')})` : `AND (${COLUMNS.map((column) => `(${column} >= ${place(text)} AND ${column} < ${place(`${text}\u{10ffff}`)})`).join(' OR ')})`
  const rows = await db.query<{ id: string }>(
    `SELECT id FROM orders WHERE company = $1 ${ofStatus} ${named} ${begins} ORDER BY received_at DESC, id DESC LIMIT ${Math.floor(limit)} OFFSET ${Math.floor(offset)}`, values)
  const found = await Promise.all(rows.map((row) => get(db, company, row.id)))
  return found.filter((order) => order !== undefined)
}

/** Ids of the orders that begin with the text in one of their columns, each by its index; undefined where they are many. */
async function fewBeginning(db: Db, company: string, text: string): Promise<string[] | undefined> {
  const ids = new Set<string>()
  for (const column of COLUMNS) {
    const rows = await db.query<{ id: string }>(`SELECT id FROM orders WHERE company = $1 AND ${column} >= $2 AND ${column} < $3 LIMIT ${FEW}`, [company, text, `${text}\u{10ffff}`])
    if (rows.length === FEW) return undefined
    for (const { id } of rows) ids.add(id)
  }
  return [...ids]
}
