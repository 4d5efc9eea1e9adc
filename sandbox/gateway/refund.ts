import { z } from 'zod'
import { parseBody, word } from '../body'
import { idempotent } from '../idempotency'
import { type Records, type Row } from '../records'
import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { book } from './balance'
import { type Charge } from './charge'
import { idOf, seconds, tell } from './event'
import { formOf, metadataSchema, type Metadata, minor } from './form'
import { listOf, listRoute, wanted } from './list'
import { intentOf } from './paymentIntent'

/** What went back to the customer's card. */
export interface Refund {
  payment_intent: string
  amount: number
  currency: string
  reason: string | null
  metadata: Metadata
  created: number
}

const refundBodySchema = z.object({ payment_intent: word, amount: minor.optional(), reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).nullable().default(null), metadata: metadataSchema })

export const refundRoutes: Route[] = [
  idempotent({ method: 'POST', path: '/v1/refunds', answer: refund }),
  { method: 'GET', path: '/v1/refunds/search', answer: (inquiry) => listOf(inquiry, '/v1/refunds/search', inquiry.records.byExternalId<Refund>('refund', wanted(inquiry.query, 'reference')), refundBody) },
  listRoute<Refund>('/v1/refunds', 'refund', refundBody, ({ reference }, query) => query.get('payment_intent') === null || query.get('payment_intent') === reference),
  { method: 'GET', path: '/v1/refunds/:id', answer: ({ records, parameters }) => {
    const id = parameters.get('id') ?? ''
    const row = records.get<Refund>('refund', id)
    if (!row) throw new Refusal(404, 'resource_missing', `No such refund: '${id}'`)
    return ok(refundBody(row))
  } },
]

export function refundBody({ id, status, body }: Row<Refund>): unknown {
  return { id, object: 'refund', ...body, status }
}

/** Never more than was taken; the oldest charge is given back first. */
function refund({ body, records }: Inquiry): Answer {
  const { payment_intent: id, amount: asked, reason, metadata } = parseBody(refundBodySchema, formOf(body))
  const intent = intentOf(records, id)
  const charges = records.byReference<Charge>('charge', id)
  const left = charges.reduce((sum, charge) => sum + charge.body.amount - charge.body.amount_refunded, 0)
  const amount = asked ?? left
  if (left === 0) throw new Refusal(400, 'charge_already_refunded', `nothing of ${id} is left to refund`)
  if (amount > left) throw new Refusal(400, 'amount_too_large', `${left} of ${id} are left to refund, not ${amount}`)
  giveBack(records, charges, amount)
  const created = seconds(records)
  const row = records.insert<Refund>({
    type: 'refund', id: idOf(records, 're'), externalId: metadata['reference'] ?? '', reference: id, status: 'succeeded', body: { payment_intent: id, amount, currency: intent.body.currency, reason, metadata, created },
  })
  book(records, { type: 'refund', source: row.id, currency: row.body.currency, amount: -amount, fee: 0, created })
  tell(records, 'refund.created', refundBody(row))
  return ok(refundBody(row))
}

function giveBack(records: Records, charges: readonly Row<Charge>[], amount: number): void {
  let rest = amount
  for (const charge of charges) {
    const part = Math.min(rest, charge.body.amount - charge.body.amount_refunded)
    if (part > 0) records.update({ ...charge, body: { ...charge.body, amount_refunded: charge.body.amount_refunded + part } })
    rest -= part
  }
}
