import { z } from 'zod'
import { dateText, decimalText, parseBody, word } from '../body'
import { exceeds, minus } from '../decimal'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { created, type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { inStockUnit, moveStock, siteOf } from './stock'

const fulfilmentSchema = z.strictObject({
  orderNumber: word, partNumber: word, priority: z.number().int().min(0).max(99).default(50), wantedBy: dateText.optional(),
  consignee: z.strictObject({ name: z.string().optional(), addressLines: z.array(z.string()).optional(), zip: z.string().optional(), city: z.string().optional(),
    country: z.string().optional(), phone: z.string().optional() }).optional(),
  lines: z.array(z.strictObject({ lineRef: word, sku: word, qty: decimalText, uom: word })).min(1).max(10_000),
})

export type FulfilmentContent = z.infer<typeof fulfilmentSchema>
export interface FulfilmentOrder extends Omit<FulfilmentContent, 'lines'> {
  lines: (FulfilmentContent['lines'][number] & { qtyShipped: string })[]
}

/** Orders are put by the caller's id, so that a repeat is no second order. */
export const fulfilmentRoutes: Route[] = [
  { method: 'PUT', path: '/fulfilment-orders/:externalId', answer: put },
  { method: 'POST', path: '/fulfilment-orders/:externalId/cancel', answer: cancel },
  { method: 'POST', path: '/operator/reopen', answer: ({ body, records }) => {
    const row = fulfilmentOf(records, z.looseObject({ externalId: word }).parse(body).externalId)
    return ok(fulfilmentBody(row.status === 'picking' ? row : records.update({ ...row, status: 'picking' })))
  } },
  // what was picked goes back on the shelf
  { method: 'POST', path: '/operator/putback', answer: ({ body, records }) => {
    const row = fulfilmentOf(records, z.looseObject({ externalId: word }).parse(body).externalId)
    return ok(fulfilmentBody(row.status === 'picking' ? records.update({ ...row, status: 'released' }) : row))
  } },
  { method: 'GET', path: '/fulfilment-orders/:externalId', answer: ({ records, parameters }) => ok(fulfilmentBody(fulfilmentOf(records, parameters.get('externalId')))) },
  { method: 'GET', path: '/fulfilment-orders', answer: (inquiry) => {
    const page = readPage<FulfilmentOrder>(inquiry, { type: 'fulfilment', orderBy: 'id', open: ['released', 'picking'] })
    return ok({ items: page.rows.map(fulfilmentBody), paging: { next: page.next ?? null } })
  } },
]

export const fulfilmentBody = (row: Row<FulfilmentOrder>): unknown =>
  ({ foNumber: row.id, externalId: row.externalId, ...row.body, state: row.status, rev: row.version, ts: Date.parse(row.changedAt) })

/** Still to be shipped of a line, in the unit it was ordered in. */
export const openQuantity = (line: FulfilmentOrder['lines'][number]): string => minus(line.qty, line.qtyShipped)

function put({ body, parameters, records }: Inquiry): Answer {
  const externalId = parameters.get('externalId') ?? ''
  const content = parseBody(fulfilmentSchema, body)
  const lines = content.lines.map((line) => ({ ...line, qtyShipped: '0' }))
  const old = records.byExternalId<FulfilmentOrder>('fulfilment', externalId)[0]
  if (!old) {
    reserve(records, lines, 'reserve')
    const row = records.insert<FulfilmentOrder>({
      type: 'fulfilment', id: `FO-${siteOf(records)}${String(records.next('fulfilment', 1)).padStart(6, '0')}`, externalId, reference: content.orderNumber, status: 'released',
      body: { ...content, lines },
    })
    return created(fulfilmentBody(row))
  }
  if (sameContent(old.body, content)) return ok(fulfilmentBody(old))
  if (old.status !== 'released') throw new Refusal(409, 'too_late', `${old.id} is ${old.status}: it cannot be changed any more`)
  reserve(records, old.body.lines, 'free')
  reserve(records, lines, 'reserve')
  return ok(fulfilmentBody(records.update({ ...old, reference: content.orderNumber, body: { ...content, lines } })))
}

function cancel({ parameters, records }: Inquiry): Answer {
  const row = fulfilmentOf(records, parameters.get('externalId'))
  if (row.status === 'cancelled') return ok(fulfilmentBody(row))
  if (row.status !== 'released') throw new Refusal(409, 'too_late', `${row.id} is ${row.status}: it cannot be cancelled any more`)
  reserve(records, row.body.lines, 'free')
  return ok(fulfilmentBody(records.update({ ...row, status: 'cancelled' })))
}

function fulfilmentOf(records: Records, externalId = ''): Row<FulfilmentOrder> {
  const row = records.byExternalId<FulfilmentOrder>('fulfilment', externalId)[0]
  if (!row) throw new Refusal(404, 'unknown_order', `there is no fulfilment order ${externalId}`)
  return row
}

function reserve(records: Records, lines: FulfilmentOrder['lines'], way: 'reserve' | 'free'): void {
  for (const line of lines) {
    if (!exceeds(line.qty, '0')) throw new Refusal(400, 'bad_quantity', `line ${line.lineRef}: the quantity must be above 0`)
    moveStock(records, line.sku, { [way]: inStockUnit(records, line.sku, line.qty, line.uom) })
  }
}

/** Compared as the caller gave it: what was shipped since is no part of the content. */
function sameContent(old: FulfilmentOrder, content: FulfilmentContent): boolean {
  const given = { ...old, lines: old.lines.map(({ qtyShipped: _qtyShipped, ...line }) => line) }
  return JSON.stringify(given) === JSON.stringify(content)
}
