import { z } from 'zod'
import { compare, type Decimal, decimal, divide, equal, round } from '../../orders/decimal'
import { Fault } from '../fault'
import { absent } from './absent'
import { type OrderBody } from './bodies'
import { lineNote } from './lineNote'
import { type Rpc } from './rpc'
import { type Sale, type SaleLine } from './sale'
import { type Unit, type Units } from './units'
import { decimalSchema, flagSchema, toDecimal, toQuantity } from './wire'

/** A line of our order with what it is called there. */
export interface WantedLine {
  id: string
  code: string
  product: number
  quantity: Decimal
  unit: Unit
  /** Of one unit. */
  price: Decimal
  description: string | undefined
}

const productSchema = z.object({ id: z.number(), code: z.string(), default_uom: z.number(), salable: flagSchema })

/** The lines in Tryton's terms. Throws a `refused` Fault for an item, unit or price that it cannot hold, with the line. */
export async function wantedLines(rpc: Rpc, units: Units, order: OrderBody, priceDigits: number): Promise<WantedLine[]> {
  const codes = [...new Set(order.lines.map((line) => line.item))]
  const products = await rpc.search('product.product', [['code', 'in', codes]], { fields: ['code', 'default_uom', 'salable'] }, productSchema)
  const byCode = Map.groupBy(products, (product) => product.code)
  const why = await absent(rpc, 'item', codes.filter((code) => !byCode.has(code)))
  return order.lines.map((line) => {
    const [product, second] = byCode.get(line.item) ?? []
    const refuse = (text: string): Fault => new Fault('refused', `line ${line.id}: ${text}`)
    if (!product) throw refuse(why(line.item))
    if (second) throw refuse(`${rpc.system} has several items ${line.item}: deactivate all but one, then send again`)
    if (!product.salable) throw refuse(`${rpc.system}: item ${line.item} is not for sale there: mark it as "Salable", then send again`)
    const base = units.byId(product.default_uom)
    const unit = units.find(line.unit, base.category)
    if (!unit) throw refuse(`${line.item} is counted in ${base.symbol} there, which has no unit for ${line.unit}: add one to its category, or name it in options.units`)
    return { id: line.id, code: line.unit, product: product.id, quantity: line.quantity, unit, price: unitPrice(line.price, priceDigits, refuse), description: line.description }
  })
}

/** Lines as a new sale has them. `on_change` gives the taxes, which a create alone would leave out; the price is ours. */
export async function newLines(rpc: Rpc, header: Readonly<Record<string, unknown>>, wanted: readonly WantedLine[]): Promise<Record<string, unknown>[]> {
  const parent = Object.fromEntries([...Object.entries(header), ['sale_date', null]].map(([name, value]) => [`_parent_sale.${String(name)}`, value]))
  const taxes = new Map<number, number[]>()
  for (const product of new Set(wanted.map((line) => line.product))) {
    const [change] = await rpc.ask('model.sale.line.on_change', [
      { ...parent, type: 'line', product, quantity: 1, unit: null, unit_price: null, taxes: [], description: null }, ['product']], z.tuple([changeSchema]))
    taxes.set(product, change.taxes ?? [])
  }
  return wanted.map((line, index) => ({
    type: 'line', sequence: 10 * (index + 1), note: lineNote({ id: line.id, unit: line.code }), product: line.product, quantity: toQuantity(line.quantity), unit: line.unit.id,
    unit_price: toDecimal(line.price), taxes: [['add', taxes.get(line.product)]], ...(line.description === undefined ? {} : { description: line.description }),
  }))
}

/** A sale line that is not as our order wants it; `line` is absent for one that Tryton does not have. */
export interface Difference { wanted: WantedLine; line?: SaleLine }

/** What differs in item, quantity, unit or price. Lines of our order only: what people added there is theirs. */
export function differences(sale: Sale, wanted: readonly WantedLine[]): Difference[] {
  return wanted.flatMap((want): Difference[] => {
    const line = sale.lines.find((candidate) => candidate.ours === want.id)
    if (!line) return [{ wanted: want }]
    return line.product === want.product && line.unit === want.unit.id && equal(line.quantity, want.quantity) && equal(line.price, want.price) ? [] : [{ wanted: want, line }]
  })
}

/** What a relation is changed by: new records as pairs of position and value, or plain ids. */
export const addedIds = z.union([
  z.object({ add: z.array(z.tuple([z.number(), z.object({ id: z.number() })])).optional() }).transform(({ add }) => (add ?? []).map(([, record]) => record.id)),
  z.array(z.number()),
]).nullish()
const changeSchema = z.object({ taxes: addedIds, unit_price: decimalSchema.nullish() })

/** The price of one unit; Tryton has no base quantity, and a price that it would have to round is not ours any more. */
export function unitPrice({ amount, base }: { amount: Decimal; base?: Decimal | undefined }, digits: number, refuse: (text: string) => Fault): Decimal {
  const price = divide(amount, base !== undefined && compare(base, '0') > 0 ? base : '1')
  const kept = decimal(round(price, digits))
  if (equal(kept, price)) return kept
  throw refuse(`a price of ${amount} for ${base ?? '1'} needs more than the ${digits} decimals of a unit price there: agree another price, or raise price_decimal in Tryton and options.priceDigits here`)
}
