import { type Records, type Row } from '../records'
import { Refusal } from '../route'
import { type PlantAsk, type System } from '../system'
import { type Deal, dealBody, dealRoutes, seed } from './deal'

/** A CRM: deals that salespeople quote, and what became of the order of each. */
export const crm: System = {
  name: 'crm',
  routes: dealRoutes,
  changing: ['deal'],
  seed,
  plants: new Map([['deal-cancelled', cancelDeal]]),
  errorBody: ({ code, message }) => ({ status: 'error', category: code, message }),
  feedBody: ({ rows, next, more }) => ({ results: rows.map((row) => dealBody(row as Row<Deal>)), next, hasMore: more }),
}

/** Somebody sets a won deal to cancelled past all interfaces: by the id of its order. */
function cancelDeal(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = records.all<Deal>('deal').find(({ body }) => body.order !== undefined && (ask.externalId === undefined || body.order.orderId === ask.externalId))
  if (!row?.body.order) throw new Refusal(409, 'NOTHING_FITS', 'there is no such deal with an order')
  records.overwrite({ ...row, status: 'lost', body: { ...row.body, order: { ...row.body.order, outcome: 'cancelled' } } })
  return { deal: row.id, externalId: row.body.order.orderId, before: { outcome: row.body.order.outcome }, after: { outcome: 'cancelled' } }
}
