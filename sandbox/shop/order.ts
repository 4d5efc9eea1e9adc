import { z } from 'zod'
import { dateText, parseBody, todayBody, word } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Answer, created, type Inquiry, ok, Refusal, type Route } from '../route'
import { type Customer, priced } from './catalogue'
import { type Fulfilment } from './fulfilment'

/** `name`: what happens once for each name, so that a day that is played again orders nothing twice. */
const checkoutBody = todayBody.extend({
  name: word.optional(),
  customer: word, items: z.array(z.strictObject({ sku: word, qty: z.number().int().min(1).max(100_000) })).min(1).max(200),
  purchaseOrder: z.string().max(60).optional(), wishDate: dateText.optional(), note: z.string().max(500).optional(), card: z.strictObject({ gateway: word, reference: word, amountMinor: z.number().int().positive() }).optional(), shippingMinor: z.number().int().min(0).default(0),
})
const answerBody = z.strictObject({ orderId: word, orderNumber: z.string().optional(), outcome: z.enum(['accepted', 'rejected', 'cancelled']), reason: z.string().optional() })

/** Money in the smallest coin; `payment` and `fulfilment` are the shop's own words beside each other. */
export interface ShopOrder {
  number: number
  placedAt: string
  currency: string
  customer: Pick<Customer, 'id' | 'email' | 'company' | 'accountNumber'>
  purchaseOrder: string | null
  wishDate: string | null
  note: string | null
  shippingAddress: Customer['address']
  items: { id: string; sku: string; title: string; unit: string; qty: number; unitMinor: number; totalMinor: number }[]
  shippingMinor: number
  totalMinor: number
  /** What its customer has authorised, and where; absent where he pays an invoice. */
  card?: { gateway: string; reference: string; amountMinor: number }
  payment: 'pending' | 'authorised' | 'paid' | 'refunded'
  fulfilment: 'unfulfilled' | 'partial' | 'fulfilled'
  cancelled: { by: 'customer' | 'merchant'; on: string; reason: string | null } | null
  fulfilments: Fulfilment[]
  /** What became of it with the merchant. */
  answer: z.infer<typeof answerBody> | null
}

export const orderRoutes: Route[] = [
  { method: 'GET', path: '/orders', answer: (inquiry) => {
    const page = readPage<ShopOrder>(inquiry, { type: 'order', orderBy: 'id', open: ['open'] })
    return ok({ orders: page.rows.map(orderBody), nextPage: page.next ?? null })
  } },
  { method: 'GET', path: '/orders/:id', answer: ({ records, parameters }) => ok(orderBody(orderOf(records, parameters.get('id')))) },
  { method: 'PUT', path: '/orders/:id/answer', answer },
  { method: 'POST', path: '/operator/checkout', answer: checkout },
  { method: 'POST', path: '/operator/cancel', answer: cancel },
]

export const orderBody = (row: Row<ShopOrder>): unknown => ({ id: row.id, ...row.body, archived: row.status === 'archived', revision: row.version, updatedAt: Date.parse(row.changedAt) })

/** A customer orders what is in her basket, at the prices of the catalogue. */
function checkout({ body, records }: Inquiry): Answer {
  const ask = parseBody(checkoutBody, body)
  const before = ask.name === undefined ? undefined : records.byExternalId<ShopOrder>('order', ask.name)[0]
  if (before) return ok(orderBody(before))
  const customer = records.get<Customer>('customer', ask.customer)?.body
  if (!customer) throw new Refusal(404, 'unknown_customer', `there is no customer ${ask.customer}`)
  const serial = records.next('order', 1)
  const items = ask.items.map(({ sku, qty }, index) => {
    const { product, unitMinor } = priced(records, sku, customer.currency)
    return { id: `li_${String(serial * 1000 + index + 1).padStart(7, '0')}`, sku, title: product.title, unit: product.unit, qty, unitMinor, totalMinor: qty * unitMinor }
  })
  const totalMinor = items.reduce((sum, item) => sum + item.totalMinor, ask.shippingMinor)
  if (ask.card && ask.card.amountMinor !== totalMinor) throw new Refusal(402, 'not_covered', `the card is authorised for ${ask.card.amountMinor}, the basket comes to ${totalMinor}`)
  const { id, email, company, accountNumber, currency, address } = customer
  return created(orderBody(records.insert<ShopOrder>({
    type: 'order', id: `ord_${(serial * 7919 + 46_656).toString(36)}`, externalId: ask.name ?? '', reference: String(1000 + serial), status: 'open',
    body: {
      number: 1000 + serial, placedAt: `${ask.today}T09:42:00+01:00`, currency, customer: { id, email, company, ...(accountNumber === undefined ? {} : { accountNumber }) },
      purchaseOrder: ask.purchaseOrder ?? null, wishDate: ask.wishDate ?? null, note: ask.note ?? null, shippingAddress: address, items, shippingMinor: ask.shippingMinor,
      totalMinor, ...(ask.card ? { card: ask.card } : {}), payment: ask.card ? 'authorised' : 'pending', fulfilment: 'unfulfilled', cancelled: null, fulfilments: [], answer: null,
    },
  })))
}

/** The customer thinks better of it: possible until it is fulfilled. A second time it is cancelled already. */
function cancel({ body, records }: Inquiry): Answer {
  const { today, order, reason } = parseBody(todayBody.extend({ order: word, reason: z.string().max(200).optional() }), body)
  const row = orderOf(records, order)
  if (row.body.cancelled) return ok(orderBody(row))
  if (row.body.fulfilment === 'fulfilled') throw new Refusal(409, 'fulfilled', `${row.id} is fulfilled: it can only be returned`)
  return ok(orderBody(records.update({ ...row, body: { ...row.body, cancelled: { by: 'customer', on: today, reason: reason ?? null } } })))
}

/** Put by the order, so that a repeat says nothing new; one order answers it. */
function answer({ body, parameters, records }: Inquiry): Answer {
  const row = orderOf(records, parameters.get('id'))
  const said = parseBody(answerBody, body)
  if (JSON.stringify(row.body.answer) === JSON.stringify(said)) return ok(orderBody(row))
  if (row.body.answer && row.body.answer.orderId !== said.orderId) throw new Refusal(409, 'answered', `${row.id} was answered for ${row.body.answer.orderId} already`)
  const cancelled = row.body.cancelled ?? (said.outcome === 'accepted' ? null : { by: 'merchant' as const, on: records.clock.stamp().slice(0, 10), reason: said.reason ?? null })
  return ok(orderBody(records.update({ ...row, body: { ...row.body, answer: said, cancelled } })))
}

export function orderOf(records: Records, id = ''): Row<ShopOrder> {
  const row = records.get<ShopOrder>('order', id)
  if (!row) throw new Refusal(404, 'unknown_order', `there is no order ${id}`)
  return row
}
