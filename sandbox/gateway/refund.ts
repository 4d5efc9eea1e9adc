import { z } from 'zod'
import { parseBody, word } from '../body'
import { idempotent } from '../idempotency'
import { type Records, type Row } from '../records'
import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { book } from './balance'
import { type Charge } from './charge'
import { idOf, seconds, tell } from './event'
import { formOf, metadataSchema, type Metadata, minor } from './form'
import { listOf, listRoute, readRoute, rowAt, wanted } from './list'
import { intentOf } from './paymentIntent'

/** What went back to the customer's card. */
export interface Refund {
  payment_intent: string
  amount: number
  currency: string
  reason: string | null
  /** Why its bank did not take it. */
  failure_reason?: string
  metadata: Metadata
  created: number
}

const failBody = z.object({ refund: word, reason: z.enum(['declined', 'expired_or_canceled_card', 'lost_or_stolen_card', 'unknown']).default('expired_or_canceled_card') })
const refundBodySchema = z.object({ payment_intent: word, amount: minor.optional(), reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).nullable().default(null), metadata: metadataSchema })

export const refundRoutes: Route[] = [
  idempotent({ method: 'POST', path: '/v1/refunds', answer: refund }),
  { method: 'GET', path: '/v1/refunds/search', answer: (inquiry) => listOf(inquiry, '/v1/refunds/search', inquiry.records.byExternalId<Refund>('refund', wanted(inquiry.query, 'reference')), refundBody) },
  listRoute<Refund>('/v1/refunds', 'refund', refundBody, ({ reference }, query) => query.get('payment_intent') === null || query.get('payment_intent') === reference),
  readRoute<Refund>('/v1/refunds', 'refund', refundBody),
  { method: 'POST', path: '/operator/fail-refund', answer: fail },
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

/** The customer's bank sends back what went to his card; what is taken of him again may be given back another time. */
function fail({ body, records }: Inquiry): Answer {
  const { refund: id, reason } = parseBody(failBody, body)
  const row = rowAt<Refund>(records, 'refund', id)
  if (row.status === 'failed') return ok(refundBody(row))
  const { amount, currency, payment_intent: intent } = row.body
  giveBack(records, records.byReference<Charge>('charge', intent), -amount)
  book(records, { type: 'refund_failure', source: row.id, currency, amount, fee: 0, created: seconds(records) })
  const failed = records.update({ ...row, status: 'failed', body: { ...row.body, failure_reason: reason } })
  tell(records, 'refund.failed', refundBody(failed))
  return ok(refundBody(failed))
}

/** Counts so much of the charges as given back, the oldest first; below zero it is taken of them again. */
function giveBack(records: Records, charges: readonly Row<Charge>[], amount: number): void {
  let rest = amount
  for (const charge of charges) {
    const { amount: taken, amount_refunded: refunded } = charge.body
    const part = Math.max(-refunded, Math.min(rest, taken - refunded))
    if (part !== 0) records.update({ ...charge, body: { ...charge.body, amount_refunded: refunded + part } })
    rest -= part
  }
}
