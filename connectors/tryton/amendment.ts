import { z } from 'zod'
import { Fault } from '../fault'
import { type Difference } from './saleLines'
import { type Sale } from './sale'
import { type Desk } from './desk'
import { dateSchema, toDate, toDecimal, toQuantity } from './wire'

/** States of a delivery whose moves an amendment makes anew; one that is packed has left the shelf. */
const LOOSE = ['draft', 'waiting', 'assigned', 'cancelled', 'done']

/**
 * Changes lines of a sale in processing the way Tryton means it: a validated amendment deletes the draft moves and makes them
 * anew. It is known by its description, so that a lost answer makes no second one. What is being packed, shipped or invoiced
 * takes no change, and an amendment has no new lines: both are refused.
 */
export async function amend({ rpc }: Desk, sale: Sale, changes: readonly Difference[], name: string): Promise<void> {
  const added = changes.find((change) => !change.line)
  if (added) throw new Fault('refused', `${rpc.system}: sale ${sale.number} is in processing and takes no new line ${added.wanted.id}: enter it as an order of its own`)
  await loosen({ rpc }, sale)
  const [known] = await rpc.search('sale.amendment', [['sale', '=', sale.id], ['description', '=', name]], { fields: ['state'], order: [['id', 'DESC']], limit: 1 }, amendmentSchema)
  const id = known?.state === 'draft' ? known.id : await rpc.create('sale.amendment', {
    sale: sale.id, date: toDate(await today({ rpc })), description: name,
    lines: [['create', changes.map(({ wanted, line }) => ({
      action: 'line', line: line!.id, product: wanted.product, quantity: toQuantity(wanted.quantity), unit: wanted.unit.id, unit_price: toDecimal(wanted.price),
      description: line!.description,
    }))]],
  })
  await rpc.press('sale.amendment', id, 'validate_amendment')
}

const amendmentSchema = z.object({ id: z.number(), state: z.string() })
const shipmentSchema = z.object({ id: z.number(), number: z.string().nullable(), state: z.string() })

/** Gives reserved goods back: an amendment would take the moves from under an assigned delivery. */
async function loosen({ rpc }: Pick<Desk, 'rpc'>, sale: Sale): Promise<void> {
  const shipments = await rpc.search('stock.shipment.out', [['id', 'in', sale.shipments]], { fields: ['number', 'state'] }, shipmentSchema)
  const packed = shipments.find((shipment) => !LOOSE.includes(shipment.state))
  if (packed) throw new Fault('refused', `${rpc.system}: delivery ${packed.number ?? packed.id} of sale ${sale.number} is ${packed.state}: what is being packed takes no change`)
  for (const { id } of shipments.filter((shipment) => shipment.state === 'assigned')) await rpc.press('stock.shipment.out', id, 'wait')
}

/** The day by Tryton's own clock. */
export const today = ({ rpc }: Pick<Desk, 'rpc'>): Promise<string> => rpc.ask('model.ir.date.today', [], dateSchema)
