import { z } from 'zod'
import { add, compare, type Decimal, equal, min, subtract } from '../../orders/decimal'
import { type Outgoing } from '../connector'
import { Fault } from '../fault'
import { type DespatchBody, readDespatchBody } from './bodies'
import { type Sale } from './sale'
import { type Desk } from './desk'
import { findSale, processed } from './findSale'
import { quantitySchema, toDate, toQuantity } from './wire'

/** The buttons of a delivery, by the state that each is pressed in. */
const NEXT = new Map([['draft', 'wait'], ['waiting', 'assign_try'], ['assigned', 'pick'], ['picked', 'pack'], ['packed', 'done']])

/**
 * Posts what a warehouse shipped: claims the sale's open delivery by our id, sets the quantities, and takes it through to done;
 * Tryton then makes a delivery of the rest. Goes on from wherever an earlier attempt broke off. Answers with the delivery's id.
 * Refused where the sale, the goods or the stock is not there.
 */
export async function postGoodsIssue(desk: Desk, message: Outgoing): Promise<number> {
  const despatch = readDespatchBody(message.body)
  const sale = await findSale(desk, despatch.order)
  if (!sale) throw new Fault('refused', `${desk.rpc.system} has no sale of order ${despatch.number}: send the order first`)
  const shipment = await byReference(desk, message.ourId) ?? await claim(desk, await processed(desk, sale.id), message.ourId, despatch)
  for (let state = shipment.state; state !== 'done';) {
    const button = NEXT.get(state)
    if (button === undefined) throw new Fault('refused', `${desk.rpc.system}: delivery ${shipment.number} of ${despatch.number} is ${state} there, although ${despatch.despatch} left`)
    if (state === 'waiting') await setQuantities(desk, shipment.id, sale, despatch)
    if (state === 'packed') await desk.rpc.write('stock.shipment.out', [shipment.id], { effective_date: toDate(despatch.shippedOn) })
    const answer = await desk.rpc.press('stock.shipment.out', shipment.id, button)
    const after = await read(desk, shipment.id)
    if (after.state === state && button !== 'wait') await unmoved(desk, after, button, answer, despatch)
    state = after.state
  }
  await processed(desk, sale.id)
  return shipment.id
}

const shipmentSchema = z.object({ id: z.number(), number: z.string().nullable(), state: z.string(), reference: z.string().nullable() })
type Shipment = z.infer<typeof shipmentSchema>
const SHIPMENT = ['number', 'state', 'reference'] as const
const moveSchema = z.object({ id: z.number(), origin: z.string().nullable(), quantity: quantitySchema, uom: z.number(), state: z.string(), shipment: z.string().nullable() })
type Move = z.infer<typeof moveSchema>
const MOVE = ['origin', 'quantity', 'uom', 'state', 'shipment'] as const

async function byReference({ rpc }: Desk, reference: string): Promise<Shipment | undefined> {
  return (await rpc.search('stock.shipment.out', [['reference', '=', reference], ['state', '!=', 'cancelled']], { fields: SHIPMENT, order: [['id', 'ASC']], limit: 1 }, shipmentSchema))[0]
}

async function read({ rpc }: Desk, id: number): Promise<Shipment> {
  const [shipment] = await rpc.search('stock.shipment.out', [['id', '=', id]], { fields: SHIPMENT }, shipmentSchema)
  if (!shipment) throw new Fault('refused', `${rpc.system} has no delivery ${id} any more`)
  return shipment
}

/** The first open delivery of the sale that nobody else claimed and that has all of it. */
async function claim(desk: Desk, sale: Sale, reference: string, despatch: DespatchBody): Promise<Shipment> {
  const { rpc } = desk
  const open = await rpc.search('stock.shipment.out', [['id', 'in', sale.shipments], ['state', 'in', ['draft', 'waiting', 'assigned']], ['reference', '=', null]],
    { fields: SHIPMENT, order: [['id', 'ASC']] }, shipmentSchema)
  for (const shipment of open) {
    const left = await outgoing(desk, shipment.id)
    if (!despatch.lines.every(({ line, quantity }) => compare(totalOf(desk, sale, line, left), quantity) >= 0)) continue
    await rpc.write('stock.shipment.out', [shipment.id], { reference })
    // reserved for more than has left: reserved anew below, for what did
    if (shipment.state === 'assigned') await rpc.press('stock.shipment.out', shipment.id, 'wait')
    return read(desk, shipment.id)
  }
  throw new Fault('refused', `${rpc.system}: sale ${sale.number} has no open delivery with all that ${despatch.despatch} ships (${despatch.lines.map((line) => `line ${line.line}: ${line.quantity}`).join(', ')})`)
}

const outgoing = ({ rpc }: Desk, shipment: number): Promise<Move[]> => rpc.search('stock.move',
  [['shipment', '=', `stock.shipment.out,${shipment}`], ['to_location.type', '=', 'customer'], ['state', '!=', 'cancelled']], { fields: MOVE, order: [['id', 'ASC']] }, moveSchema)

function totalOf({ units }: Desk, sale: Sale, ours: string, moves: readonly Move[]): Decimal {
  const line = sale.lines.find((candidate) => candidate.ours === ours)
  return moves.filter((move) => line && move.origin === `sale.line,${line.id}`).reduce((sum, move) => add(sum, units.convert(move.quantity, move.uom, line!.unit)), '0')
}

/** Cuts the moves out of the store down to what left; those of what did not leave are removed. Done again it changes nothing. */
async function setQuantities(desk: Desk, shipment: number, sale: Sale, despatch: DespatchBody): Promise<void> {
  const { rpc, units } = desk
  const leaving = await outgoing(desk, shipment)
  const picking = await rpc.search('stock.move', [['shipment', '=', `stock.shipment.out,${shipment}`], ['to_location.type', '!=', 'customer'], ['state', 'in', ['draft', 'assigned']]],
    { fields: MOVE, order: [['id', 'ASC']] }, moveSchema)
  const left = new Map(despatch.lines.map(({ line, quantity }) => [line, quantity]))
  for (const move of picking) {
    const target = leaving.find((candidate) => move.origin === `stock.move,${candidate.id}`)
    const line = sale.lines.find((candidate) => target?.origin === `sale.line,${candidate.id}`)
    const wanted = line?.ours === undefined ? '0' : left.get(line.ours) ?? '0'
    const taken = min(wanted, units.convert(move.quantity, move.uom, line?.unit ?? move.uom))
    if (line?.ours !== undefined) left.set(line.ours, subtract(wanted, taken))
    const quantity = units.convert(taken, line?.unit ?? move.uom, move.uom)
    if (compare(quantity, '0') <= 0) await rpc.remove('stock.move', [move.id])
    else if (!equal(quantity, move.quantity)) await rpc.write('stock.move', [move.id], { quantity: toQuantity(quantity) })
  }
}

/** `assign_try` answers false where stock is missing, and reserves what there is: give that back before asking a person. */
async function unmoved(desk: Desk, shipment: Shipment, button: string, answer: unknown, despatch: DespatchBody): Promise<never> {
  if (button === 'assign_try' && answer === false) {
    await desk.rpc.press('stock.shipment.out', shipment.id, 'wait')
    throw new Fault('refused', `${desk.rpc.system} has not the stock that ${despatch.despatch} shipped for ${despatch.number}: count it there, then send again`)
  }
  throw new Fault('refused', `${desk.rpc.system}: delivery ${shipment.number} stays ${shipment.state} although "${button}" was pressed: look at it there, then send again`)
}
