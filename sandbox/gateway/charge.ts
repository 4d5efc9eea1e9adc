import { type Records, type Row } from '../records'
import { type Route } from '../route'
import { idOf, seconds } from './event'
import { type Metadata } from './form'
import { listOf, listRoute, readRoute, wanted } from './list'

/** What was taken of an authorisation by one capture. */
export interface Charge {
  payment_intent: string
  amount: number
  amount_refunded: number
  currency: string
  metadata: Metadata
  created: number
}

export const insertCharge = (records: Records, { intent, amount, currency, metadata }: Pick<Charge, 'amount' | 'currency' | 'metadata'> & { intent: string }): Row<Charge> => records.insert<Charge>({
  type: 'charge', id: idOf(records, 'ch'), externalId: metadata['reference'] ?? '', reference: intent, status: 'succeeded', body: { payment_intent: intent, amount, amount_refunded: 0, currency, metadata, created: seconds(records) },
})

export const chargeBody = ({ id, status, body }: Row<Charge>): unknown => ({ id, object: 'charge', captured: true, paid: true, livemode: false, ...body, amount_captured: body.amount, refunded: body.amount_refunded >= body.amount, status })

export const chargeRoutes: Route[] = [
  { method: 'GET', path: '/v1/charges/search', answer: (inquiry) => listOf(inquiry, '/v1/charges/search', inquiry.records.byExternalId<Charge>('charge', wanted(inquiry.query, 'reference')), chargeBody) },
  listRoute<Charge>('/v1/charges', 'charge', chargeBody, ({ reference }, query) => query.get('payment_intent') === null || query.get('payment_intent') === reference),
  readRoute<Charge>('/v1/charges', 'charge', chargeBody),
]
