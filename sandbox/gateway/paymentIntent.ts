import { z } from 'zod'
import { parseBody, word } from '../body'
import { idempotent } from '../idempotency'
import { type Records, type Row } from '../records'
import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { book, feeOf } from './balance'
import { chargeBody, insertCharge } from './charge'
import { idOf, seconds, tell } from './event'
import { formOf, metadataSchema, type Metadata, minor, smallCurrency } from './form'
import { listOf, listRoute, readRoute, rowAt, wanted } from './list'

/** An authorisation of a card, and how much of it is taken. */
export interface PaymentIntent {
  amount: number
  currency: string
  amount_received: number
  latest_charge: string | null
  metadata: Metadata
  created: number
  canceled_at: number | null
  cancellation_reason: string | null
  /** When it was last changed: this gateway's own, beside what others of its kind say. */
  updated: number
}
type Status = 'requires_capture' | 'succeeded' | 'canceled'

const createBody = z.object({ amount: minor, currency: smallCurrency, capture_method: z.enum(['manual', 'automatic']).default('manual'), metadata: metadataSchema })
const captureBody = z.object({ amount_to_capture: minor.optional(), final_capture: z.union([z.boolean(), z.stringbool()]).default(true), metadata: metadataSchema })
const cancelBody = z.object({ cancellation_reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned']).nullable().default(null) })
/** `name`: once for each name, so that a day that is played again authorises nothing twice. */
const authoriseBody = z.object({ name: word.optional(), amountMinor: minor, currency: z.string().regex(/^[A-Z]{3}$/) })

export const intentRoutes: Route[] = [
  idempotent({ method: 'POST', path: '/v1/payment_intents', answer: ({ body, records }) => {
    const { capture_method: method, ...content } = parseBody(createBody, formOf(body))
    const row = authorise(records, content)
    return ok(intentBody(method === 'manual' ? row : captureOf(records, row, { amount: content.amount, isFinal: true, metadata: {} })))
  } }),
  { method: 'GET', path: '/v1/payment_intents/search', answer: (inquiry) => {
    const order = wanted(inquiry.query, 'order')
    return listOf(inquiry, '/v1/payment_intents/search', inquiry.records.all<PaymentIntent>('payment_intent').filter(({ body }) => body.metadata['order'] === order), intentBody)
  } },
  listRoute<PaymentIntent>('/v1/payment_intents', 'payment_intent', intentBody),
  readRoute<PaymentIntent>('/v1/payment_intents', 'payment_intent', intentBody),
  idempotent({ method: 'POST', path: '/v1/payment_intents/:id', answer: describe }),
  idempotent({ method: 'POST', path: '/v1/payment_intents/:id/capture', answer: capture }),
  idempotent({ method: 'POST', path: '/v1/payment_intents/:id/cancel', answer: cancel }),
  { method: 'POST', path: '/operator/authorise', answer: ({ body, records }) => {
    const { name = '', amountMinor: amount, currency } = parseBody(authoriseBody, body)
    const before = name === '' ? undefined : records.byExternalId<PaymentIntent>('payment_intent', name)[0]
    return ok(intentBody(before ?? authorise(records, { amount, currency: currency.toLowerCase(), metadata: {} }, name)))
  } },
]

export function intentBody({ id, status, body }: Row<PaymentIntent>): unknown {
  return { id, object: 'payment_intent', capture_method: 'manual', amount_capturable: status === 'requires_capture' ? body.amount - body.amount_received : 0, livemode: false, ...body, status }
}

/** A customer's bank agrees to so much. */
function authorise(records: Records, { amount, currency, metadata }: Pick<PaymentIntent, 'amount' | 'currency' | 'metadata'>, name = ''): Row<PaymentIntent> {
  const created = seconds(records)
  const row = records.insert<PaymentIntent>({
    type: 'payment_intent', id: idOf(records, 'pi'), externalId: name, status: 'requires_capture' satisfies Status,
    body: { amount, currency, amount_received: 0, latest_charge: null, metadata, created, canceled_at: null, cancellation_reason: null, updated: created },
  })
  tell(records, 'payment_intent.amount_capturable_updated', intentBody(row))
  return row
}

/** What the merchant writes beside it. */
function describe({ body, parameters, records }: Inquiry): Answer {
  const row = intentOf(records, parameters.get('id'))
  const { metadata } = parseBody(z.object({ metadata: metadataSchema }), formOf(body))
  return ok(intentBody(change(records, row, { metadata: { ...row.body.metadata, ...metadata } })))
}

function capture({ body, parameters, records }: Inquiry): Answer {
  const row = intentOf(records, parameters.get('id'))
  const { amount_to_capture: asked, final_capture: isFinal, metadata } = parseBody(captureBody, formOf(body))
  const left = row.body.amount - row.body.amount_received
  return ok(intentBody(captureOf(records, row, { amount: asked ?? left, isFinal, metadata })))
}

/** Takes so much of what was authorised, as a charge of its own; the last capture gives the rest free. */
function captureOf(records: Records, row: Row<PaymentIntent>, { amount, isFinal, metadata }: { amount: number; isFinal: boolean; metadata: Metadata }): Row<PaymentIntent> {
  if (row.status !== 'requires_capture') throw new Refusal(400, 'payment_intent_unexpected_state', `${row.id} is ${row.status} and cannot be captured`)
  const left = row.body.amount - row.body.amount_received
  if (amount > left) throw new Refusal(400, 'amount_too_large', `${left} of ${row.id} are left to capture, not ${amount}`)
  const charge = insertCharge(records, { intent: row.id, amount, currency: row.body.currency, metadata })
  book(records, { type: 'charge', source: charge.id, currency: row.body.currency, amount, fee: feeOf(amount), created: charge.body.created })
  const done = isFinal || amount === left
  const taken = change(records, { ...row, status: done ? 'succeeded' : row.status }, { amount_received: row.body.amount_received + amount, latest_charge: charge.id })
  tell(records, 'charge.captured', chargeBody(charge))
  if (done) tell(records, 'payment_intent.succeeded', intentBody(taken))
  return taken
}

/** Gives back what was authorised and not taken. */
function cancel({ body, parameters, records }: Inquiry): Answer {
  const row = intentOf(records, parameters.get('id'))
  const { cancellation_reason: reason } = parseBody(cancelBody, formOf(body))
  if (row.status !== 'requires_capture') throw new Refusal(400, 'payment_intent_unexpected_state', `${row.id} is ${row.status} and cannot be canceled`)
  const canceled = change(records, { ...row, status: 'canceled' satisfies Status }, { canceled_at: seconds(records), cancellation_reason: reason })
  tell(records, 'payment_intent.canceled', intentBody(canceled))
  return ok(intentBody(canceled))
}

const change = (records: Records, row: Row<PaymentIntent>, set: Partial<PaymentIntent>): Row<PaymentIntent> => records.update({ ...row, body: { ...row.body, ...set, updated: seconds(records) } })

export const intentOf = (records: Records, id?: string): Row<PaymentIntent> => rowAt<PaymentIntent>(records, 'payment_intent', id)
