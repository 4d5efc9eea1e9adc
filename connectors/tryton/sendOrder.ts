import { z } from 'zod'
import { type Outgoing } from '../connector'
import { Fault } from '../fault'
import { amend } from './amendment'
import { type OrderBody, readOrderBody } from './bodies'
import { withdraw } from './withdraw'
import { type Desk } from './desk'
import { type Rpc } from './rpc'
import { findSale, gone, processed, readSale } from './findSale'
import { isOurs, readSales, type Sale } from './sale'
import { newSale, rewritten } from './saleContent'
import { differences, wantedLines } from './saleLines'

/** The buttons of a sale on its way, by the state that each is pressed in. `confirm` does what `process` would in one go. */
const NEXT = new Map([['draft', 'quote'], ['quotation', 'confirm'], ['confirmed', 'process']])
/** More than any sale needs; so many rounds without an end mean that it moves in a circle. */
const ROUNDS = 8

/**
 * Brings the order to a sale in processing, from wherever an earlier attempt broke off: header and lines are one call and so
 * one transaction, then every button is followed by a look at what it did, since one pressed in vain answers as if it had worked.
 */
export async function createOrder(desk: Desk, message: Outgoing): Promise<Sale> {
  const order = readOrderBody(message.body)
  const found = await findSale(desk, message.ourId)
  if (!found) await refuseRenamed(desk, message.ourId, order)
  const id = found?.id ?? await newSale(desk, message.ourId, order, { shipment: 'order', invoice: desk.options.invoiceMethod })
  return begun(() => advance(desk, id, found && order))
}

/** A sale that is not processed yet gets its lines anew; one that is gets an amendment. */
export async function changeOrder(desk: Desk, message: Outgoing): Promise<Sale> {
  const order = readOrderBody(message.body)
  const sale = await advance(desk, (await knownSale(desk, message)).id, order)
  const wanted = await wantedLines(desk.rpc, desk.units, order, desk.options.priceDigits)
  const changes = differences(sale, wanted)
  if (changes.length === 0) return sale
  await amend(desk, sale, changes, `${order.number} revision ${message.revision}`)
  return processed(desk, sale.id)
}

/** Ends as `cancelled` in our words; Tryton itself calls such a sale `done`. */
export async function cancelOrder(desk: Desk, message: Outgoing): Promise<Sale> {
  const sale = await knownSale(desk, message)
  await withdraw(desk, sale)
  return readSale(desk, sale.id)
}

/** Presses one button after the other; `order` is given where the sale was there before, and may have older lines. */
async function advance(desk: Desk, id: number, order: OrderBody | undefined): Promise<Sale> {
  const { rpc } = desk
  let { state, number } = await stateOf(rpc, id)
  for (let round = 0; round < ROUNDS; round++) {
    const name = number ?? String(id)
    if (state === 'cancelled') throw new Fault('refused', `${rpc.system}: sale ${name} was cancelled there: cancel the order here too, or set the sale back to draft there`)
    const button = NEXT.get(state)
    if (button === undefined) return processed(desk, id)
    const rewriting = order !== undefined && state !== 'confirmed' && await rewritten(desk, id, order)
    if (!rewriting) await rpc.press('sale.sale', id, button)
    const before = state
    ;({ state, number } = await stateOf(rpc, id))
    if (state === before && !rewriting) throw new Fault('refused', `${rpc.system}: sale ${name} stays ${state} although "${button}" was pressed: look at it there, then send again`)
  }
  throw new Fault('refused', `${rpc.system}: sale ${id} does not come to rest: somebody changes it there at the same time`)
}

const stateSchema = z.object({ id: z.number(), number: z.string().nullable(), state: z.string() })

async function stateOf(rpc: Rpc, id: number): Promise<z.infer<typeof stateSchema>> {
  const [sale] = await rpc.search('sale.sale', [['id', '=', id]], { fields: ['number', 'state'] }, stateSchema)
  if (!sale) throw gone(rpc, id)
  return sale
}

/**
 * The sale that a change or cancel is for. A backup that is put back gives ids out again: under the id that we know may stand somebody else's sale. Where
 * only its reference was written over, it is known by our number.
 */
export async function knownSale(desk: Desk, message: Outgoing): Promise<Sale> {
  const [byId] = message.theirId === undefined ? [] : await readSales(desk.rpc, desk.units, [['id', '=', Number(message.theirId)]])
  const isOurSale = byId !== undefined && (byId.reference === message.ourId || (!isOurs(byId.reference) && byId.number === numberIn(message.body)))
  const known = isOurSale ? byId : await findSale(desk, message.ourId)
  if (!known) throw new Fault('refused', `${desk.rpc.system} has no sale of order ${message.ourId}${byId ? ` (${message.theirId} is another sale by now)` : ''}: there is nothing to ${message.action}`)
  return known
}

/** What was made and then refused stays there as it is: what follows must not take it for not there. */
export async function begun<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Fault && error.kind === 'refused') throw new Fault('refused', error.message, { ...error.detail, begun: true })
    throw error
  }
}

const numberIn = (body: unknown): string | undefined => (body as { number?: string } | undefined)?.number

const renamedSchema = z.object({ id: z.number(), reference: z.string().nullable() })

/** Who writes something else into the reference of a sale of ours takes it from us: a second one must not be made of it. */
export async function refuseRenamed({ rpc }: Desk, ourId: string, { number }: OrderBody): Promise<void> {
  const named = await rpc.search('sale.sale', [['number', '=', number], ['state', '!=', 'cancelled'], ['lines.note', 'like', 'order line %']], { fields: ['reference'], order: [['id', 'ASC']] }, renamedSchema)
  const renamed = named.find(({ reference }) => !isOurs(reference))
  if (renamed) throw new Fault('refused', `${rpc.system}: sale ${number} is there, and its reference says ${JSON.stringify(renamed.reference ?? '')} instead of our id: put ${ourId} back into it there, then send again`)
}
