import { z } from 'zod'
import { type Party } from '../../orders/draft'
import { type Remote } from '../connector'
import { type Row } from './changes'
import { type Desk } from './desk'
import { type Query } from './rpc'
import { type Units } from './units'
import { dateSchema, decimalSchema, instantSchema, quantitySchema } from './wire'

/** A quotation that came of an opportunity, with what we have told of it. */
export interface Quotation {
  id: number
  number: string
  /** The customer's own number, where somebody entered it. */
  reference: string | null
  opportunity: string | null
  state: string
  buyer: string | null
  currency: string
  net: string
  shippingDate: string | null
  shipTo: Party | undefined
  terms: string | undefined
  shipmentMethod: string
  invoiceMethod: string
  changedAt: string
  lines: { item: string | null; description: string | null; quantity: string; unit: number; price: string }[]
  /** What we told last. */
  told: Told | undefined
}

export type Outcome = 'accepted' | 'rejected' | 'cancelled'
export interface Told { order: string; outcome: Outcome }

/** What an answer leaves there: people read it, and by it we know that it is told. `order` is our id. */
const FORM = /^Order (?:\S+ )?\(([0-9a-f-]{36})\): (accepted|rejected|cancelled)\b/
export const answerNote = (order: string, number: string | undefined, outcome: Outcome, reason: string | undefined): string =>
  `Order ${number === undefined ? '' : `${number} `}(${order}): ${outcome}${reason === undefined ? '' : `. ${reason}`}`

export function readAnswerNote(message: string | null): Told | undefined {
  const found = FORM.exec(message ?? '')
  return found ? { order: found[1]!, outcome: found[2] as Outcome } : undefined
}

const SALE = 'sale.sale'
/** A conversion makes a draft, which people may still write on; quoted, its content stands. */
const QUOTED = ['quotation', 'confirmed', 'processing', 'done', 'cancelled']
const FROM_OPPORTUNITY = ['origin', 'like', 'sale.opportunity,%']

/** Quotations of opportunities that match, with their lines and our notes: five calls for any number. */
export async function readQuotations({ rpc }: Pick<Desk, 'rpc'>, domain: readonly unknown[], query: Partial<Query> = {}): Promise<Quotation[]> {
  const heads = await rpc.search(SALE, [FROM_OPPORTUNITY, ['state', 'in', QUOTED], ['number', '!=', null], ...domain], { ...query, fields: HEAD_FIELDS }, headSchema)
  if (heads.length === 0) return []
  const ids = heads.map(({ id }) => id)
  const lines = await rpc.search('sale.line', [['sale', 'in', ids], ['type', '=', 'line']], { fields: LINE_FIELDS, order: [['sequence', 'ASC'], ['id', 'ASC']] }, lineSchema)
  const notes = await rpc.search('ir.note', [['resource', 'in', ids.map(nameOf)]], { fields: ['resource', 'message'], order: [['id', 'DESC']] }, noteSchema)
  const opportunities = await rpc.search('sale.opportunity', [['sales', 'in', ids]], { fields: ['number', 'sales'] }, z.object({ number: z.string(), sales: z.array(z.number()) }))
  const addresses = await rpc.search('party.address', [['id', 'in', heads.flatMap(({ shipment_address: address }) => address ?? [])]], { fields: ADDRESS_FIELDS }, addressSchema)
  return heads.map((head): Quotation => ({
    id: head.id, number: head.number, reference: head.reference === '' ? null : head.reference, opportunity: opportunities.find(({ sales }) => sales.includes(head.id))?.number ?? null, state: head.state,
    buyer: head['party.'].code, currency: head['currency.'].code, net: head.untaxed_amount, shippingDate: head.shipping_date, terms: head['payment_term.']?.name,
    shipTo: shipToOf(addresses.find(({ id }) => id === head.shipment_address), head['party.'].name), shipmentMethod: head.shipment_method, invoiceMethod: head.invoice_method,
    changedAt: head.write_date ?? head.create_date, told: notes.filter(({ resource }) => resource === nameOf(head.id)).map(({ message }) => readAnswerNote(message)).find((told) => told !== undefined),
    lines: lines.filter(({ sale }) => sale === head.id).map((line) => ({ item: line['product.']?.code ?? null, description: line.description, quantity: line.quantity, unit: line.unit, price: line.unit_price })),
  }))
}

