// What a day's own Tryton holds, asked over JSON-RPC as one of its clerks: it is started on the day's database for that.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { personOf } from '../dist/examples/tryton/person.js'
import { startTryton } from '../dist/examples/tryton/server.js'

const MODELS = {
  'sale.sale': ['reference', 'number', 'description', 'state', 'shipment_state', 'invoice_state', 'untaxed_amount'],
  'sale.line': ['sale', 'product', 'quantity', 'unit', 'unit_price'],
  'sale.amendment': ['sale', 'state', 'description'],
  'stock.shipment.out': ['reference', 'number', 'state', 'effective_date'],
  'stock.move': ['origin', 'shipment', 'product', 'quantity', 'uom', 'state'],
  'account.invoice': ['reference', 'number', 'state'],
}

/** Was Tryton the ERP of the days in this data folder? */
export const hasTryton = (data) => existsSync(join(data, 'tryton', 'access.json'))

/** Rows of each model, with their fields in one order: Python's is another one in each process. */
export async function trytonRows(data) {
  const server = await startTryton({ folder: join(data, 'tryton') })
  try {
    const clerk = await personOf(server)
    const rows = new Map()
    for (const [model, fields] of Object.entries(MODELS)) rows.set(model, (await clerk.rows(model, [], fields)).map((row) => Object.fromEntries(['id', ...fields].map((field) => [field, row[field]]))))
    return rows
  } finally {
    await server.close()
  }
}
