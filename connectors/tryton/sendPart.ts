import { z } from 'zod'
import { equal } from '../../orders/decimal'
import { type Outgoing } from '../connector'
import { Fault } from '../fault'
import { absent } from './absent'
import { type PartBody, readPartBody } from './bodies'
import { customerId, deliveryAddress } from './customer'
import { type Desk } from './desk'
import { type Part, readParts } from './part'
import { partNote } from './partNote'
import { begun } from './sendOrder'
import { decimalSchema, toDate, toDecimal, toQuantity } from './wire'

const DELIVERY = 'stock.shipment.out'
/** More than any delivery needs; so many rounds without an end mean that it moves in a circle. */
const ROUNDS = 8

/**
 * Brings a warehouse's part to a delivery of its own that waits to be picked, with what is in stock reserved for it, from
 * wherever an earlier attempt broke off. One that has other lines than ours gets them anew, as long as nothing is picked.
 */
export async function putPart(desk: Desk, message: Outgoing): Promise<Part> {
  const body = readPartBody(message.body)
  const moves = await wantedMoves(desk, body)
  if (!(await partOf(desk, message.ourId))) await newDelivery(desk, message.ourId, body, moves)
  return begun(() => advance(desk, message, body, moves))
}

async function advance(desk: Desk, message: Outgoing, body: PartBody, moves: readonly Values[]): Promise<Part> {
  for (let round = 0; round < ROUNDS; round++) {
    const part = await knownPart(desk, message)
    const { id, state } = part.deliveries[0]!
    const right = sameLines(part, body)
    const refuse = (why: string): Fault => new Fault('refused', `${desk.rpc.system}: delivery ${part.deliveries[0]!.number ?? id} of ${body.number} is ${state} there: ${why}`)
    if (state === 'cancelled') throw refuse('cancel the order here too, or set the delivery back to draft there')
    if (!right && (!['draft', 'waiting', 'assigned'].includes(state) || part.deliveries.length > 1)) throw refuse('what is being picked takes no change')
    if (state === 'draft' && !right) {
      if (!sameMoves(part, body, moves)) await rewrite(desk, id, moves)
      // the note says whose lines the moves are: without it the delivery is not ours yet
      await desk.rpc.create('ir.note', { resource: `${DELIVERY},${id}`, message: partNote(body.number, body.lines) })
    }
    if (right && state === 'waiting') await desk.rpc.press(DELIVERY, id, 'assign_try')
    if (right && state !== 'draft') return knownPart(desk, message)
    const button = state === 'draft' || state === 'assigned' ? 'wait' : 'draft'
    await desk.rpc.press(DELIVERY, id, button)
    if ((await knownPart(desk, message)).deliveries[0]!.state === state) throw refuse(`"${button}" was pressed in vain: look at it there, then send again`)
  }
  throw new Fault('refused', `${desk.rpc.system}: the delivery of ${body.number} does not come to rest: somebody changes it there at the same time`)
}

/** Gives what is reserved back and cancels the deliveries; refused where something is picked or has left. */
export async function cancelPart(desk: Desk, message: Outgoing): Promise<Part> {
  const { deliveries } = await knownPart(desk, message)
  const late = deliveries.find(({ state }) => ['picked', 'packed', 'done'].includes(state))
  if (late) throw new Fault('refused', `${desk.rpc.system}: delivery ${late.number ?? late.id} is ${late.state}: stop it in the warehouse, or take it back as a return`)
  for (const { id } of deliveries.filter(({ state }) => state !== 'cancelled')) await desk.rpc.press(DELIVERY, id, 'cancel')
  return knownPart(desk, message)
}

export const partOf = async (desk: Pick<Desk, 'rpc'>, reference: string): Promise<Part | undefined> => (await readParts(desk, [reference]))[0]

async function knownPart(desk: Desk, message: Outgoing): Promise<Part> {
  const part = await partOf(desk, message.ourId)
  if (!part) throw new Fault('refused', `${desk.rpc.system} has no delivery of ${message.ourId}: there is nothing to ${message.action}`)
  return part
}

const sameLines = (part: Part, body: PartBody): boolean => part.wanted.length === body.lines.length && body.lines.every((line, index) => {
  const there = part.wanted[index]!
  return there.id === line.id && there.item === line.item && there.unit === line.unit && equal(there.quantity, line.quantity)
})

const sameMoves = (part: Part, body: PartBody, wanted: readonly Values[]): boolean => part.moves.length === wanted.length && part.moves.every((move, index) =>
  move['product.'].code === body.lines[index]!.item && move.uom === wanted[index]!.uom && equal(move.quantity, body.lines[index]!.quantity))

