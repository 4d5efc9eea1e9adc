import { z } from 'zod'
import { parseBody } from '../body'
import { type Row } from '../records'
import { type System } from '../system'
import { type Ticket, ticketBody, ticketRoutes } from './ticket'

/** A service desk: complaints of customers, each with what it is about, and the merchant's answer to it. */
export const service: System = {
  name: 'service',
  routes: ticketRoutes,
  changing: ['ticket'],
  // customers write: there is nothing to begin with
  seed: ({ body }) => { parseBody(z.strictObject({}), body); return {} },
  plants: new Map(),
  errorBody: ({ code, message }) => ({ error: code, description: message }),
  feedBody: ({ rows, next, more }) => ({ tickets: rows.map((row) => ticketBody(row as Row<Ticket>)), meta: { after: next, has_more: more } }),
}
