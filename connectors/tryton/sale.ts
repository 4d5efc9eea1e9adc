import { z } from 'zod'
import { add, compare, type Decimal, min, multiply, subtract, sum } from '../../orders/decimal'
import { type Remote } from '../connector'
import { readLineNote } from './lineNote'
import { type Query, type Rpc } from './rpc'
import { type Units } from './units'
import { dateSchema, decimalSchema, instantSchema, quantitySchema } from './wire'

/** A sale with all that tells how far it has come: Tryton's own `done` does not mean delivered, the moves that are done do. */
export interface Sale {
  id: number
  number: string | null
  reference: string | null
  /** What it came of: a return names its sale (`sale.sale,7`). */
  origin: string | null
  description: string | null
  state: string
  shipmentState: string
  invoiceState: string
  invoiceMethod: string
  /** What its deliveries follow: `order`, `invoice` (once it is paid), `manual` (none are made). */
  shipmentMethod: string
  net: Decimal
  currency: string
  party: string | null
  shippingDate: string | null
  shipments: number[]
  invoices: number[]
  changedAt: string
  lines: SaleLine[]
}

export interface SaleLine {
  id: number
  /** Our line id, where the line is ours. */
  ours: string | undefined
  /** Our code of its unit. */
  code: string
  item: string | undefined
  product: number | null
  goods: boolean
  quantity: Decimal
  unit: number
  /** Tryton leaves what is no more than half of it: of a case half a case. */
  step: Decimal
  price: Decimal
  description: string | null
  /** Quantities of its moves, in its own unit. */
  shipped: Decimal
  /** Not done and not cancelled. */
  moving: Decimal
  /** All that Tryton counts as taken care of, cancelled ones too, unless they were made anew. */
  moved: Decimal
  /** On invoices with a number. */
  invoiced: Decimal
  /** On invoices that are not cancelled. */
  billing: Decimal
  /** On all that Tryton counts as invoices of it, cancelled ones too, unless they were made anew. */
  billed: Decimal
  paid: Decimal
}

/** Sales with their lines, moves and invoice lines: four calls for any number. */
export async function readSales(rpc: Rpc, units: Units, domain: readonly unknown[], query: Partial<Query> = {}): Promise<Sale[]> {
  const heads = await rpc.search('sale.sale', domain, { ...query, fields: HEAD_FIELDS }, headSchema)
  if (heads.length === 0) return []
  const ids = heads.map((head) => head.id)
  const lines = await rpc.search('sale.line', [['sale', 'in', ids], ['type', '=', 'line']], { fields: LINE_FIELDS, order: [['sequence', 'ASC'], ['id', 'ASC']] }, lineSchema)
  const moves = await rpc.search('stock.move', [['origin.sale.id', 'in', ids, 'sale.line']], { fields: MOVE_FIELDS }, moveSchema)
  const billed = await rpc.search('account.invoice.line', [['origin.sale.id', 'in', ids, 'sale.line'], ['type', '=', 'line']], { fields: BILLED_FIELDS }, billedSchema)
  const movesOf = Map.groupBy(moves, (move) => move.origin)
  const billedOf = Map.groupBy(billed, (line) => line.origin)
  const linesOf = Map.groupBy(lines, (line) => line.sale)
  return heads.map((head): Sale => ({
    id: head.id, number: head.number, reference: head.reference, origin: head.origin, description: head.description, state: head.state, shipmentState: head.shipment_state,
    invoiceState: head.invoice_state, invoiceMethod: head.invoice_method, shipmentMethod: head.shipment_method, net: head.untaxed_amount, currency: head['currency.'].code, party: head['party.'].code,
    shippingDate: head.shipping_date, shipments: head.shipments, invoices: head.invoices, changedAt: head.write_date ?? head.create_date,
    lines: (linesOf.get(head.id) ?? []).map((line) => lineOf(line, movesOf.get(`sale.line,${line.id}`) ?? [], billedOf.get(`sale.line,${line.id}`) ?? [], head.invoices_recreated, units)),
  }))
}

/**
 * Has Tryton still to process it? A confirm, a delivery and an amendment are two transactions there: the state, then
 * deliveries and invoices that follow from it. Where the second was lost, nothing ever makes up for it but `process`.
 */
export function isUnprocessed(sale: Sale): boolean {
  if (sale.state === 'confirmed') return true
  if (sale.state !== 'processing' && sale.state !== 'done') return false
  return sale.lines.some((line) => line.goods && (lacks(line, line.moved, dueToMove(sale, line))
    || (sale.invoiceMethod === 'shipment' && lacks(line, line.billed, line.shipped))))
}

/** Is there less of it than is due, by more than Tryton rounds away? */
const lacks = ({ step }: SaleLine, there: Decimal, due: Decimal): boolean => compare(multiply(subtract(due, there), '2'), step) > 0

