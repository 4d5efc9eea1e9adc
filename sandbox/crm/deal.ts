import { z } from 'zod'
import { currencyCode, dateText, decimalText, parseBody, word } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Answer, created, type Inquiry, ok, Refusal, type Route } from '../route'

const dealSchema = z.strictObject({
  account: word, currency: currencyCode, poNumber: z.string().optional(), wantedOn: dateText.optional(), deliverTo: z.string().optional(),
  positions: z.array(z.strictObject({ product: word, qty: decimalText, uom: word, unitPrice: decimalText })).min(1),
})
const answerSchema = z.strictObject({ orderId: word, orderNumber: z.string().optional(), outcome: z.enum(['accepted', 'rejected', 'cancelled']), reason: z.string().optional() })

export interface Deal extends z.infer<typeof dealSchema> {
  order?: z.infer<typeof answerSchema>
}

/** Deals are made by people: there is nothing to begin with. */
export const seed = ({ body }: Inquiry): Record<string, number> => {
  parseBody(z.strictObject({}), body)
  return {}
}

/** The order of a deal is put by the deal, so that a repeat tells nothing new. */
export const dealRoutes: Route[] = [
  { method: 'GET', path: '/deals', answer: (inquiry) => {
    const page = readPage<Deal>(inquiry, { type: 'deal', orderBy: 'id', open: ['open', 'quoted'] })
    return ok({ results: page.rows.map(dealBody), next: page.next ?? null })
  } },
  { method: 'GET', path: '/deals/:id', answer: ({ records, parameters }) => ok(dealBody(dealOf(records, parameters.get('id')))) },
  { method: 'PUT', path: '/deals/:id/order', answer: putOrder },
  { method: 'POST', path: '/operator/deal', answer: ({ body, records }) => {
    const { today: _today, name, ...deal } = z.looseObject({ today: z.string().optional(), name: word.optional() }).parse(body)
    const known = name === undefined ? undefined : records.byExternalId<Deal>('deal', name)[0]
    return created(dealBody(known ?? records.insert<Deal>({ type: 'deal', externalId: name, id: `DL-${String(records.next('deal', 1)).padStart(6, '0')}`, status: 'open', body: parseBody(dealSchema, deal) })))
  } },
  { method: 'POST', path: '/operator/quote', answer: ({ body, records }) => {
    const row = dealOf(records, z.looseObject({ deal: word }).parse(body).deal)
    return ok(dealBody(row.status === 'open' ? records.update({ ...row, status: 'quoted' }) : row))
  } },
  { method: 'POST', path: '/operator/price', answer: ({ body, records }) => {
    const { deal, unitPrice } = z.looseObject({ deal: word, unitPrice: decimalText }).parse(body)
    const row = dealOf(records, deal)
    return ok(dealBody(records.update({ ...row, body: { ...row.body, positions: row.body.positions.map((position) => ({ ...position, unitPrice })) } })))
  } },
]

export const dealBody = (row: Row<Deal>): unknown => ({ id: row.id, stage: row.status, ...row.body, version: row.version, updatedAt: row.changedAt })

const STAGES = { accepted: 'won', rejected: 'lost', cancelled: 'lost' } as const

function putOrder({ body, parameters, records }: Inquiry): Answer {
  const row = dealOf(records, parameters.get('id'))
  const order = parseBody(answerSchema, body)
  if (JSON.stringify(row.body.order) === JSON.stringify(order)) return ok(dealBody(row))
  if (row.status === 'open') throw new Refusal(409, 'NOT_QUOTED', `deal ${row.id} is not quoted yet`)
  if (row.body.order && row.body.order.orderId !== order.orderId) throw new Refusal(409, 'HAS_ORDER', `deal ${row.id} has the order ${row.body.order.orderId} already`)
  return ok(dealBody(records.update({ ...row, status: STAGES[order.outcome], body: { ...row.body, order } })))
}

function dealOf(records: Records, id = ''): Row<Deal> {
  const row = records.get<Deal>('deal', id)
  if (!row) throw new Refusal(404, 'NOT_FOUND', `there is no deal ${id}`)
  return row
}
