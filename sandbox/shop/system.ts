import { createHmac } from 'node:crypto'
import { type Records, type Row } from '../records'
import { Refusal } from '../route'
import { type PlantAsk, type System } from '../system'
import { seed } from './catalogue'
import { type Fulfilment, fulfilmentRoutes } from './fulfilment'
import { orderBody, orderRoutes, type ShopOrder } from './order'

/** A web shop: customers order at the prices of its catalogue. Its webhooks are the orders themselves, signed over the raw body. */
export const shop: System = {
  name: 'shop',
  routes: [...orderRoutes, ...fulfilmentRoutes],
  changing: ['order'],
  seed,
  plants: new Map([['answer-edited', editAnswer], ['fulfilment-lost', loseFulfilment], ['tracking-edited', editTracking], ['fulfilment-added', addFulfilment]]),
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

/** An order of which something was sent: by the id of ours. */
function fulfilled(records: Records, ask: PlantAsk): Row<ShopOrder> {
  const row = records.all<ShopOrder>('order').find(({ body }) => body.fulfilments.length > 0 && (ask.externalId === undefined || body.answer?.orderId === ask.externalId))
  if (!row) throw new Refusal(409, 'nothing_fits', 'there is no such order of which something was sent')
  return row
}

/** Somebody changes what an order's customer is told is sent, past all interfaces. */
const told = (records: Records, ask: PlantAsk, change: (before: readonly Fulfilment[]) => Fulfilment[]): Record<string, unknown> => {
  const row = fulfilled(records, ask)
  records.overwrite({ ...row, body: { ...row.body, fulfilments: change(row.body.fulfilments) } })
  return { order: row.id, externalId: row.body.answer?.orderId ?? '' }
}

function loseFulfilment(records: Records, ask: PlantAsk): Record<string, unknown> {
  return told(records, ask, ([, ...others]) => others)
}

/** `with.number`: another tracking number. */
function editTracking(records: Records, ask: PlantAsk): Record<string, unknown> {
  return told(records, ask, ([first, ...others]) => [{ ...first!, tracking: { carrier: first!.tracking?.carrier ?? 'NX', number: ask.with['number'] ?? 'NX000000000DE' } }, ...others])
}

function addFulfilment(records: Records, ask: PlantAsk): Record<string, unknown> {
  return told(records, ask, (before) => [...before, { ...before[0]!, ref: `${fulfilled(records, ask).body.answer?.orderId ?? ''}/by-hand/1`, lines: [{ ...before[0]!.lines[0]!, qty: 1 }] }])
}