/** So much of a line has Tryton made deliveries of by now. */
function dueToMove({ shipmentMethod }: Sale, { quantity, paid, moved }: SaleLine): Decimal {
  if (shipmentMethod === 'order') return quantity
  return shipmentMethod === 'invoice' ? min(paid, quantity) : moved
}

/** Is it there with all that a confirmed sale has? One that was broken off on the way is not there yet. */
export const isComplete = (sale: Sale): boolean => ['processing', 'done', 'cancelled'].includes(sale.state) && !isUnprocessed(sale)

/** The sale in our words; see {@link wordOf} for its state. A return is a copy with the same reference and description, and is no second sale. */
export function orderRemote(sale: Sale): Remote {
  const isReturn = returnedSale(sale.origin) !== undefined
  return {
    kind: 'order', theirId: String(sale.id), ...(isOurs(sale.reference) && !isReturn ? { ourId: sale.reference } : {}), ...(sale.number === null ? {} : { number: sale.number }),
    state: wordOf(sale), version: sale.changedAt, asOf: sale.changedAt, ...(sale.description && !isReturn ? { reference: sale.description } : {}),
    ...(sale.party === null ? {} : { buyer: sale.party }), currency: sale.currency, amount: sale.net,
    lines: sale.lines.map((line) => ({ id: line.ours ?? `sale.line,${line.id}`, item: line.item, quantity: line.quantity, unit: line.code, price: line.price })),
    body: {
      number: sale.number, requestedDelivery: sale.shippingDate, sale: sale.state, shipment: sale.shipmentState, invoice: sale.invoiceState, waits: waitsFor(sale),
      delivered: quantities(sale, 'shipped'), invoiced: quantities(sale, 'invoiced'),
    },
  }
}

/** Tryton has made deliveries of less than was ordered. */
const isUnmoved = (lines: readonly SaleLine[]): boolean => lines.some((line) => line.goods && lacks(line, line.moved, line.quantity))

/** What a person must answer there before the sale goes on. */
function waitsFor({ id, number, shipmentState, invoiceState, shipmentMethod, lines }: Sale): string | undefined {
  const of = `sale ${number ?? id}`
  if (shipmentState === 'exception') return `A delivery of ${of} was cancelled there: open the sale, press "Handle Shipment Exception", and choose what is shipped anew.`
  if (invoiceState === 'exception') return `An invoice of ${of} was cancelled there: open the sale, press "Handle Invoice Exception", and choose what is invoiced anew.`
  if (shipmentMethod === 'manual' && isUnmoved(lines) && compare(sum(lines.map((line) => line.billing)), '0') !== 0) return `The shipment method of ${of} is "Manual": no delivery comes of it, and what is shipped is never heard. Cancel the order here and take it in anew.`
  return undefined
}

/**
 * How far the sale is: `draft`, `quotation`, `confirmed` as Tryton says; then `open`, `delivered` (nothing is left to ship),
 * `invoiced`, `closed` (paid too), `exception` where it waits for an answer there, and `cancelled` where nothing was shipped and nothing is left to.
 */
export function wordOf(sale: Sale): string {
  if (sale.state !== 'processing' && sale.state !== 'done') return sale.state
  const shipped = sum(sale.lines.map((line) => line.shipped))
  const moving = sum(sale.lines.map((line) => line.moving))
  if (isUnprocessed(sale)) return 'open'
  if (waitsFor(sale) !== undefined) return 'exception'
  if (compare(moving, '0') !== 0) return 'open'
  const billing = sum(sale.lines.map((line) => line.billing))
  if (compare(shipped, '0') === 0 && compare(billing, '0') === 0) return 'cancelled'
  if (isUnmoved(sale.lines)) return 'open'
  if (sale.invoiceMethod === 'manual') return 'delivered'
  const due = (line: SaleLine): Decimal => (line.goods ? line.shipped : line.quantity)
  if (sale.lines.every((line) => compare(line.paid, due(line)) >= 0)) return 'closed'
  return sale.lines.every((line) => compare(line.invoiced, due(line)) >= 0) ? 'invoiced' : 'delivered'
}

/**
 * Whoever duplicates a sale there duplicates its reference: the later one is not ours to follow. A list shows both with our id,
 * so that comparing finds the double.
 */
export async function withoutCopies(rpc: Rpc, sales: readonly Sale[]): Promise<Sale[]> {
  const first = await firstSales(rpc, sales.map(({ reference }) => reference))
  return sales.map((sale) => (isOurs(sale.reference) && first.get(sale.reference) !== sale.id ? { ...sale, reference: null } : sale))
}

/** The first sale of each of our ids among these references: later ones are copies. */
export async function firstSales(rpc: Rpc, references: readonly (string | null)[]): Promise<Map<string, number>> {
  const ours = [...new Set(references.filter(isOurs))]
  const all = ours.length === 0 ? [] : await rpc.search('sale.sale', [['reference', 'in', ours]], { fields: ['reference'], order: [['id', 'ASC']] }, z.object({ id: z.number(), reference: z.string() }))
  return new Map(all.map(({ id, reference }): [string, number] => [reference, id]).reverse())
}

