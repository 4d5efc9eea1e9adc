import { z } from 'zod'
import { type Outgoing, type Remote } from '../connector'
import { Fault } from '../fault'
import { type OrderBody, readOrderBody } from './bodies'
import { type Desk } from './desk'
import { findSale, gone, readSale } from './findSale'
import { orderRemote, type Sale } from './sale'
import { newSale, rewritten } from './saleContent'
import { begun, knownSale, refuseRenamed } from './sendOrder'

/** More than a commitment needs; so many rounds without an end mean that it moves in a circle. */
const ROUNDS = 6

/**
 * Keeps in finance what a customer has ordered and will owe: a quotation of a sale that is neither shipped nor invoiced there,
 * since finance confirms nothing. Goes on from wherever an earlier attempt broke off; other lines are written anew.
 */
export async function putCommitment(desk: Desk, message: Outgoing): Promise<Sale> {
  const order = readOrderBody(message.body)
  const known = message.action === 'create' ? await findSale(desk, message.ourId) : await knownSale(desk, message)
  if (!known) await refuseRenamed(desk, message.ourId, order)
  const id = known?.id ?? await newSale(desk, message.ourId, order, { shipment: 'manual', invoice: 'manual' })
  return begun(() => advance(desk, id, order))
}

async function advance(desk: Desk, id: number, order: OrderBody): Promise<Sale> {
  const { rpc } = desk
  for (let round = 0; round < ROUNDS; round++) {
    const state = await stateOf(desk, id)
    if (state !== 'draft' && state !== 'quotation') throw new Fault('refused', `${rpc.system}: the quotation of ${order.number} is ${state} there, and takes no change from us`)
    if (await rewritten(desk, id, order)) continue
    if (state === 'quotation') return readSale(desk, id)
    await rpc.press('sale.sale', id, 'quote')
    if (await stateOf(desk, id) === state) throw new Fault('refused', `${rpc.system}: the sale of ${order.number} stays ${state} although "quote" was pressed: look at it there, then send again`)
  }
  throw new Fault('refused', `${rpc.system}: sale ${id} does not come to rest: somebody changes it there at the same time`)
}

export async function withdrawCommitment(desk: Desk, message: Outgoing): Promise<Sale> {
  const sale = await knownSale(desk, message)
  if (sale.state !== 'cancelled') await desk.rpc.press('sale.sale', sale.id, 'cancel')
  const after = await readSale(desk, sale.id)
  if (after.state !== 'cancelled') throw new Fault('refused', `${desk.rpc.system}: the quotation ${after.number} is ${after.state} there and was not cancelled: end it there, then send again`)
  return after
}

/** A draft was broken off on the way: it is not there yet. */
export const isCommitted = (sale: Sale): boolean => sale.state !== 'draft'

/** The commitment in our words: `draft`, `committed`, `withdrawn`. */
export function commitmentRemote(sale: Sale): Remote {
  const state = sale.state === 'cancelled' ? 'withdrawn' : sale.state === 'draft' ? 'draft' : 'committed'
  return { ...orderRemote(sale), state }
}

async function stateOf({ rpc }: Desk, id: number): Promise<string> {
  const [sale] = await rpc.search('sale.sale', [['id', '=', id]], { fields: ['state'] }, z.object({ state: z.string() }))
  if (!sale) throw gone(rpc, id)
  return sale.state
}
