import { z } from 'zod'
import { type Party } from '../../orders/draft'
import { Fault } from '../fault'
import { absent } from './absent'
import { type OrderBody } from './bodies'
import { type Rpc } from './rpc'

const idSchema = z.object({ id: z.number() })

/** The customer whose code is our partner code: the one external key that Tryton keeps unique. */
export async function customerId(rpc: Rpc, code: string): Promise<number> {
  const [party] = await rpc.search('party.party', [['code', '=', code]], { fields: ['id'], limit: 1 }, idSchema)
  if (!party) throw new Fault('refused', (await absent(rpc, 'party', [code]))(code))
  return party.id
}

/** What a person's client would fill in when the customer is chosen: addresses, terms, price list, warehouse. */
export async function saleHeader(rpc: Rpc, order: OrderBody, terms: Readonly<Record<string, string>>): Promise<Record<string, unknown>> {
  const party = await customerId(rpc, order.buyer)
  const currency = await currencyId(rpc, order.currency)
  const company = await rpc.company()
  const [change] = await rpc.ask('model.sale.sale.on_change', [{ party, company, currency, lines: [] }, ['party']], z.tuple([z.record(z.string(), z.unknown())]))
  const filled = Object.fromEntries(FILLED.flatMap((field) => (change[field] == null ? [] : [[field, change[field]]])))
  const header = { ...filled, party, company, currency }
  const term = order.paymentTerms === undefined ? undefined : await termId(rpc, order.paymentTerms, terms)
  const address = order.shipTo === undefined ? undefined : await deliveryAddress(rpc, party, order.shipTo)
  return { ...header, ...(term === undefined ? {} : { payment_term: term }), ...(address === undefined ? {} : { shipment_address: address }) }
}

const FILLED = ['invoice_address', 'shipment_address', 'payment_term', 'price_list', 'warehouse', 'carrier', 'invoice_party', 'shipment_party'] as const

export async function currencyId(rpc: Rpc, code: string): Promise<number> {
  const [currency] = await rpc.search('currency.currency', [['code', '=', code]], { fields: ['id'], limit: 1 }, idSchema)
  if (!currency) throw new Fault('refused', `${rpc.system} has no currency ${code}: create it there, then send again`)
  return currency.id
}

/** The payment term of that name, or of the one that the options put in its place; undefined leaves the customer's own. */
export async function termId(rpc: Rpc, ours: string, terms: Readonly<Record<string, string>>): Promise<number | undefined> {
  const name = Object.hasOwn(terms, ours) ? terms[ours]! : ours
  const [term] = await rpc.search('account.invoice.payment_term', [['name', '=', name]], { fields: ['id'], limit: 1 }, idSchema)
  if (!term && name !== ours) throw new Fault('refused', `${rpc.system} has no payment term ${JSON.stringify(name)}: correct options.paymentTerms, or create it there`)
  return term?.id
}

const addressSchema = z.object({ id: z.number(), street: z.string().nullable(), postal_code: z.string().nullable(), city: z.string().nullable() })

/**
 * The customer's address with that street, postal code and city; one that is not known yet is added, as the default of nothing.
 * Undefined where the order gives no street: then Tryton's own delivery address stands.
 */
export async function deliveryAddress(rpc: Rpc, party: number, shipTo: Party): Promise<number | undefined> {
  const street = shipTo.address?.lines?.join('\n')
  if (!street) return undefined
  const known = await rpc.search('party.address', [['party', '=', party]], { fields: ['street', 'postal_code', 'city'] }, addressSchema)
  const wanted = plain([street, shipTo.address?.postalCode, shipTo.address?.city])
  const found = known.find((address) => plain([address.street, address.postal_code, address.city]) === wanted)
  if (found) return found.id
  return rpc.create('party.address', {
    party, street, postal_code: shipTo.address?.postalCode ?? null, city: shipTo.address?.city ?? null, party_name: shipTo.name ?? null,
    country: await countryId(rpc, shipTo.address?.country),
  })
}

async function countryId(rpc: Rpc, code: string | undefined): Promise<number | null> {
  if (code === undefined) return null
  const [country] = await rpc.search('country.country', [['code', '=', code]], { fields: ['id'], limit: 1 }, idSchema)
  return country?.id ?? null
}

const plain = (parts: readonly (string | null | undefined)[]): string => parts.map((part) => (part ?? '').toLowerCase().replace(/[\s.,]+/g, ' ').trim()).join('|')
