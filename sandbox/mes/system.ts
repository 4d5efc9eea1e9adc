import { planted } from '../planting'
import { type Records, type Row } from '../records'
import { type PlantAsk, type System } from '../system'
import { productionBody, type ProductionOrder, productionRoutes, seed } from './productionOrder'

type Edit = (row: Row<ProductionOrder>, given: Record<string, string>) => Row<ProductionOrder>

/** Somebody changes a production order past all interfaces, so that no feed tells of it. */
const edited = (edit: Edit) => (records: Records, ask: PlantAsk): Record<string, unknown> => {
  const row = production(records, ask)
  const after = edit(row, ask.with)
  records.overwrite(after)
  return { orderNo: row.id, externalId: row.externalId, before: said(row), after: said(after) }
}

/** A shop floor: production orders by the caller's id, begun and reported by people, and the recipes of what it can make. */
export const mes: System = {
  name: 'mes',
  routes: productionRoutes,
  changing: ['production'],
  seed,
  plants: new Map([
    ['quantity-edited', edited((row, { quantity = '1' }) => ({ ...row, body: { ...row.body, quantity } }))],
    ['status-set', edited((row, { status = 'cancelled' }) => ({ ...row, status }))],
    ['silently-made', edited((row) => ({ ...row, status: 'done', body: { ...row.body, made: row.body.quantity } }))],
    ['order-deleted', remove],
  ]),
  errorBody: ({ code, message }) => ({ error: code, message }),
  feedBody: ({ rows, next, more }) => ({ orders: rows.map((row) => productionBody(row as Row<ProductionOrder>)), next, more }),
}

function remove(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = production(records, ask)
  records.remove('production', row.id)
  return { orderNo: row.id, externalId: row.externalId, before: said(row) }
}

const said = ({ status, body: { quantity, made } }: Row<ProductionOrder>): Record<string, string> => ({ status, quantity, made })

const production = (records: Records, ask: PlantAsk): Row<ProductionOrder> => planted(records, 'production', ask, { code: 'nothing-fits', text: 'there is no such production order' })
