import { type Row } from '../records'
import { type System } from '../system'
import { type Deal, dealBody, dealRoutes, seed } from './deal'

/** A CRM: deals that salespeople quote, and what became of the order of each. */
export const crm: System = {
  name: 'crm',
  routes: dealRoutes,
  changing: ['deal'],
  seed,
  plants: new Map(),
  errorBody: ({ code, message }) => ({ status: 'error', category: code, message }),
  feedBody: ({ rows, next, more }) => ({ results: rows.map((row) => dealBody(row as Row<Deal>)), next, hasMore: more }),
}
