import { Op, type WhereOptions } from 'sequelize'
import { type Order } from '../orders/order'
import { type OrderStatus } from '../orders/status'
import { type OrderRow, orders as table } from './models/orders'
import { get } from './orders'
import { select } from './rows'
import { type Db } from './store'

export interface OrderSearch {
  /** Beginning of the number, the buyer's reference, the partner's code or the id; capitals count. */
  text?: string
  status?: OrderStatus
  limit: number
  offset?: number
}

/** The orders that a person may mean, the newest first. */
export async function searchOrders(db: Db, company: string, { text, status, limit, offset = 0 }: OrderSearch): Promise<Order[]> {
  const begins = text === undefined ? {} : { [Op.or]: ['number', 'reference', 'buyer', 'id'].map((column) => ({ [column]: { [Op.gte]: text, [Op.lt]: `${text}\u{10ffff}` } })) }
  const where = { company, ...(status ? { status } : {}), ...begins } as WhereOptions<OrderRow>
  const rows = await select(db, table, where, { order: [['received_at', 'DESC'], ['id', 'DESC']], limit, offset })
  const found = await Promise.all(rows.map((row) => get(db, company, row.id)))
  return found.filter((order) => order !== undefined)
}
