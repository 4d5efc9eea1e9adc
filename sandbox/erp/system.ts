import { parseBody, todayBody } from '../body'
import { plus } from '../decimal'
import { type Records, type Row } from '../records'
import { ok, Refusal, type Route } from '../route'
import { type Plant, type System } from '../system'
import { deliveryBody, type Delivery, deliveryRoutes } from './delivery'
import { masterBody, masterDataRoutes, OPEN_ORDERS, seed } from './masterData'
import { orderBody, priced, type SalesOrder, salesOrderRoutes } from './salesOrder'

/** An ERP of the older kind: sales orders without an idempotency key, master data, prices, goods issues. */
export const erp: System = {
  name: 'erp',
  routes: [...salesOrderRoutes, ...deliveryRoutes, ...masterDataRoutes, step('/operator/bill', 'delivered', 'invoiced'), step('/operator/close', 'invoiced', 'closed')],
  changing: ['order', 'delivery', 'customer', 'material', 'price'],
  seed,
  indexes: OPEN_ORDERS,
  plants: new Map([['line-quantity-raised', raiseQuantity]]),
  errorBody: ({ code, message }) => ({ error: { code, message } }),
  feedBody: ({ rows, next, more }, records) => ({
    value: rows.map((row) => ({ changedAt: row.changedAt, type: row.type, id: row.id, record: recordBody(records, row) })), nextCursor: next, more,
  }),
}

/** Bookkeepers move all orders of one status on; a second time there are none. */
function step(path: string, from: string, to: string): Route {
  return { method: 'POST', path, answer: ({ body, records }) => {
    parseBody(todayBody, body)
    const due = records.all<SalesOrder>('order', [from])
    for (const row of due) records.update({ ...row, status: to })
    return ok({ [to]: due.map((row) => row.id) })
  } }
}

/** Somebody types another quantity into one line, past all interfaces: the total changes, no stamp does. */
function raiseQuantity(records: Records, ask: Parameters<Plant>[1]): Record<string, unknown> {
  const rows = ask.externalId ? records.byExternalId<SalesOrder>('order', ask.externalId)
    : ask.reference ? records.byReference<SalesOrder>('order', ask.reference) : records.all<SalesOrder>('order')
  const row = rows.find(({ status }) => status !== 'cancelled')
  if (!row) throw new Refusal(409, 'NOTHING_FITS', 'there is no such sales order')
  const line = row.body.items.find((item) => item.externalItem === (ask.with['line'] ?? item.externalItem))
  if (!line) throw new Refusal(409, 'NOTHING_FITS', `sales order ${row.id} has no line ${ask.with['line'] ?? ''}`)
  const items = row.body.items.map(({ pos: _pos, net: _net, delivered: _delivered, ...item }) =>
    (item.externalItem === line.externalItem ? { ...item, qty: plus(item.qty, ask.with['by'] ?? '1') } : item))
  const body = { ...row.body, ...priced(records, items, new Map(row.body.items.map((item) => [item.externalItem, item.delivered]))) }
  records.overwrite({ ...row, body })
  return { salesOrder: row.id, externalId: row.externalId, line: line.externalItem, before: { qty: line.qty, totalNet: row.body.totalNet },
    after: { qty: plus(line.qty, ask.with['by'] ?? '1'), totalNet: body.totalNet } }
}

function recordBody(records: Records, row: Row<unknown>): unknown {
  if (row.type === 'order') return orderBody(records, row as Row<SalesOrder>)
  if (row.type === 'delivery') return deliveryBody(row as Row<Delivery>)
  return masterBody(records, row)
}
