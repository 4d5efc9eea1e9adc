import { planted } from '../planting'
import { type Records, type Row } from '../records'
import { type PlantAsk, type System } from '../system'
import { fulfilmentBody, type FulfilmentOrder, fulfilmentRoutes } from './fulfilmentOrder'
import { returnBody, type ReturnOrder, returnRoutes } from './returnOrder'
import { shipmentBody, type Shipment, shipmentRoutes } from './shipment'
import { seed, stockBody, stockRoutes, type Stock } from './stock'

/** A warehouse: fulfilment orders by the caller's id, stock, shipments with carrier, tracking and proof of delivery, goods that come back. */
export const wms: System = {
  name: 'wms',
  routes: [...fulfilmentRoutes, ...shipmentRoutes, ...returnRoutes, ...stockRoutes],
  changing: ['fulfilment', 'shipment', 'return', 'stock'],
  seed,
  plants: new Map([['status-set', setStatus]]),
  errorBody: ({ code, message }) => ({ errors: [{ reason: code, detail: message }] }),
  feedBody: ({ rows, next, more }) => ({ items: rows.map((row) => ({ ts: Date.parse(row.changedAt), kind: row.type, id: row.id, entity: entity(row) })),
    paging: { next, more } }),
}

/** The second warehouse of a company, with numbers of its own. */
export const wmsSouth: System = { ...wms, instance: 'wms-south' }

function entity(row: Row<unknown>): unknown {
  if (row.type === 'fulfilment') return fulfilmentBody(row as Row<FulfilmentOrder>)
  if (row.type === 'shipment') return shipmentBody(row as Row<Shipment>)
  if (row.type === 'return') return returnBody(row as Row<ReturnOrder>)
  return stockBody(row as Row<Stock>)
}

/** Somebody sets a fulfilment order to another status (`with.status`, else `cancelled`) past all interfaces. */
function setStatus(records: Records, ask: PlantAsk): Record<string, unknown> {
  const status = ask.with['status'] ?? 'cancelled'
  const row = planted<FulfilmentOrder>(records, 'fulfilment', ask, { code: 'nothing_fits', text: 'there is no such fulfilment order' }, (one) => one.status !== status)
  records.overwrite({ ...row, status })
  return { foNumber: row.id, externalId: row.externalId, before: { status: row.status }, after: { status } }
}
