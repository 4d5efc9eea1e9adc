import { z } from 'zod'
import { add, compare, type Decimal, min, subtract } from '../../orders/decimal'
import { type Remote, type RemoteLine } from '../connector'
import { type Row } from './changes'
import { type Desk } from './desk'
import { type PartLine, readPartNote } from './partNote'
import { type Query, type Rpc } from './rpc'
import { isOurs } from './sale'
import { type Units } from './units'
import { dateSchema, instantSchema, quantitySchema } from './wire'

/** A warehouse's share of an order: our delivery there, and those that people made of what it left over, by the same reference. */
export interface Part {
  reference: string
  deliveries: Delivery[]
  /** As we sent it; empty where the delivery was broken off before its note. */
  wanted: PartLine[]
  moves: Move[]
  /** Moves that came back from the customer. */
  returned: Move[]
}

export interface Delivery { id: number; number: string | null; state: string; changedAt: string; plannedOn: string | null }

/** `<our order id>/<part>`: the reference of a delivery that is a part of ours. */
export const isPart = (reference: string | null): reference is string => reference !== null && /^[^/]+\/\d+$/.test(reference) && isOurs(reference.split('/')[0]!)

/** The parts with these references, oldest delivery first. */
export async function readParts({ rpc }: Pick<Desk, 'rpc'>, references: readonly string[]): Promise<Part[]> {
  if (references.length === 0) return []
  const deliveries = await rpc.search(DELIVERY, [['reference', 'in', references]], { fields: DELIVERY_FIELDS, order: [['id', 'ASC']] }, deliverySchema)
  if (deliveries.length === 0) return []
  const names = deliveries.map(({ id }) => nameOf(id))
  const notes = await rpc.search('ir.note', [['resource', 'in', names]], { fields: ['resource', 'message'], order: [['id', 'DESC']] }, noteSchema)
  const moves = await rpc.search('stock.move', [['shipment', 'in', names], ['to_location.type', '=', 'customer'], ['state', '!=', 'cancelled']], { fields: MOVE_FIELDS, order: [['id', 'ASC']] }, moveSchema)
  const returned = await returnedMoves({ rpc }, references, deliveries)
  return [...Map.groupBy(deliveries, (delivery) => delivery.reference)].map(([reference, mine]) => ({
    reference, deliveries: mine.map(({ id, number, state, create_date, write_date, planned_date }) => ({ id, number, state, changedAt: write_date ?? create_date, plannedOn: planned_date })),
    wanted: mine.map(({ id }) => notes.filter((note) => note.resource === nameOf(id)).map((note) => readPartNote(note.message)).find((lines) => lines.length > 0)).find((lines) => lines !== undefined) ?? [],
    moves: moves.filter((move) => mine.some(({ id }) => move.shipment === nameOf(id))), returned: returned.get(reference) ?? [],
  }))
}

/**
 * Parts by the deliveries that changed. A list names each once, by its first delivery; a poll is told of the part when any of
 * them changed.
 */
export async function readPartRows(rpc: Rpc, units: Units, domain: readonly unknown[], query: Partial<Query>): Promise<Row[]> {
  const rows = await rpc.search(DELIVERY, domain, { ...query, fields: DELIVERY_FIELDS }, deliverySchema.extend({ reference: z.string().nullable() }))
  const parts = new Map((await readParts({ rpc }, [...new Set(rows.map(({ reference }) => reference).filter(isPart))])).map((part) => [part.reference, part]))
  return rows.map(({ id, reference, create_date, write_date }) => {
    const part = parts.get(reference ?? '')
    return { id, changedAt: write_date ?? create_date, remotes: part && isPartComplete(part) ? [partRemote(part, units)] : [] }
  })
}

/** The part in our words: `released`, `picking` (picked, packed or shipped in part), `shipped`, `cancelled`. */
export function partRemote(part: Part, units: Units): Remote {
  const first = part.deliveries[0]!
  const asOf = part.deliveries.map(({ changedAt }) => changedAt).sort().at(-1)!
  const shipped = spread(part, units, part.moves.filter((move) => move.state === 'done'))
  return {
    kind: 'part', theirId: String(first.id), ourId: part.reference, number: first.number ?? String(first.id), state: wordOf(part, shipped), version: asOf, asOf,
    lines: spread(part, units, part.moves),
    body: {
      part: part.reference.split('/')[1], requestedDelivery: first.plannedOn ?? undefined, deliveries: part.deliveries.map(({ number }) => number),
      shipped: quantitiesOf(shipped), returned: quantitiesOf(spread(part, units, part.returned)),
    },
  }
}

/** Is it there with all that a part has? One that was broken off on the way is not there yet. */
export const isPartComplete = (part: Part): boolean => part.wanted.length > 0 && part.deliveries[0]!.state !== 'draft'

