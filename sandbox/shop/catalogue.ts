import { z } from 'zod'
import { currencyCode, parseBody, word } from '../body'
import { type Records } from '../records'
import { type Inquiry, Refusal } from '../route'
import { seedRecords } from '../seeding'

const addressSchema = z.strictObject({ name: word, line1: word, line2: z.string().nullable().default(null), city: word, postcode: word, country: z.string().length(2) })
/** `accountNumber` is what we call the customer. */
const customerSchema = z.strictObject({ id: word, email: z.email(), company: word, accountNumber: z.string().optional(), currency: currencyCode, address: addressSchema })
/** A price a piece, in the smallest coin of the currency. */
const productSchema = z.strictObject({ sku: word, title: word, unit: word, prices: z.array(z.strictObject({ currency: currencyCode, unitMinor: z.number().int().positive() })).min(1) })
const seedSchema = z.strictObject({ shop: word.optional(), customers: z.array(customerSchema).default([]), products: z.array(productSchema).default([]) })

export type Customer = z.infer<typeof customerSchema>
export type Product = z.infer<typeof productSchema>

export function seed({ body, records }: Inquiry): Record<string, number> {
  const { customers, products } = parseBody(seedSchema, body)
  return {
    customers: seedRecords<Customer>(records, 'customer', customers.map((one) => ({ id: one.id, body: one }))),
    products: seedRecords<Product>(records, 'product', products.map((one) => ({ id: one.sku, body: one }))),
  }
}

/** The product, and what a piece of it costs in a currency. */
export function priced(records: Records, sku: string, currency: string): { product: Product; unitMinor: number } {
  const product = records.get<Product>('product', sku)?.body
  const price = product?.prices.find((one) => one.currency === currency)
  if (!product || !price) throw new Refusal(422, 'not_sold', `${sku} is not sold in ${currency}`)
  return { product, unitMinor: price.unitMinor }
}
