import { z } from 'zod'
import { currencyCode, dateText, decimalText, parseBody, word } from '../body'
import { exceeds, lineNet, total } from '../decimal'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { created, type Inquiry, ok, Refusal, type Route } from '../route'
import { checkMaterial, type Customer, orderingCustomer } from './masterData'

const itemSchema = z.strictObject({
  /** The caller's line id; positions are ours: 10, 20, 30 … */
  externalItem: word, material: word, text: z.string().max(500).optional(), qty: decimalText, uom: word, netPrice: decimalText, per: decimalText.default('1'),
})
const orderSchema = z.strictObject({
  externalId: word, externalReference: z.string().max(200).default(''), ourNumber: word, soldTo: word, currency: currencyCode,
  orderDate: dateText.optional(), wantedOn: dateText.optional(), terms: z.string().optional(),
  shipTo: z.strictObject({ name: z.string().optional(), street: z.string().optional(), postcode: z.string().optional(), city: z.string().optional(),
    country: z.string().optional() }).optional(),
  items: z.array(itemSchema).min(1).max(10_000),
})
const changeSchema = orderSchema.omit({ externalId: true, soldTo: true }).partial()
const cancelSchema = z.strictObject({ reason: z.string().max(500).default('') })

export interface SalesOrder extends Omit<z.infer<typeof orderSchema>, 'items'> {
  items: (z.infer<typeof itemSchema> & { pos: string; net: string; delivered: string })[]
  totalNet: string
  cancelReason?: string
}

/** There is no idempotency key here: a second POST is a second order. */
export const salesOrderRoutes: Route[] = [
  { method: 'POST', path: '/sales-orders', answer: create },
  { method: 'GET', path: '/sales-orders', answer: list },
  { method: 'GET', path: '/sales-orders/:id', answer: ({ records, parameters }) => ok(orderBody(records, orderOf(records, parameters.get('id')))) },
  { method: 'PATCH', path: '/sales-orders/:id', answer: change },
  { method: 'POST', path: '/sales-orders/:id/cancel', answer: cancel },
]

/** A sales order as this ERP says it. */
export function orderBody(records: Records, row: Row<SalesOrder>): unknown {
  const customer = records.get<Customer>('customer', row.body.soldTo)
  return {
    salesOrder: row.id, ...row.body, soldToMatchcode: customer?.body.matchcode ?? null, status: row.status, version: row.version, changedAt: row.changedAt,
  }
}

/** The order of that id; a 404 Refusal where there is none. */
export function orderOf(records: Records, id = ''): Row<SalesOrder> {
  const row = records.get<SalesOrder>('order', id)
  if (!row) throw new Refusal(404, 'NOT_FOUND', `sales order ${id} does not exist`)
  return row
}

function create({ body, records }: Inquiry): ReturnType<typeof created> {
  const order = parseBody(orderSchema, body)
  orderingCustomer(records, order.soldTo)
  const row = records.insert<SalesOrder>({
    type: 'order',
    id: `SO-ERP-${records.next('sales-order', 100_001)}`,
    externalId: order.externalId,
    reference: order.externalReference,
    status: 'open',
    body: { ...order, ...priced(records, order.items) },
  })
  return created(orderBody(records, row))
}

function list(inquiry: Inquiry): ReturnType<typeof ok> {
  const externalId = inquiry.query.get('externalId')
  const reference = inquiry.query.get('externalReference')
  const page = readPage<SalesOrder>(inquiry, {
    type: 'order', orderBy: 'externalId', open: ['open', 'delivered', 'invoiced'],
    ...(externalId === null ? {} : { externalId }), ...(reference === null ? {} : { reference }),
  })
  return ok({ value: page.rows.map((row) => orderBody(inquiry.records, row)), nextCursor: page.next ?? null })
}

function change({ body, parameters, records, headers }: Inquiry): ReturnType<typeof ok> {
  const row = orderOf(records, parameters.get('id'))
  const changes = parseBody(changeSchema, body)
  const seen = headers['if-match']
  if (seen !== undefined && seen !== `"${row.version}"`) throw new Refusal(409, 'VERSION_DIFFERS', `sales order ${row.id} has version ${row.version} by now`)
  if (row.status !== 'open') throw new Refusal(409, 'NOT_OPEN', `sales order ${row.id} is ${row.status} and cannot be changed`)
  const delivered = new Map(row.body.items.map((item) => [item.externalItem, item.delivered]))
  const { items, ...rest } = changes
  const given = Object.fromEntries(Object.entries(rest).filter(([key]) => typeof body === 'object' && body !== null && Object.hasOwn(body, key)))
  const content = { ...row.body, ...given, ...(items ? priced(records, items, delivered) : {}) }
  return ok(orderBody(records, records.update({ ...row, reference: content.externalReference, body: content })))
}

function cancel({ body, parameters, records }: Inquiry): ReturnType<typeof ok> {
  const row = orderOf(records, parameters.get('id'))
  const { reason } = parseBody(cancelSchema, body ?? {})
  if (row.status === 'cancelled') return ok(orderBody(records, row))
  if (row.status !== 'open' || row.body.items.some((item) => exceeds(item.delivered, '0'))) {
    throw new Refusal(409, 'ALREADY_DELIVERED', `sales order ${row.id} has deliveries and cannot be cancelled`)
  }
  return ok(orderBody(records, records.update({ ...row, status: 'cancelled', body: { ...row.body, cancelReason: reason } })))
}

/** Items with positions and net amounts; what was delivered of a line stays with it. */
export function priced(records: Records, items: z.infer<typeof itemSchema>[], delivered: ReadonlyMap<string, string> = new Map()): Pick<SalesOrder, 'items' | 'totalNet'> {
  const list = items.map((item, index) => {
    checkMaterial(records, item.material, item.uom)
    if (!exceeds(item.per, '0')) throw new Refusal(400, 'invalid', `items.${index}.per: must be above 0`)
    const done = delivered.get(item.externalItem) ?? '0'
    if (exceeds(done, item.qty)) throw new Refusal(409, 'ALREADY_DELIVERED', `${done} of line ${item.externalItem} are delivered: ${item.qty} is too little`)
    return { ...item, pos: String((index + 1) * 10).padStart(6, '0'), net: lineNet(item.qty, item.netPrice, item.per), delivered: done }
  })
  if (new Set(items.map((item) => item.externalItem)).size < items.length) throw new Refusal(400, 'invalid', 'items: an externalItem is there twice')
  return { items: list, totalNet: total(list.map((item) => item.net)) }
}