/** The sale that a return is of. */
export const returnedSale = (origin: string | null): number | undefined => (origin?.startsWith('sale.sale,') ? Number(origin.slice('sale.sale,'.length)) : undefined)

/** Our ids are UUIDs; whatever else stands in the reference was written there. */
export const isOurs = (reference: string | null): reference is string => reference !== null && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(reference)

const many = z.array(z.number())
const HEAD_FIELDS = ['number', 'reference', 'origin', 'description', 'state', 'shipment_state', 'invoice_state', 'invoice_method', 'shipment_method', 'untaxed_amount', 'currency.code', 'party.code',
  'shipping_date', 'shipments', 'invoices', 'invoices_recreated', 'create_date', 'write_date'] as const
const headSchema = z.object({
  'id': z.number(), 'number': z.string().nullable(), 'reference': z.string().nullable(), 'origin': z.string().nullable(), 'description': z.string().nullable(), 'state': z.string(), 'shipment_state': z.string(),
  'invoice_state': z.string(), 'invoice_method': z.string(), 'shipment_method': z.string(), 'untaxed_amount': decimalSchema, 'currency.': z.object({ code: z.string() }),
  'party.': z.object({ code: z.string().nullable() }), 'shipping_date': dateSchema.nullable(), 'shipments': many, 'invoices': many,
  'invoices_recreated': many, 'create_date': instantSchema, 'write_date': instantSchema.nullable(),
})
const LINE_FIELDS = ['sale', 'note', 'product', 'product.code', 'product.type', 'quantity', 'unit', 'unit_price', 'description', 'moves_recreated'] as const
const lineSchema = z.object({
  'id': z.number(), 'sale': z.number(), 'note': z.string().nullable(), 'product': z.number().nullable(), 'product.': z.object({ code: z.string().nullable(), type: z.string() }).nullish(),
  'quantity': quantitySchema, 'unit': z.number(), 'unit_price': decimalSchema, 'description': z.string().nullable(), 'moves_recreated': many,
})
const MOVE_FIELDS = ['origin', 'quantity', 'uom', 'state', 'to_location.type', 'from_location.type'] as const
const moveSchema = z.object({
  'id': z.number(), 'origin': z.string(), 'quantity': quantitySchema, 'uom': z.number(), 'state': z.string(), 'to_location.': z.object({ type: z.string() }),
  'from_location.': z.object({ type: z.string() }),
})
const BILLED_FIELDS = ['origin', 'quantity', 'unit', 'invoice', 'invoice.state'] as const
const billedSchema = z.object({
  'id': z.number(), 'origin': z.string(), 'quantity': quantitySchema, 'unit': z.number().nullable(), 'invoice': z.number().nullable(), 'invoice.': z.object({ state: z.string() }).nullish(),
})

type RawLine = z.infer<typeof lineSchema>
type RawMove = z.infer<typeof moveSchema>
type RawBilled = z.infer<typeof billedSchema>

function lineOf(line: RawLine, moves: readonly RawMove[], billed: readonly RawBilled[], recreated: readonly number[], units: Units): SaleLine {
  const note = readLineNote(line.note)
  const total = (rows: readonly RawMove[]): Decimal => rows.reduce((before, move) => {
    const quantity = units.convert(move.quantity, move.uom, line.unit)
    return move['to_location.'].type === 'customer' ? add(before, quantity) : subtract(before, quantity)
  }, '0')
  const invoiced = (rows: readonly RawBilled[]): Decimal => sum(rows.map((row) => (row.unit === null ? row.quantity : units.convert(row.quantity, row.unit, line.unit))))
  const on = (...states: string[]): Decimal => invoiced(billed.filter((row) => states.includes(row['invoice.']?.state ?? 'draft')))
  return {
    id: line.id, ours: note?.id, code: note && units.isNamed(line.unit, note.unit) ? note.unit : units.codeOf(line.unit), item: line['product.']?.code ?? undefined, product: line.product,
    goods: line['product.'] != null && line['product.'].type !== 'service', quantity: line.quantity, unit: line.unit, step: units.byId(line.unit).rounding, price: line.unit_price, description: line.description,
    shipped: total(moves.filter((move) => move.state === 'done')),
    moving: total(moves.filter((move) => move.state !== 'done' && move.state !== 'cancelled')),
    moved: total(moves.filter((move) => !line.moves_recreated.includes(move.id))),
    invoiced: on('posted', 'paid'), billing: on('draft', 'validated', 'posted', 'paid'), paid: on('paid'),
    billed: invoiced(billed.filter((row) => row.invoice === null || !recreated.includes(row.invoice))),
  }
}

const quantities = (sale: Sale, which: 'shipped' | 'invoiced'): { line: string; quantity: Decimal }[] =>
  sale.lines.flatMap((line) => (line.ours === undefined ? [] : [{ line: line.ours, quantity: line[which] }]))
