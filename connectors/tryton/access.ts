import { z } from 'zod'
import { type Kind } from '../connector'
import { Fault } from '../fault'
import { type Options } from './options'
import { type Rpc } from './rpc'

/** Models that the connector reads; each stands for a module that must be active and open to the user. */
const NEEDED = new Map<Kind | 'all', readonly string[]>([
  ['all', ['party.party', 'product.product']],
  ['order', ['sale.sale', 'sale.line', 'sale.amendment', 'stock.move', 'account.invoice.line']],
  ['part', ['stock.shipment.out', 'stock.shipment.out.return', 'stock.move', 'ir.note']],
  ['production', ['production', 'production.bom', 'stock.move']],
  ['quotation', ['sale.opportunity', 'sale.sale', 'sale.line', 'ir.note']],
  ['despatch', ['stock.shipment.out']],
  ['invoice', ['account.invoice', 'account.invoice.line', 'account.move.line']],
  ['payment', ['account.invoice', 'account.move.line', 'account.statement']],
])

interface Buttons { model: string; buttons: readonly string[]; group: string; when?: (options: Options) => boolean }

/** Buttons that it presses, by role, and the group of Tryton's own that may. */
const PRESSED: Readonly<Partial<Record<string, readonly Buttons[]>>> = {
  erp: [
    { model: 'sale.sale', buttons: ['draft', 'quote', 'confirm', 'cancel'], group: 'Sales' },
    { model: 'sale.sale', buttons: ['process'], group: 'Sales Administrator' },
    { model: 'sale.amendment', buttons: ['validate_amendment'], group: 'Sale Amendment' },
    { model: 'stock.shipment.out', buttons: ['wait', 'cancel'], group: 'Stock' },
    // what leaves another warehouse is posted here
    { model: 'stock.shipment.out', buttons: ['assign_try', 'pick', 'pack', 'done'], group: 'Stock', when: ({ follows }) => !follows.includes('despatch') },
    { model: 'account.invoice', buttons: ['cancel'], group: 'Account', when: ({ invoiceMethod }) => invoiceMethod !== 'manual' },
  ],
  wms: [{ model: 'stock.shipment.out', buttons: ['draft', 'wait', 'assign_try', 'cancel'], group: 'Stock' }],
  finance: [{ model: 'sale.sale', buttons: ['draft', 'quote', 'cancel'], group: 'Sales' }, { model: 'account.invoice', buttons: ['post'], group: 'Account' }],
  mes: [{ model: 'production', buttons: ['draft', 'wait', 'cancel'], group: 'Production' }],
  crm: [{ model: 'sale.sale', buttons: ['confirm', 'cancel'], group: 'Sales' }, { model: 'sale.sale', buttons: ['process'], group: 'Sales Administrator' }],
}

/** Throws a `refused` Fault that names what its user may not do there: half of a cancel done, and the rest refused, would be a person's business. */
export async function checkAccess(rpc: Rpc, options: Options, role: string): Promise<void> {
  for (const [kind, models] of NEEDED) {
    if (kind !== 'all' && !(options.follows as readonly Kind[]).includes(kind)) continue
    for (const model of models) {
      const fault = await refusal(() => rpc.search(model, [['id', '=', 0]], { fields: ['id'], limit: 1 }, z.unknown()))
      if (fault) throw new Fault('refused', `${rpc.system}: ${model} cannot be read: activate its module there, and give the user the right to it. ${fault.message}`, fault.detail)
    }
  }
  const missing: Buttons[] = []
  for (const { when, ...one } of PRESSED[role] ?? []) {
    if (when && !when(options)) continue
    // pressed on no record it does nothing, and is refused to who may not
    for (const button of one.buttons) if (await refusal(() => rpc.ask(`model.${one.model}.${button}`, [[]], z.unknown()))) missing.push({ ...one, buttons: [button] })
  }
  if (missing.length === 0) return
  const named = missing.map(({ model, buttons: [button] }) => `"${button}" of ${model}`)
  throw new Fault('refused', `${rpc.system}: the user may not press ${named.join(', ')}: give it the groups ${[...new Set(missing.map(({ group }) => `"${group}"`))].join(', ')} there`)
}

async function refusal(work: () => Promise<unknown>): Promise<Fault | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    if (error instanceof Fault && error.kind === 'refused') return error
    throw error
  }
}
