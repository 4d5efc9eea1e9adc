import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { parseBody } from '../body'
import { type Row } from '../records'
import { type System } from '../system'
import { balanceRoutes } from './balance'
import { chargeRoutes } from './charge'
import { eventBody, eventRoutes, type GatewayEvent } from './event'
import { errorOf } from './form'
import { intentRoutes } from './paymentIntent'
import { payoutRoutes } from './payout'
import { plants } from './plants'
import { refundRoutes } from './refund'

/**
 * A payment gateway in the manner of Stripe: customers authorise their cards, the merchant captures, cancels and refunds, and what is left of it is paid
 * out as one sum. What happens is told by events, each with its object as it was then.
 */
export const gateway: System = {
  name: 'gateway',
  routes: [...intentRoutes, ...chargeRoutes, ...refundRoutes, ...payoutRoutes, ...balanceRoutes, ...eventRoutes],
  changing: ['event'],
  seed: ({ body }) => { parseBody(z.strictObject({}), body); return {} },
  plants,
  errorBody: errorOf,
  feedBody: ({ rows, more }) => ({ object: 'list', has_more: more, data: rows.map((row) => eventBody(row as Row<GatewayEvent>)) }),
  webhook: {
    of: ['event'],
    body: (row) => eventBody(row as Row<GatewayEvent>),
    headers: ({ secret, text, at }) => ({ 'stripe-signature': `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${text}`).digest('hex')}` }),
  },
}
