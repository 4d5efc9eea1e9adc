import { z } from 'zod'
import { currencyCode, dateText, decimalText, parseBody, word } from '../body'
import { readPage } from '../paging'
import { times } from '../decimal'
import { type Records, type Row } from '../records'
import { type Inquiry, ok, Refusal, type Route } from '../route'
import { seedRecords } from '../seeding'

const customerSchema = z.strictObject({
  number: word, matchcode: word, name: word, country: z.string().optional(), currency: currencyCode, creditLimit: decimalText,
  openReceivables: decimalText.default('0'), termsOfPayment: word, priceList: z.string().optional(), blocked: z.boolean().default(false),
})
const materialSchema = z.strictObject({
  material: word, text: word, ean: z.string().optional(), uom: word, cost: decimalText.optional(), active: z.boolean().default(true),
  /** Made for each order, and not kept in stock. */
  madeToOrder: z.boolean().optional(),
  packs: z.array(z.strictObject({ uom: word, contains: decimalText })).default([]),
})
const priceSchema = z.strictObject({
  priceList: word.optional(), customer: word.optional(), material: word, currency: currencyCode, netPrice: decimalText, per: decimalText.default('1'),
  uom: word, fromQuantity: decimalText.default('0'), validFrom: dateText, validTo: dateText.optional(),
}).refine((price) => (price.priceList === undefined) !== (price.customer === undefined), 'give either priceList or customer')
const seedSchema = z.strictObject({
  customers: z.array(customerSchema).default([]),
  materials: z.array(materialSchema).default([]),
  prices: z.array(priceSchema).default([]),
})

export type Customer = z.infer<typeof customerSchema>
export type Material = z.infer<typeof materialSchema>
export type PriceCondition = z.infer<typeof priceSchema>

/** Master data from `PUT /admin/seed`; answers how many records were new or changed. */
export function seed({ body, records }: Inquiry): Record<string, number> {
  const { customers, materials, prices } = parseBody(seedSchema, body)
  return {
    customers: seedRecords(records, 'customer', customers.map((one) => ({ id: one.number, externalId: one.matchcode, body: one })), ['openReceivables']),
    materials: seedRecords(records, 'material', materials.map((one) => ({ id: one.material, externalId: one.material, body: one }))),
    prices: seedRecords(records, 'price', prices.map((one) => ({ id: conditionKey(one), externalId: conditionKey(one), body: one }))),
  }
}

export const masterDataRoutes: Route[] = [
  { method: 'GET', path: '/customers', answer: (inquiry) => list(inquiry, 'customer') },
  { method: 'GET', path: '/customers/:number', answer: ({ records, parameters }) =>
    ok(customerBody(records, customerOf(records, parameters.get('number') ?? ''))) },
  { method: 'GET', path: '/materials', answer: (inquiry) => list(inquiry, 'material') },
  { method: 'GET', path: '/price-conditions', answer: (inquiry) => list(inquiry, 'price') },
]

/** A customer, material or price condition as this ERP says it. */
export function masterBody(records: Records, row: Row<unknown>): unknown {
  if (row.type === 'customer') return customerBody(records, row as Row<Customer>)
  return { key: row.id, ...stamped(row as Row<object>) }
}

/** A customer by its number; a 400 Refusal where there is none or it is blocked for orders. */
export function orderingCustomer(records: Records, number: string): Customer {
  const row = records.get<Customer>('customer', number)
  if (!row) throw new Refusal(400, 'CUSTOMER_UNKNOWN', `customer ${number} is not known`)
  if (row.body.blocked) throw new Refusal(409, 'CUSTOMER_BLOCKED', `customer ${number} is blocked for orders`)
  return row.body
}

/** Refuses a material that is not known or not sold any more, and a unit that it is not sold in. */
export function checkMaterial(records: Records, material: string, uom: string): void {
  const row = records.get<Material>('material', material)
  if (!row) throw new Refusal(400, 'MATERIAL_UNKNOWN', `material ${material} is not known`)
  if (!row.body.active) throw new Refusal(409, 'MATERIAL_INACTIVE', `material ${material} is not sold any more`)
  const units = [row.body.uom, ...row.body.packs.map((pack) => pack.uom)]
  if (!units.includes(uom)) throw new Refusal(400, 'UOM_UNKNOWN', `material ${material} is sold in ${units.join(', ')}, not in ${uom}`)
}

function customerOf(records: Records, number: string): Row<Customer> {
  const row = records.get<Customer>('customer', number)
  if (!row) throw new Refusal(404, 'NOT_FOUND', `customer ${number} is not known`)
  return row
}

const OPEN = "type = 'order' AND status IN ('open', 'delivered', 'invoiced')"
const SOLD_TO = "json_extract(body, '$.soldTo')"
/** Totals have two decimals, so that without their point they are exact sums of cents. */
const NET_CENTS = "CAST(replace(json_extract(body, '$.totalNet'), '.', '') AS INTEGER)"

/** A customer is looked up for each order, and may have ten thousand that are open. */
export const OPEN_ORDERS = `CREATE INDEX IF NOT EXISTS open_orders ON records (${SOLD_TO}, ${NET_CENTS}) WHERE ${OPEN};`

function customerBody(records: Records, row: Row<Customer>): unknown {
  const [found] = records.db.prepare(`SELECT COALESCE(SUM(${NET_CENTS}), 0) AS cents FROM records WHERE ${OPEN} AND ${SOLD_TO} = ?`).all(row.id)
  return { ...stamped(row), openOrders: times(String(found!['cents']), '0.01') }
}

const stamped = <T extends object>(row: Row<T>): T & { version: number; changedAt: string } => ({ ...row.body, version: row.version, changedAt: row.changedAt })

function list(inquiry: Inquiry, type: string): ReturnType<typeof ok> {
  const matchcode = inquiry.query.get('matchcode')
  const page = readPage<unknown>(inquiry, { type, orderBy: 'externalId', ...(matchcode ? { externalId: matchcode } : {}) })
  return ok({ value: page.rows.map((row) => masterBody(inquiry.records, row)), nextCursor: page.next ?? null })
}

const conditionKey = (price: PriceCondition): string =>
  [price.priceList ?? `customer:${price.customer ?? ''}`, price.material, price.currency, price.fromQuantity, price.validFrom].join('/')
