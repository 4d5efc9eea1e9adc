import { type OrderStatus } from '../orders/status'
import { type Db } from './store'

/** The orders of a status to which nothing has happened since an instant, with when something last did. */
export async function quietOrders(db: Db, company: string, status: OrderStatus, before: string): Promise<{ id: string; last: string }[]> {
  const stream = db.dialect === 'sqlite' ? "'order/' || o.id" : "concat('order/', o.id)"
  return db.query(`SELECT o.id, e.at AS last FROM orders o JOIN events e ON e.company = o.company AND e.stream = ${stream} AND e.sequence = o.version
    WHERE o.company = $1 AND o.status = $2 AND e.at < $3 ORDER BY e.at, o.id`, [company, status, before])
}
