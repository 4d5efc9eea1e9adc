import { type Order } from '../orders/order'
import * as orders from '../store/orders'
import { type Context } from './context'

/** Which of the stored orders. */
export interface OrderFilter {
  buyer?: string
  status?: Order['status']
  channel?: string
  /** Received on or after, and before, this date. */
  from?: string
  to?: string
}

const PAGE = 200

/** The orders of a company that a filter lets through, the newest first, by pages. */
export async function* pastOrders(context: Context, company: string, filter: OrderFilter): AsyncGenerator<Order[]> {
  for (let offset = 0; ; offset += PAGE) {
    const page = await orders.search(context.store, company, { buyer: filter.buyer, status: filter.status, limit: PAGE, offset })
    yield page.filter((order) => picked(order, filter))
    if (page.length < PAGE) return
  }
}

const picked = (order: Order, { channel, from, to }: OrderFilter): boolean =>
  (channel === undefined || order.channel === channel) && (from === undefined || order.receivedAt >= from) && (to === undefined || order.receivedAt < to)