type Values = Record<string, unknown>

async function newDelivery(desk: Desk, reference: string, body: PartBody, moves: readonly Values[]): Promise<void> {
  const { rpc } = desk
  const customer = await customerId(rpc, body.buyer)
  const company = await rpc.company()
  const place = await placeOf(desk)
  const [filled] = await rpc.ask('model.stock.shipment.out.on_change', [{ customer, company }, ['customer']], z.tuple([z.object({ delivery_address: z.number().nullish() })]))
  const address = (body.shipTo && await deliveryAddress(rpc, customer, body.shipTo)) ?? filled.delivery_address
  if (address == null) throw new Fault('refused', `${rpc.system} has no address of ${body.buyer}, and ${body.number} names none: enter one there, then send again`)
  await rpc.create(DELIVERY, {
    reference, customer, company, delivery_address: address, warehouse: place.id, outgoing_moves: [['create', moves]],
    ...(body.requestedDelivery === undefined ? {} : { planned_date: toDate(body.requestedDelivery) }),
  })
}

/** All moves anew in one call. */
async function rewrite({ rpc }: Desk, id: number, moves: readonly Values[]): Promise<void> {
  const [known] = await rpc.search(DELIVERY, [['id', '=', id]], { fields: ['outgoing_moves'] }, z.object({ outgoing_moves: z.array(z.number()) }))
  await rpc.write(DELIVERY, [id], { outgoing_moves: [['delete', known?.outgoing_moves ?? []], ['create', moves]] })
}

const productSchema = z.object({ id: z.number(), code: z.string(), default_uom: z.number(), list_price: decimalSchema.nullable() })

/** The lines as moves from the warehouse's gate to the customer. Throws a `refused` Fault for an item or unit that it does not have. */
async function wantedMoves(desk: Desk, body: PartBody): Promise<Values[]> {
  const { rpc, units } = desk
  const products = await rpc.search('product.product', [['code', 'in', body.lines.map((line) => line.item)]], { fields: ['code', 'default_uom', 'list_price'] }, productSchema)
  const byCode = new Map(products.map((product) => [product.code, product]))
  const why = await absent(rpc, 'item', body.lines.map((line) => line.item).filter((code) => !byCode.has(code)))
  const company = await rpc.company()
  const [own] = await rpc.search('company.company', [['id', '=', company]], { fields: ['currency'] }, z.object({ currency: z.number() }))
  const { gate } = await placeOf(desk)
  const customers = await customerLocation(desk, body.buyer)
  return body.lines.map((line) => {
    const product = byCode.get(line.item)
    if (!product) throw new Fault('refused', `line ${line.id}: ${why(line.item)}`)
    const base = units.byId(product.default_uom)
    const unit = units.find(line.unit, base.category)
    if (!unit) throw new Fault('refused', `line ${line.id}: ${line.item} is counted in ${base.symbol} there, which has no unit for ${line.unit}: add one to its category, or name it in options.units`)
    return {
      product: product.id, uom: unit.id, quantity: toQuantity(line.quantity), from_location: gate, to_location: customers, company, currency: own?.currency ?? null,
      unit_price: toDecimal(product.list_price ?? '0'),
    }
  })
}

const placeSchema = z.object({ id: z.number(), output_location: z.number() })

/** The warehouse that `options.warehouse` names, else the first one. */
async function placeOf({ rpc, options }: Desk): Promise<{ id: number; gate: number }> {
  const named = options.warehouse === undefined ? [] : [['code', '=', options.warehouse]]
  const [place] = await rpc.search('stock.location', [['type', '=', 'warehouse'], ...named], { fields: ['output_location'], order: [['id', 'ASC']], limit: 1 }, placeSchema)
  if (!place) throw new Fault('refused', `${rpc.system} has no warehouse ${options.warehouse ?? ''}: correct options.warehouse, or create it there`)
  return { id: place.id, gate: place.output_location }
}

async function customerLocation({ rpc }: Desk, buyer: string): Promise<number> {
  const [party] = await rpc.search('party.party', [['code', '=', buyer]], { fields: ['customer_location'], limit: 1 }, z.object({ customer_location: z.number().nullable() }))
  if (!party) throw new Fault('refused', (await absent(rpc, 'party', [buyer]))(buyer))
  if (party.customer_location === null) throw new Fault('refused', `${rpc.system}: party ${buyer} has no customer location that goods can go to: give it one there, then send again`)
  return party.customer_location
}