export async function readQuotationRows(desk: Desk, domain: readonly unknown[], query: Partial<Query>): Promise<Row[]> {
  return (await readQuotations(desk, domain, query)).map((quotation) => ({ id: quotation.id, changedAt: quotation.changedAt, remotes: [quotationRemote(quotation, desk.units, desk.options.paymentTerms)] }))
}

/**
 * The quotation in our words. Until we have answered: `open`, `won` (a person confirmed it there), `lost`; then what we told of the order that came
 * of it: `accepted`, `rejected`, `cancelled`. Its id of ours is that of the answer.
 */
export function quotationRemote(quotation: Quotation, units: Units, terms: Readonly<Record<string, string>>): Remote {
  const { id, number, reference, changedAt: asOf, told } = quotation
  return {
    kind: 'quotation', theirId: String(id), ...(told ? { ourId: `${told.order}/${number}` } : {}), number, state: wordOf(quotation), version: asOf, asOf, ...(reference === null ? {} : { reference }),
    ...(quotation.buyer === null ? {} : { buyer: quotation.buyer }), currency: quotation.currency, amount: quotation.net,
    lines: quotation.lines.map((line, index) => ({ id: String(index + 1), ...(line.item === null ? {} : { item: line.item }), quantity: line.quantity, unit: units.codeOf(line.unit), price: line.price })),
    body: {
      opportunity: quotation.opportunity, shipTo: quotation.shipTo, requestedDelivery: quotation.shippingDate ?? undefined,
      paymentTerms: Object.entries(terms).find(([, theirs]) => theirs === quotation.terms)?.[0] ?? quotation.terms, descriptions: quotation.lines.map(({ description }) => description),
    },
  }
}

/** Is the answer all there: the note, and the state that goes with it? */
export const isAnswered = ({ told, state }: Quotation): boolean => told !== undefined && (state !== 'confirmed') && (told.outcome === 'accepted' ? isWon(state) : state !== 'quotation')

export const isWon = (state: string): boolean => state === 'confirmed' || state === 'processing' || state === 'done'

const wordOf = ({ told, state }: Quotation): string => told?.outcome ?? (isWon(state) ? 'won' : state === 'cancelled' ? 'lost' : 'open')

function shipToOf(address: z.infer<typeof addressSchema> | undefined, party: string | null): Party | undefined {
  if (!address) return undefined
  const lines = (address.street ?? '').split('\n').map((line) => line.trim()).filter((line) => line !== '')
  const known = Object.entries({ city: address.city, postalCode: address.postal_code, country: address['country.']?.code }).filter(([, value]) => value != null && value !== '')
  const name = address.party_name || party
  return { identifiers: [], ...(name ? { name } : {}), address: { ...(lines.length > 0 ? { lines } : {}), ...Object.fromEntries(known) } }
}

const nameOf = (id: number): string => `${SALE},${id}`

const HEAD_FIELDS = ['number', 'reference', 'state', 'party.code', 'party.name', 'currency.code', 'untaxed_amount', 'shipping_date', 'shipment_address', 'payment_term.name', 'shipment_method',
  'invoice_method', 'create_date', 'write_date'] as const
const headSchema = z.object({
  'id': z.number(), 'number': z.string(), 'reference': z.string().nullable(), 'state': z.string(), 'party.': z.object({ code: z.string().nullable(), name: z.string().nullable() }),
  'currency.': z.object({ code: z.string() }), 'untaxed_amount': decimalSchema, 'shipping_date': dateSchema.nullable(), 'shipment_address': z.number().nullable(),
  'payment_term.': z.object({ name: z.string() }).nullish(), 'shipment_method': z.string(), 'invoice_method': z.string(), 'create_date': instantSchema, 'write_date': instantSchema.nullable(),
})
const LINE_FIELDS = ['sale', 'product.code', 'description', 'quantity', 'unit', 'unit_price'] as const
const lineSchema = z.object({
  'sale': z.number(), 'product.': z.object({ code: z.string().nullable() }).nullish(), 'description': z.string().nullable(), 'quantity': quantitySchema, 'unit': z.number(), 'unit_price': decimalSchema,
})
const noteSchema = z.object({ resource: z.string(), message: z.string().nullable() })
const ADDRESS_FIELDS = ['street', 'city', 'postal_code', 'party_name', 'country.code'] as const
const addressSchema = z.object({
  'id': z.number(), 'street': z.string().nullable(), 'city': z.string().nullable(), 'postal_code': z.string().nullable(), 'party_name': z.string().nullish(), 'country.': z.object({ code: z.string() }).nullish(),
})
