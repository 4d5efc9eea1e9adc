import { createHmac } from 'node:crypto'
import { type Row } from '../records'
import { type System } from '../system'
import { seed } from './catalogue'
import { fulfilmentRoutes } from './fulfilment'
import { orderBody, orderRoutes, type ShopOrder } from './order'

/** A web shop: customers order at the prices of its catalogue. Its webhooks are the orders themselves, signed over the raw body. */
export const shop: System = {
  name: 'shop',
  routes: [...orderRoutes, ...fulfilmentRoutes],
  changing: ['order'],
  seed,
  plants: new Map(),
  errorBody: ({ code, message }) => ({ errors: { [code]: [message] } }),
  feedBody: ({ rows, next, more }) => ({ orders: rows.map((row) => orderBody(row as Row<ShopOrder>)), nextPage: next, more }),
  webhook: {
    body: (row) => orderBody(row as Row<ShopOrder>),
    headers: ({ id, secret, text, row }) => ({
      'x-shop-event': id, 'x-shop-topic': row.version === 1 ? 'orders/create' : 'orders/updated', 'x-shop-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
    }),
  },
}
