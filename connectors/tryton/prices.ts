import { z } from 'zod'
import { divide } from '../../orders/decimal'
import { type Remote } from '../connector'
import { type Desk } from './desk'
import { copyOf, everyRow, listName } from './masterData'
import { type Rpc } from './rpc'
import { dateSchema, decimalSchema, instantSchema, quantitySchema, toDate } from './wire'

const STAMPS = ['create_date', 'write_date'] as const
const pricedSchema = z.object({
  id: z.number(), code: z.string().nullable(), default_uom: z.number(), sale_uom: z.number().nullable(), sale_price_uom: decimalSchema.nullable(), create_date: instantSchema,
  write_date: instantSchema.nullable(),
})
const lineSchema = z.object({
  id: z.number(), price_list: z.number(), product: z.number().nullable(), quantity: quantitySchema.nullable(), start_date: dateSchema.nullable().default(null),
  end_date: dateSchema.nullable().default(null),
})
type Line = z.infer<typeof lineSchema>
const currencySchema = z.object({ id: z.number(), code: z.string() })

/**
 * What Tryton itself says that an item costs: it works out the formulas of each price list, for each quantity from which one of
 * its lines counts, in each period in which others do. One record a list and item.
 */
export async function* prices({ rpc, units, has, options }: Desk): AsyncGenerator<Remote> {
  const dates = has.priceDates ? ['start_date', 'end_date'] : []
  const lines = has.priceLists ? await rpc.search('product.price_list.line', [], { fields: ['price_list', 'product', 'quantity', ...dates] }, lineSchema) : []
  const lists = has.priceLists ? await rpc.search('product.price_list', [], { fields: ['id'] }, z.object({ id: z.number() })) : []
  const currencies = await rpc.search('currency.currency', ['OR', ['code', 'in', options.currencies], ['id', '=', await companyCurrency(rpc)]], { fields: ['code'] }, currencySchema)
  for (const list of [null, ...lists.map(({ id }) => id)]) {
    const questions = questionsOf(lines.filter((line) => line.price_list === list))
    const records = new Map<string, Remote>()
    for (const currency of currencies) {
      for (const { from, among, validFrom, validTo } of questions) {
        const date = validFrom ?? validTo
        const context = { currency: currency.id, quantity: Number(from), ...(list === null ? {} : { price_list: list }), ...(date === undefined ? {} : { date: toDate(date) }) }
        const domain = [['code', '!=', null], ['salable', '=', true], ...among]
        for await (const rows of everyRow(rpc, 'product.product', domain, ['code', 'default_uom', 'sale_uom', 'sale_price_uom', ...STAMPS], pricedSchema, context)) {
          for (const product of rows) {
            if (product.code === null || product.sale_price_uom === null) continue
            const key = `${listName(list)}/${product.code}`
            const record = records.get(key) ?? copyOf('price', key, 'active', product, { priceList: listName(list), item: product.code, entries: [] })
            const amount = divide(product.sale_price_uom, units.convert('1', product.sale_uom ?? product.default_uom, product.default_uom))
            const entry = { item: product.code, currency: currency.code, amount, base: '1', unit: units.codeOf(product.default_uom), from, validFrom, validTo }
            records.set(key, { ...record, body: { ...record.body, entries: [...(record.body!.entries as unknown[]), entry] } })
          }
        }
      }
    }
    yield* records.values()
  }
}

/** Prices to ask for at once: from which quantity, of which products, and in which days. */
interface Question { from: string; among: readonly unknown[]; validFrom?: string; validTo?: string }

/**
 * All that a list must be asked: no product for what none of its lines changes, and all that are asked the same in one call.
 * Lines for every product or for a category count for each of them. Outside of all periods of its lines a list agrees nothing.
 */
function questionsOf(lines: readonly Line[]): Question[] {
  const common = lines.filter((line) => line.product === null)
  const own = Map.groupBy(lines.filter((line) => line.product !== null), (line) => line.product!)
  const asked = [...own].flatMap(([product, mine]) => stepsOf([...common, ...mine]).map((step) => ({ product, step })))
  const others = own.size === 0 ? [] : [['id', 'not in', [...own.keys()]]]
  return [
    ...stepsOf(common).map((step) => ({ ...step, among: others })),
    ...[...Map.groupBy(asked, ({ step }) => JSON.stringify(step)).values()].map((same) => ({ ...same[0]!.step, among: [['id', 'in', same.map(({ product }) => product)]] })),
  ]
}

/** From which quantities, in which days, other lines count than before. */
function stepsOf(lines: readonly Line[]): Omit<Question, 'among'>[] {
  const quantities = [...new Set(['0', ...lines.map((line) => line.quantity ?? '0')])]
  return periodsOf(lines).flatMap((period) => quantities.map((from) => ({ from, ...period })))
}

/** Stretches of days through which the same lines count; one without an end where no line has a date. */
function periodsOf(lines: readonly Line[]): { validFrom?: string; validTo?: string }[] {
  if (lines.every((line) => line.start_date === null && line.end_date === null)) return [{}]
  const begins = [...new Set(lines.flatMap((line) => [line.start_date ?? '', line.end_date === null ? [] : dayAfter(line.end_date)].flat()))].sort()
  return begins.flatMap((begin, index) => {
    const end = begins[index + 1]
    const counts = lines.some((line) => (line.start_date ?? '') <= begin && (line.end_date ?? '9999') >= begin)
    return counts ? [{ ...(begin === '' ? {} : { validFrom: begin }), ...(end === undefined ? {} : { validTo: dayBefore(end) }) }] : []
  })
}

const dayAfter = (day: string): string => moved(day, 1)
const dayBefore = (day: string): string => moved(day, -1)
const moved = (day: string, by: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)

async function companyCurrency(rpc: Rpc): Promise<number> {
  const [company] = await rpc.search('company.company', [['id', '=', await rpc.company()]], { fields: ['currency'] }, z.object({ currency: z.number() }))
  return company?.currency ?? 0
}
