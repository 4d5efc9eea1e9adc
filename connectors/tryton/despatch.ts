import { z } from 'zod'
import { add } from '../../orders/decimal'
import { type Remote, type RemoteLine } from '../connector'
import { inLineUnit, type SaleOrigin, saleOrigins } from './origins'
import { deliveredLines, isPart, readParts } from './part'
import { type Query, type Rpc } from './rpc'
import { isOurs } from './sale'
import { type Desk } from './desk'
import { type Units } from './units'
import { dateSchema, instantSchema, quantitySchema } from './wire'

/** Deliveries that are done, with the order lines that their goods went for. */
export async function readDespatches({ rpc, units, has }: Desk, domain: readonly unknown[], query: Partial<Query> = {}): Promise<Remote[]> {
  const fields = has.carriers ? [...FIELDS, 'carrier.rec_name'] : FIELDS
  const shipments = await rpc.search('stock.shipment.out', [['state', '=', 'done'], ...domain], { ...query, fields }, shipmentSchema)
  if (shipments.length === 0) return []
  const names = shipments.map(({ id }) => nameOf(id))
  const moves = await rpc.search('stock.move', [['shipment', 'in', names], ['state', '=', 'done'], ['to_location.type', '=', 'customer']],
    { fields: ['shipment', 'origin', 'quantity', 'uom', 'product.code'], order: [['id', 'ASC']] }, moveSchema)
  const origins = await saleOrigins(rpc, units, moves.map((move) => move.origin))
  const tracking = has.tracking ? await trackingNumbers(rpc, names) : new Map<string, string>()
  const movesOf = Map.groupBy(moves, (move) => move.shipment)
  const parts = new Map((await readParts({ rpc }, [...new Set(shipments.map(({ reference }) => reference).filter(isPart))])).map((part) => [part.reference, part]))
  return shipments.map((shipment) => {
    const part = parts.get(shipment.reference ?? '')
    const mine = movesOf.get(nameOf(shipment.id)) ?? []
    const changedAt = shipment.write_date ?? shipment.create_date
    return {
      kind: 'despatch', theirId: String(shipment.id), ...(isGoodsIssue(shipment.reference) ? { ourId: shipment.reference } : {}), number: shipment.number ?? String(shipment.id),
      state: 'shipped', version: changedAt, asOf: changedAt, ...(shipment['customer.'].code === null ? {} : { buyer: shipment['customer.'].code }), lines: part ? deliveredLines(part, units, shipment.id) : shipped(mine, origins, units),
      body: {
        order: part?.reference ?? mine.map((move) => origins.get(move.origin ?? '')?.order).find((order) => order !== undefined), despatch: shipment.number, shippedOn: shipment.effective_date ?? undefined,
        carrier: shipment['carrier.']?.rec_name, tracking: tracking.get(nameOf(shipment.id)),
      },
    }
  })
}

/** `<our order id>/<system>/<number>`: the reference of a goods issue that we posted for a warehouse. */
export const isGoodsIssue = (reference: string | null): reference is string => reference !== null && reference.includes('/') && isOurs(reference.split('/')[0]!)

const nameOf = (id: number): string => `stock.shipment.out,${id}`

const FIELDS = ['number', 'reference', 'effective_date', 'customer.code', 'create_date', 'write_date'] as const
const shipmentSchema = z.object({
  'id': z.number(), 'number': z.string().nullable(), 'reference': z.string().nullable(), 'effective_date': dateSchema.nullable(), 'customer.': z.object({ code: z.string().nullable() }),
  'carrier.': z.object({ rec_name: z.string() }).nullish(), 'create_date': instantSchema, 'write_date': instantSchema.nullable(),
})
const moveSchema = z.object({
  'id': z.number(), 'shipment': z.string(), 'origin': z.string().nullable(), 'quantity': quantitySchema, 'uom': z.number(), 'product.': z.object({ code: z.string().nullable() }),
})

/** One line a line of ours, in its unit: several lots of a line are several moves there. */
function shipped(moves: readonly z.infer<typeof moveSchema>[], origins: ReadonlyMap<string, SaleOrigin>, units: Units): RemoteLine[] {
  const lines = new Map<string, RemoteLine>()
  for (const move of moves) {
    const origin = origins.get(move.origin ?? '')
    const id = origin?.line ?? `stock.move,${move.id}`
    const part = inLineUnit(units, move.quantity, move.uom, origin)
    lines.set(id, { id, item: move['product.'].code ?? undefined, ...part, quantity: add(lines.get(id)?.quantity ?? '0', part.quantity) })
  }
  return [...lines.values()]
}

const packageSchema = z.object({ shipment: z.string().nullable(), shipping_reference: z.string().nullish() })

async function trackingNumbers(rpc: Rpc, shipments: readonly string[]): Promise<Map<string, string>> {
  const packages = await rpc.search('stock.package', [['shipment', 'in', shipments], ['shipping_reference', '!=', null]], { fields: ['shipment', 'shipping_reference'] }, packageSchema)
  const numbers = Map.groupBy(packages, (row) => row.shipment ?? '')
  return new Map([...numbers].map(([shipment, rows]) => [shipment, rows.flatMap((row) => row.shipping_reference ?? []).join(', ')]))
}
