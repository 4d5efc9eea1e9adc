import { createHmac } from 'node:crypto'
import { type Records, type Row } from '../records'
import { Refusal } from '../route'
import { type PlantAsk, type System } from '../system'
import { seed } from './catalogue'
import { fulfilmentRoutes } from './fulfilment'
import { orderBody, orderRoutes, type ShopOrder } from './order'

/** A web shop: customers order at the prices of its catalogue. Its webhooks are the orders themselves, signed over the raw body. */
export const shop: System = {
  name: 'shop',
  routes: [...orderRoutes, ...fulfilmentRoutes],
  changing: ['order'],
  seed,
  plants: new Map([['answer-edited', editAnswer]]),
  errorBody: ({ code, message }) => ({ errors: { [code]: [message] } }),
  feedBody: ({ rows, next, more }) => ({ orders: rows.map((row) => orderBody(row as Row<ShopOrder>)), nextPage: next, more }),
  webhook: {
    body: (row) => orderBody(row as Row<ShopOrder>),
    headers: ({ id, secret, text, row }) => ({
      'x-shop-event': id, 'x-shop-topic': row.version === 1 ? 'orders/create' : 'orders/updated', 'x-shop-hmac-sha256': createHmac('sha256', secret).update(text).digest('base64'),
    }),
  },
}

/** Somebody sets what an accepted order was answered to rejected, past all interfaces: by the id of our order. */
function editAnswer(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = records.all<ShopOrder>('order').find(({ body }) => body.answer !== null && (ask.externalId === undefined || body.answer.orderId === ask.externalId))
  if (!row?.body.answer) throw new Refusal(409, 'nothing_fits', 'there is no such answered order')
  records.overwrite({ ...row, body: { ...row.body, answer: { ...row.body.answer, outcome: 'rejected' } } })
  return { order: row.id, externalId: row.body.answer.orderId, before: { outcome: row.body.answer.outcome }, after: { outcome: 'rejected' } }
}
