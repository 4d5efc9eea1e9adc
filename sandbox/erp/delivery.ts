import { z } from 'zod'
import { dateText, decimalText, parseBody, word } from '../body'
import { exceeds, plus, same } from '../decimal'
import { readPage } from '../paging'
import { type Row } from '../records'
import { created, type Inquiry, ok, Refusal, type Route } from '../route'
import { orderOf } from './salesOrder'

const deliverySchema = z.strictObject({
  externalId: word, salesOrder: word, despatch: word, postedOn: dateText,
  items: z.array(z.strictObject({ externalItem: word, qty: decimalText })).min(1),
})
export type Delivery = z.infer<typeof deliverySchema>

/** Goods issues. Posting one counts up what was delivered; the order is `delivered` when all of it is. */
export const deliveryRoutes: Route[] = [
  { method: 'POST', path: '/deliveries', answer: post },
  { method: 'GET', path: '/deliveries', answer: (inquiry) => {
    const externalId = inquiry.query.get('externalId')
    const page = readPage<Delivery>(inquiry, { type: 'delivery', orderBy: 'externalId', ...(externalId === null ? {} : { externalId }) })
    return ok({ value: page.rows.map(deliveryBody), nextCursor: page.next ?? null })
  } },
  { method: 'GET', path: '/deliveries/:id', answer: ({ records, parameters }) => {
    const row = records.get<Delivery>('delivery', parameters.get('id') ?? '')
    if (!row) throw new Refusal(404, 'NOT_FOUND', `delivery ${parameters.get('id') ?? ''} does not exist`)
    return ok(deliveryBody(row))
  } },
]

export const deliveryBody = (row: Row<Delivery>): unknown =>
  ({ delivery: row.id, ...row.body, status: row.status, version: row.version, changedAt: row.changedAt })

function post({ body, records }: Inquiry): ReturnType<typeof created> {
  const delivery = parseBody(deliverySchema, body)
  const order = orderOf(records, delivery.salesOrder)
  if (order.status !== 'open') throw new Refusal(409, 'NOT_OPEN', `sales order ${order.id} is ${order.status}`)
  const items = order.body.items.map((item) => {
    const issued = delivery.items.filter(({ externalItem }) => externalItem === item.externalItem).reduce((sum, { qty }) => plus(sum, qty), '0')
    const delivered = plus(item.delivered, issued)
    if (exceeds(delivered, item.qty)) throw new Refusal(409, 'OVER_DELIVERY', `line ${item.externalItem}: ${delivered} would be delivered of ${item.qty}`)
    return { ...item, delivered }
  })
  const known = new Set(items.map((item) => item.externalItem))
  const stranger = delivery.items.find(({ externalItem }) => !known.has(externalItem))
  if (stranger) throw new Refusal(400, 'ITEM_UNKNOWN', `sales order ${order.id} has no line ${stranger.externalItem}`)

  records.update({ ...order, status: items.every((item) => same(item.delivered, item.qty)) ? 'delivered' : 'open', body: { ...order.body, items } })
  const row = records.insert<Delivery>({
    type: 'delivery', id: `DLV-${records.next('delivery', 800_001)}`, externalId: delivery.externalId, reference: delivery.despatch, status: 'posted', body: delivery,
  })
  return created(deliveryBody(row))
}
