import { z } from 'zod'
import { type Remote } from '../connector'
import { type Rpc } from './rpc'
import { type Desk } from './desk'
import { decimalSchema, flagSchema, instantSchema } from './wire'

const ROWS = 200
const stamps = { create_date: instantSchema, write_date: instantSchema.nullable() }
const STAMPS = ['create_date', 'write_date'] as const
const ALL = { active_test: false }

/** All records of a model that match, by pages of ascending id. */
export async function* everyRow<T extends { id: number }>(rpc: Rpc, model: string, domain: readonly unknown[], fields: readonly string[], row: z.ZodType<T>, context = {}): AsyncGenerator<T[]> {
  for (let last = 0; ;) {
    const rows = await rpc.search(model, [...domain, ['id', '>', last]], { fields, limit: ROWS, order: [['id', 'ASC']], context }, row)
    if (rows.length > 0) yield rows
    if (rows.length < ROWS) return
    last = rows.at(-1)!.id
  }
}

/** A copy of something that Tryton is the authority for; its key is their code, which is ours. */
export function copyOf(kind: Remote['kind'], key: string, state: string, stamp: { create_date: string; write_date: string | null }, body: Record<string, unknown>): Remote {
  const asOf = stamp.write_date ?? stamp.create_date
  return { kind, theirId: key, ourId: key, state, version: asOf, asOf, body }
}

const customerSchema = z.object({
  'id': z.number(), 'code': z.string().nullable(), 'name': z.string().nullable(), 'active': flagSchema, 'customer_payment_term.': z.object({ name: z.string() }).nullish(),
  'sale_price_list': z.number().nullable().default(null), ...stamps,
})

/** Every party with a code. Its price list is named by id; without one of its own the list prices count. */
export async function* customers({ rpc, has, options }: Desk): AsyncGenerator<Remote> {
  const fields = ['code', 'name', 'active', 'customer_payment_term.name', ...(has.priceLists ? ['sale_price_list'] : []), ...STAMPS]
  const currencies = new Map(Object.entries(options.customerCurrencies))
  const terms = new Map(Object.entries(options.paymentTerms).map(([ours, theirs]) => [theirs, ours]))
  for await (const rows of everyRow(rpc, 'party.party', [['code', '!=', null]], fields, customerSchema, ALL)) {
    for (const party of rows) {
      if (party.code === null) continue
      const term = party['customer_payment_term.']?.name
      yield copyOf('customer', party.code, party.active ? 'active' : 'inactive', party, {
        code: party.code, name: party.name ?? party.code, active: party.active, currency: currencies.get(party.code), paymentTerms: term === undefined ? undefined : terms.get(term) ?? term,
        priceList: listName(party.sale_price_list),
      })
    }
  }
}

/** Name of a price list in keys; `list` where the product's own list price counts. */
export const listName = (id: number | null): string => (id === null ? 'list' : `list-${id}`)

const productSchema = z.object({
  id: z.number(), code: z.string().nullable(), name: z.string(), active: flagSchema, salable: flagSchema.nullish(), producible: flagSchema.nullish(), supply_on_sale: flagSchema.nullish(), default_uom: z.number(), cost_price: decimalSchema.nullable(), ...stamps,
})
const identifierSchema = z.object({ id: z.number(), product: z.number(), code: z.string() })

/**
 * Every product with a code, in its stock unit; one that is not for sale is inactive for us. One that is produced is made to order; where the
 * database also knows which items are supplied for each sale, only those are.
 */
export async function* items({ rpc, units, has }: Desk): AsyncGenerator<Remote> {
  const fields = ['code', 'name', 'active', 'default_uom', 'cost_price', ...(has.sales ? ['salable'] : []), ...(has.productions ? ['producible'] : []), ...(has.supplyOnSale ? ['supply_on_sale'] : []), ...STAMPS]
  for await (const rows of everyRow(rpc, 'product.product', [['code', '!=', null]], fields, productSchema, ALL)) {
    const numbers = await rpc.search('product.identifier', [['product', 'in', rows.map(({ id }) => id)], ['type', '=', 'ean']], { fields: ['product', 'code'] }, identifierSchema)
    const gtins = new Map(numbers.map((number) => [number.product, number.code]))
    for (const product of rows) {
      if (product.code === null) continue
      const active = product.active && product.salable !== false
      yield copyOf('item', product.code, active ? 'active' : 'inactive', product, {
        code: product.code, name: product.name, active, unit: units.codeOf(product.default_uom), units: Object.fromEntries(units.codesOf(product.default_uom)),
        cost: product.cost_price ?? undefined, standardItem: gtins.get(product.id),
        ...(product.producible === true && product.supply_on_sale !== false ? { madeToOrder: true } : {}),
      })
    }
  }
}
