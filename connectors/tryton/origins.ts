import { z } from 'zod'
import { type Decimal } from '../../orders/decimal'
import { readLineNote } from './lineNote'
import { type Rpc } from './rpc'
import { firstSales, isOurs, returnedSale } from './sale'
import { type Units } from './units'

/** The sale line that a move or an invoice line came from. */
export interface SaleOrigin {
  /** Our order id, where the sale is ours, or a return of it. */
  order: string | undefined
  /** Our line id, or Tryton's name of a line that is not ours. */
  line: string
  unit: number
  /** Our unit code, while it still names the unit. */
  code: string
}

const SALE_LINE = 'sale.line'
const lineSchema = z.object({ 'id': z.number(), 'note': z.string().nullable(), 'unit': z.number(), 'sale': z.number(), 'sale.': z.object({ reference: z.string().nullable(), origin: z.string().nullable() }) })

/**
 * Sale lines by the origin that names them (`sale.line,7`): a move or invoice line keeps it when it is split. What somebody duplicated carries the same
 * reference and notes, and is another sale: its deliveries and invoices are not those of our order.
 */
export async function saleOrigins(rpc: Rpc, units: Units, named: readonly (string | null)[]): Promise<Map<string, SaleOrigin>> {
  const ids = idsIn(named, SALE_LINE)
  const rows = ids.length === 0 ? [] : await rpc.search(SALE_LINE, [['id', 'in', ids]], { fields: ['note', 'unit', 'sale', 'sale.reference', 'sale.origin'] }, lineSchema)
  const first = await firstSales(rpc, rows.map((row) => row['sale.'].reference))
  return new Map(rows.map((row): [string, SaleOrigin] => {
    const note = readLineNote(row.note)
    const { reference, origin } = row['sale.']
    const isFirst = isOurs(reference) && [row.sale, returnedSale(origin)].includes(first.get(reference))
    const name = `${SALE_LINE},${row.id}`
    return [name, { order: isFirst ? reference : undefined, line: note?.id ?? name, unit: row.unit, code: note && units.isNamed(row.unit, note.unit) ? note.unit : units.codeOf(row.unit) }]
  }))
}

/** The ids of those that name a record of this model. */
export const idsIn = (named: readonly (string | null)[], model: string): number[] =>
  [...new Set(named.flatMap((name) => (name?.startsWith(`${model},`) ? [Number(name.slice(model.length + 1))] : [])))]

/** A quantity in the unit of its sale line, and our code of that unit; as it stands where it has none. */
export function inLineUnit(units: Units, quantity: Decimal, unit: number | null, origin: SaleOrigin | undefined): { quantity: Decimal; unit?: string } {
  if (origin) return { quantity: unit === null ? quantity : units.convert(quantity, unit, origin.unit), unit: origin.code }
  return unit === null ? { quantity } : { quantity, unit: units.codeOf(unit) }
}