/** What one delivery shipped of the part's lines. */
export function deliveredLines(part: Part, units: Units, delivery: number): RemoteLine[] {
  const until = (last: number): RemoteLine[] => spread(part, units, part.moves.filter((move) => move.state === 'done' && idOf(move) <= last))
  const before = new Map(until(delivery - 1).map(({ id, quantity }) => [id, quantity]))
  return until(delivery).map((line) => ({ ...line, quantity: subtract(line.quantity, before.get(line.id) ?? '0') })).filter(({ quantity }) => compare(quantity, '0') !== 0)
}

function wordOf(part: Part, shipped: readonly RemoteLine[]): string {
  if (part.deliveries.every(({ state }) => state === 'cancelled')) return 'cancelled'
  const of = new Map(shipped.map(({ id, quantity }) => [id, quantity]))
  if (part.wanted.length > 0 && part.wanted.every(({ id, quantity }) => compare(of.get(id) ?? '0', quantity) >= 0)) return 'shipped'
  return part.deliveries.some(({ state }) => state === 'picked' || state === 'packed' || state === 'done') ? 'picking' : 'released'
}

/** Moves know items and no lines of ours: lines of one item are filled in their order, the last one takes what is over. */
function spread(part: Part, units: Units, moves: readonly Move[]): RemoteLine[] {
  const left = new Map<string, Decimal>()
  const base = new Map(moves.map((move) => [move['product.'].code, move['product.'].default_uom]))
  for (const move of moves) left.set(move['product.'].code, add(left.get(move['product.'].code) ?? '0', units.convert(move.quantity, move.uom, move['product.'].default_uom)))
  const lines = part.wanted.map((line, index): RemoteLine => {
    const stocked = base.get(line.item)
    const unit = stocked === undefined ? undefined : units.find(line.unit, units.byId(stocked).category)?.id ?? stocked
    const there = left.get(line.item) ?? '0'
    const inLine = stocked === undefined ? there : units.convert(there, stocked, unit!)
    const isLast = !part.wanted.slice(index + 1).some(({ item }) => item === line.item)
    const quantity = isLast ? inLine : min(line.quantity, inLine)
    left.set(line.item, isLast ? '0' : subtract(there, stocked === undefined ? quantity : units.convert(quantity, unit!, stocked)))
    return { id: line.id, item: line.item, quantity, unit: line.unit }
  })
  const strangers = [...left].filter(([item, quantity]) => compare(quantity, '0') !== 0 && !part.wanted.some((line) => line.item === item))
  return [...lines, ...strangers.map(([item, quantity]) => ({ id: `item ${item}`, item, quantity, unit: units.codeOf(base.get(item)!) }))]
}

/** What customers sent back on returns that name the part or one of its deliveries. */
async function returnedMoves({ rpc }: Pick<Desk, 'rpc'>, references: readonly string[], deliveries: readonly z.infer<typeof deliverySchema>[]): Promise<Map<string, Move[]>> {
  const partOf = new Map([...references.map((reference) => [reference, reference] as const), ...deliveries.flatMap(({ number, reference }) => (number === null ? [] : [[number, reference] as const]))])
  const returns = await rpc.search(RETURN, [['reference', 'in', [...partOf.keys()]]], { fields: ['reference'] }, z.object({ id: z.number(), reference: z.string() }))
  if (returns.length === 0) return new Map()
  const moves = await rpc.search('stock.move', [['shipment', 'in', returns.map(({ id }) => `${RETURN},${id}`)], ['from_location.type', '=', 'customer'], ['state', '=', 'done']],
    { fields: MOVE_FIELDS, order: [['id', 'ASC']] }, moveSchema)
  const referenceOf = new Map(returns.map(({ id, reference }) => [`${RETURN},${id}`, partOf.get(reference)!]))
  return Map.groupBy(moves, (move) => referenceOf.get(move.shipment)!)
}

const DELIVERY = 'stock.shipment.out'
const RETURN = 'stock.shipment.out.return'
const nameOf = (id: number): string => `${DELIVERY},${id}`
const idOf = (move: Move): number => Number(move.shipment.split(',')[1])
const quantitiesOf = (lines: readonly RemoteLine[]): { line: string; quantity: Decimal }[] => lines.map(({ id, quantity }) => ({ line: id, quantity }))

const DELIVERY_FIELDS = ['number', 'reference', 'state', 'planned_date', 'create_date', 'write_date'] as const
const deliverySchema = z.object({
  id: z.number(), number: z.string().nullable(), reference: z.string(), state: z.string(), planned_date: dateSchema.nullable(), create_date: instantSchema, write_date: instantSchema.nullable(),
})
const noteSchema = z.object({ resource: z.string(), message: z.string().nullable() })
const MOVE_FIELDS = ['shipment', 'quantity', 'uom', 'state', 'product.code', 'product.default_uom'] as const
const moveSchema = z.object({
  'shipment': z.string(), 'quantity': quantitySchema, 'uom': z.number(), 'state': z.string(),
  'product.': z.object({ code: z.string().nullable().transform((code) => code ?? ''), default_uom: z.number() }),
})
type Move = z.infer<typeof moveSchema>
