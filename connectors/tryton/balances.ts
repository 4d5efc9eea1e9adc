import { z } from 'zod'
import { add, type Decimal, divide, multiply } from '../../orders/decimal'
import { amount } from '../../orders/money'
import { type Remote } from '../connector'
import { Fault } from '../fault'
import { today } from './amendment'
import { copyOf, everyRow } from './masterData'
import { type Desk } from './desk'
import { decimalSchema, instantSchema, quantitySchema, toDate } from './wire'

const stamps = { create_date: instantSchema, write_date: instantSchema.nullable() }
const STAMPS = ['create_date', 'write_date'] as const

/** What counts as no limit: Tryton leaves the field empty, a comparison needs a number. */
const NO_LIMIT = '9999999999.00'

const partySchema = z.object({ id: z.number(), code: z.string().nullable(), credit_limit_amount: decimalSchema.nullable(), credit_amount: decimalSchema, ...stamps })
const companySchema = z.object({ 'currency.': z.object({ code: z.string() }) })
const rateSchema = z.object({ id: z.number(), code: z.string(), rate: decimalSchema.nullable() })

/**
 * What a customer may owe, and owes with open sales counted in, as Tryton's credit check sees it: in the company's currency, or
 * at today's rate there in the one that `customerCurrencies` names.
 */
export async function* receivables({ rpc, options }: Desk): AsyncGenerator<Remote> {
  const [company] = await rpc.search('company.company', [['id', '=', await rpc.company()]], { fields: ['currency.code'] }, companySchema)
  if (!company) throw new Fault('refused', `${rpc.system}: the user's company cannot be read`)
  const own = company['currency.'].code
  const others = new Map(Object.entries(options.customerCurrencies))
  const currencies = await rpc.search('currency.currency', [['code', 'in', [own, ...new Set(others.values())]]], { fields: ['code', 'rate'] }, rateSchema)
  const rates = new Map(currencies.map(({ code, rate }) => [code, rate]))
  const inCurrency = (value: Decimal, currency: string): Decimal => {
    const [to, from] = [rates.get(currency), rates.get(own)]
    if (!to || !from) throw new Fault('refused', `${rpc.system} has no rate of ${currency}: enter one there, or correct options.customerCurrencies`)
    return currency === own ? value : amount(divide(multiply(value, to), from), currency)
  }
  for await (const rows of everyRow(rpc, 'party.party', [['code', '!=', null]], ['code', 'credit_limit_amount', 'credit_amount', ...STAMPS], partySchema)) {
    for (const party of rows) {
      if (party.code === null) continue
      const currency = others.get(party.code) ?? own
      const limit = party.credit_limit_amount === null ? NO_LIMIT : inCurrency(party.credit_limit_amount, currency)
      const theirs = inCurrency(party.credit_amount, currency)
      yield { ...copyOf('receivable', party.code, 'active', party, { buyer: party.code, currency, limit, theirs }), currency, amount: theirs }
    }
  }
}

const productSchema = z.object({ id: z.number(), code: z.string().nullable(), default_uom: z.number(), quantity: quantitySchema, ...stamps })
const moveSchema = z.object({ id: z.number(), product: z.number(), internal_quantity: quantitySchema })

/** What is in the warehouses today, and what open deliveries will take out of them; in the item's stock unit. */
export async function* stock({ rpc, units }: Desk): AsyncGenerator<Remote> {
  const warehouses = await rpc.search('stock.location', [['type', '=', 'warehouse']], { fields: ['id'] }, z.object({ id: z.number() }))
  const reserved = new Map<number, Decimal>()
  for await (const moves of everyRow(rpc, 'stock.move', [['state', 'in', ['draft', 'assigned']], ['to_location.type', '=', 'customer']], ['product', 'internal_quantity'], moveSchema)) {
    for (const move of moves) reserved.set(move.product, add(reserved.get(move.product) ?? '0', move.internal_quantity))
  }
  const context = { locations: warehouses.map(({ id }) => id), stock_date_end: toDate(await today({ rpc })) }
  for await (const rows of everyRow(rpc, 'product.product', [['code', '!=', null], ['type', '=', 'goods']], ['code', 'default_uom', 'quantity', ...STAMPS], productSchema, context)) {
    for (const product of rows) {
      if (product.code === null) continue
      yield copyOf('stock', product.code, 'active', product, {
        item: product.code, unit: units.codeOf(product.default_uom), onHand: product.quantity, theirs: reserved.get(product.id) ?? '0',
      })
    }
  }
}
