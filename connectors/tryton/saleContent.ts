import { today } from './amendment'
import { type OrderBody } from './bodies'
import { saleHeader } from './customer'
import { type Desk } from './desk'
import { readSale } from './findSale'
import { differences, newLines, wantedLines } from './saleLines'
import { toDate } from './wire'

/** What Tryton's deliveries and invoices of a sale follow. */
export interface SaleMethods { shipment: 'order' | 'manual'; invoice: 'shipment' | 'order' | 'manual' }

/** Header and lines in one call and so one transaction; a draft. `manual` for a sale that Tryton shall neither ship nor invoice. */
export async function newSale(desk: Desk, ourId: string, order: OrderBody, methods: SaleMethods): Promise<number> {
  const { rpc, units, options } = desk
  const wanted = await wantedLines(rpc, units, order, options.priceDigits)
  const header = await saleHeader(rpc, order, options.paymentTerms)
  const lines = await newLines(rpc, header, wanted)
  return rpc.create('sale.sale', {
    ...header, ...await dates(desk, order), number: order.number, reference: ourId, description: order.reference ?? null, invoice_method: methods.invoice, shipment_method: methods.shipment,
    lines: [['create', lines]],
  })
}

/** The order's own day, else today; a delivery wished for before that day is refused there, and so left to Tryton's lead time. */
async function dates(desk: Desk, { issuedOn, requestedDelivery: wanted }: OrderBody): Promise<Record<string, unknown>> {
  const day = issuedOn ?? await today(desk)
  return { sale_date: toDate(day), ...(wanted === undefined || wanted < day ? {} : { shipping_date: toDate(wanted) }) }
}

/** A sale that an earlier version of the order left behind gets today's lines, in one call; false where they are right. */
export async function rewritten(desk: Desk, id: number, order: OrderBody): Promise<boolean> {
  const { rpc, units, options } = desk
  const sale = await readSale(desk, id)
  const wanted = await wantedLines(rpc, units, order, options.priceDigits)
  const surplus = sale.lines.filter((line) => line.ours !== undefined && !wanted.some((want) => want.id === line.ours))
  if (differences(sale, wanted).length === 0 && surplus.length === 0) return false
  if (sale.state !== 'draft') {
    await rpc.press('sale.sale', sale.id, 'draft')
    return true
  }
  const header = await saleHeader(rpc, order, options.paymentTerms)
  const ours = sale.lines.filter((line) => line.ours !== undefined).map((line) => line.id)
  await rpc.write('sale.sale', [sale.id], { lines: [['delete', ours], ['create', await newLines(rpc, header, wanted)]] })
  return true
}
