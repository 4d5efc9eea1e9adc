import { z } from 'zod'
import { decimalText, parseBody, word } from '../body'
import { minus, plus, times } from '../decimal'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Inquiry, ok, Refusal, type Route } from '../route'
import { seedRecords } from '../seeding'

const stockSchema = z.strictObject({
  sku: word, text: z.string().optional(), uom: word, onHand: decimalText, inTransit: decimalText.default('0'), lot: z.string().optional(),
  /** Of one of `uom`, in kg. */
  weightKg: decimalText.optional(),
  packs: z.array(z.strictObject({ uom: word, contains: decimalText })).default([]),
})
/** `labels: carrier`: shipments leave without a carrier and a number, since a carrier books and labels them. `site`: stands in its numbers, where a company has several. */
const seedSchema = z.strictObject({ stock: z.array(stockSchema).default([]), labels: z.enum(['own', 'carrier']).optional(), site: z.string().regex(/^[A-Z0-9]{1,4}$/).optional() })

export type Stock = z.infer<typeof stockSchema> & { reserved: string }

export function seed({ body, records }: Inquiry): Record<string, number> {
  const { stock, labels, site } = parseBody(seedSchema, body)
  for (const [name, value] of Object.entries({ labels, site })) {
    if (value !== undefined) records.db.prepare('INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(name, value)
  }
  const list = stock.map((one) => ({ id: one.sku, externalId: one.sku, body: { ...one, reserved: '0' } }))
  return { stock: seedRecords<Stock>(records, 'stock', list, ['onHand', 'inTransit', 'reserved']) }
}

export const stockRoutes: Route[] = [
  { method: 'GET', path: '/stock', answer: (inquiry) => {
    const page = readPage<Stock>(inquiry, { type: 'stock', orderBy: 'id' })
    return ok({ items: page.rows.map(stockBody), paging: { next: page.next ?? null } })
  } },
  { method: 'GET', path: '/stock/:sku', answer: ({ records, parameters }) => {
    const sku = parameters.get('sku') ?? ''
    const row = records.get<Stock>('stock', sku)
    if (!row) throw new Refusal(404, 'unknown_sku', `${sku} is not kept here`)
    return ok(stockBody(row))
  } },
  { method: 'POST', path: '/operator/supply', answer: supply },
]

const supplyBody = z.looseObject({ name: word, sku: word, quantity: decimalText })

/** Goods come in, from a supplier or the shop floor: once for each `name`. */
function supply({ body, records }: Inquiry): ReturnType<typeof ok> {
  const { name, sku, quantity } = parseBody(supplyBody, body)
  const row = records.get<Stock>('stock', sku)
  if (!row) throw new Refusal(404, 'unknown_sku', `${sku} is not kept here`)
  if (records.get('receipt', name)) return ok(stockBody(row))
  records.insert({ type: 'receipt', id: name, externalId: sku, status: 'received', body: { sku, quantity } })
  return ok(stockBody(records.update({ ...row, body: { ...row.body, onHand: plus(row.body.onHand, quantity) } })))
}

/** What a company with several warehouses tells them apart by; `''` where it has one. */
export const siteOf = (records: Records): string => String(records.db.prepare("SELECT value FROM settings WHERE name = 'site'").get()?.['value'] ?? '')

export const stockBody = (row: Row<Stock>): unknown => ({ ...row.body, rev: row.version, ts: Date.parse(row.changedAt) })

/** A quantity in the unit that the item is kept in; a 400 Refusal for an item or unit that is not known here. */
export function inStockUnit(records: Records, sku: string, quantity: string, uom: string): string {
  const stock = records.get<Stock>('stock', sku)?.body
  if (!stock) throw new Refusal(400, 'unknown_sku', `${sku} is not kept here`)
  if (stock.uom === uom) return quantity
  const pack = stock.packs.find((one) => one.uom === uom)
  if (!pack) throw new Refusal(400, 'unknown_uom', `${sku} is kept in ${[stock.uom, ...stock.packs.map((one) => one.uom)].join(', ')}, not in ${uom}`)
  return times(quantity, pack.contains)
}

/** Reserves so much more (or less, with a quantity below zero), takes so much off the shelf, or puts it there. */
export function moveStock(records: Records, sku: string, move: { reserve?: string; free?: string; issue?: string; receive?: string }): void {
  const row = records.get<Stock>('stock', sku)
  if (!row) return
  const reserved = minus(plus(row.body.reserved, move.reserve ?? '0'), move.free ?? '0')
  records.update({ ...row, body: { ...row.body, reserved, onHand: plus(minus(row.body.onHand, move.issue ?? '0'), move.receive ?? '0') } })
}
