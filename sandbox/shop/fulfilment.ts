import { z } from 'zod'
import { dateText, parseBody, word } from '../body'
import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { orderBody, orderOf, type ShopOrder } from './order'

const tracking = z.strictObject({ carrier: word, number: word })
const fulfilmentBody = z.strictObject({ shippedOn: dateText, tracking: tracking.optional(), lines: z.array(z.strictObject({ item: word, qty: z.number().int().min(1) })).min(1) })

/** What was sent of an order. `ref` is the merchant's own; the customer is mailed once for each, and once for its tracking. */
export interface Fulfilment extends z.infer<typeof fulfilmentBody> {
  ref: string
  mails: number
}

export const fulfilmentRoutes: Route[] = [
  { method: 'PUT', path: '/orders/:id/fulfilments/:ref', answer: fulfil },
  { method: 'PUT', path: '/orders/:id/fulfilments/:ref/tracking', answer: track },
]

function fulfil({ body, parameters, records }: Inquiry): Answer {
  const row = orderOf(records, parameters.get('id'))
  const ref = parameters.get('ref') ?? ''
  if (row.body.fulfilments.some((one) => one.ref === ref)) return ok(orderBody(row))
  const content = parseBody(fulfilmentBody, body)
  const fulfilments = [...row.body.fulfilments, { ref, ...content, mails: 1 }]
  for (const { item, qty } of content.lines) {
    const ordered = row.body.items.find((one) => one.id === item)
    if (!ordered) throw new Refusal(422, 'unknown_item', `${row.id} has no item ${item}`)
    if (sent(fulfilments, item) > ordered.qty) throw new Refusal(422, 'too_many', `${qty} of ${item} are more than are open`)
  }
  const complete = row.body.items.every(({ id, qty }) => sent(fulfilments, id) === qty)
  return ok(orderBody(records.update({ ...row, body: { ...row.body, fulfilments, fulfilment: complete ? 'fulfilled' : 'partial' } })))
}

function track({ body, parameters, records }: Inquiry): Answer {
  const row = orderOf(records, parameters.get('id'))
  const ref = parameters.get('ref') ?? ''
  const found = row.body.fulfilments.find((one) => one.ref === ref)
  if (!found) throw new Refusal(409, 'not_fulfilled', `${row.id} has no fulfilment ${ref}`)
  const given = parseBody(tracking, body)
  if (JSON.stringify(found.tracking) === JSON.stringify(given)) return ok(orderBody(row))
  const fulfilments = row.body.fulfilments.map((one) => (one === found ? { ...one, tracking: given, mails: one.mails + 1 } : one))
  return ok(orderBody(records.update({ ...row, body: { ...row.body, fulfilments } })))
}

const sent = (fulfilments: ShopOrder['fulfilments'], item: string): number =>
  fulfilments.flatMap(({ lines }) => lines).filter((line) => line.item === item).reduce((sum, { qty }) => sum + qty, 0)
