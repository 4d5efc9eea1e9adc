import { z } from 'zod'
import { add, divide, type Decimal } from '../../orders/decimal'
import { type Remote } from '../connector'

/** What the sandbox's ERP answers, read strictly and put into our words. Each throws a ZodError for another shape. */

const stamped = { version: z.number(), changedAt: z.string() }

const orderSchema = z.object({
  salesOrder: z.string(), externalId: z.string(), externalReference: z.string(), ourNumber: z.string(), soldToMatchcode: z.string().nullable(), currency: z.string(),
  wantedOn: z.string().optional(), totalNet: z.string(), status: z.string(), ...stamped,
  items: z.array(z.object({ externalItem: z.string(), pos: z.string(), material: z.string(), qty: z.string(), uom: z.string(), netPrice: z.string(), per: z.string(), net: z.string(),
    delivered: z.string() })),
})

export function orderRemote(raw: unknown): Remote {
  const order = orderSchema.parse(raw)
  return {
    kind: 'order', theirId: order.salesOrder, ourId: order.externalId, number: order.salesOrder, state: order.status, version: String(order.version), asOf: order.changedAt,
    ...(order.externalReference === '' ? {} : { reference: order.externalReference }), ...(order.soldToMatchcode === null ? {} : { buyer: order.soldToMatchcode }),
    currency: order.currency, amount: order.totalNet,
    lines: order.items.map((item) => ({ id: item.externalItem, item: item.material, quantity: item.qty, unit: item.uom, price: unitPrice(item.netPrice, item.per) })),
    body: { number: order.ourNumber, requestedDelivery: order.wantedOn, delivered: order.items.map((item) => ({ line: item.externalItem, quantity: item.delivered })) },
  }
}

const deliverySchema = z.object({
  delivery: z.string(), externalId: z.string(), salesOrder: z.string(), despatch: z.string(), postedOn: z.string(), status: z.string(), ...stamped,
  items: z.array(z.object({ externalItem: z.string(), qty: z.string() })),
})

export function deliveryRemote(raw: unknown): Remote {
  const delivery = deliverySchema.parse(raw)
  return {
    kind: 'despatch', theirId: delivery.delivery, ourId: delivery.externalId, number: delivery.delivery, state: delivery.status, version: String(delivery.version),
    asOf: delivery.changedAt, lines: delivery.items.map((item) => ({ id: item.externalItem, quantity: item.qty })),
    body: { salesOrder: delivery.salesOrder, despatch: delivery.despatch, shippedOn: delivery.postedOn },
  }
}

const customerSchema = z.object({
  number: z.string(), matchcode: z.string(), name: z.string(), currency: z.string(), creditLimit: z.string(), openReceivables: z.string(), openOrders: z.string(),
  termsOfPayment: z.string(), priceList: z.string().optional(), blocked: z.boolean(), ...stamped,
})

export function customerRemote(raw: unknown): Remote {
  const customer = customerSchema.parse(raw)
  return reference('customer', customer.matchcode, customer.blocked ? 'blocked' : 'active', customer, {
    code: customer.matchcode, number: customer.number, name: customer.name, active: !customer.blocked, currency: customer.currency, paymentTerms: customer.termsOfPayment,
    priceList: customer.priceList,
  })
}

/** What a customer may owe and owes: `theirs` is open invoices and open orders together, as the ERP counts them. */
export function receivableRemote(raw: unknown): Remote {
  const customer = customerSchema.parse(raw)
  const theirs = add(customer.openReceivables, customer.openOrders)
  return {
    ...reference('receivable', customer.matchcode, 'active', customer, { buyer: customer.matchcode, currency: customer.currency, limit: customer.creditLimit, theirs }),
    currency: customer.currency, amount: theirs,
  }
}

const materialSchema = z.object({
  material: z.string(), text: z.string(), ean: z.string().optional(), uom: z.string(), cost: z.string().optional(), active: z.boolean(), madeToOrder: z.boolean().optional(),
  packs: z.array(z.object({ uom: z.string(), contains: z.string() })), ...stamped,
})

export function materialRemote(raw: unknown): Remote {
  const material = materialSchema.parse(raw)
  return reference('item', material.material, material.active ? 'active' : 'inactive', material, {
    code: material.material, name: material.text, active: material.active, unit: material.uom, units: Object.fromEntries(material.packs.map((pack) => [pack.uom, pack.contains])),
    cost: material.cost, standardItem: material.ean, madeToOrder: material.madeToOrder,
  })
}

const priceSchema = z.object({
  priceList: z.string().optional(), customer: z.string().optional(), material: z.string(), currency: z.string(), netPrice: z.string(), per: z.string(), uom: z.string(),
  fromQuantity: z.string(), validFrom: z.string(), validTo: z.string().optional(), ...stamped,
})

/** One condition as a price record with one entry; {@link gatherPrices} puts those of one list and item together. */
export function priceRemote(raw: unknown): Remote {
  const price = priceSchema.parse(raw)
  const list = price.priceList ?? `customer:${price.customer ?? ''}`
  return reference('price', `${list}/${price.material}`, 'active', price, { priceList: list, item: price.material, entries: [{
    item: price.material, currency: price.currency, amount: price.netPrice, base: price.per, unit: price.uom, from: price.fromQuantity, validFrom: price.validFrom,
    validTo: price.validTo,
  }] })
}

/** The rows come sorted by list and item, so that those which belong together are neighbours. */
export async function* gatherPrices(rows: AsyncIterable<Remote>): AsyncIterable<Remote> {
  let current: Remote | undefined
  for await (const row of rows) {
    if (current?.theirId === row.theirId) current = joined(current, row)
    else {
      if (current) yield current
      current = row
    }
  }
  if (current) yield current
}

const pageSchema = z.object({ value: z.array(z.unknown()), nextCursor: z.string().nullable() })

export function pageOf(body: unknown): { rows: unknown[]; next?: string | undefined } {
  const { value, nextCursor } = pageSchema.parse(body)
  return { rows: value, next: nextCursor ?? undefined }
}

const feedSchema = z.object({ value: z.array(z.object({ changedAt: z.string(), id: z.string(), record: z.unknown() })), nextCursor: z.string(), more: z.boolean() })

export function feedOf(body: unknown): { rows: { at: string; id: string; record: unknown }[]; next?: string | undefined } {
  const { value, nextCursor, more } = feedSchema.parse(body)
  return { rows: value.map((row) => ({ at: row.changedAt, id: row.id, record: row.record })), next: more ? nextCursor : undefined }
}

export function errorText(body: unknown): string | undefined {
  const said = z.object({ error: z.object({ code: z.string(), message: z.string() }) }).safeParse(body)
  return said.success ? `${said.data.error.code}: ${said.data.error.message}` : undefined
}

const reference = (kind: Remote['kind'], key: string, state: string, stamp: { version: number; changedAt: string }, body: Record<string, unknown>): Remote =>
  ({ kind, theirId: key, ourId: key, state, version: String(stamp.version), asOf: stamp.changedAt, body })

function joined(a: Remote, b: Remote): Remote {
  const entries = [a, b].flatMap((remote) => remote.body?.['entries'] as unknown[])
  return { ...a, asOf: a.asOf > b.asOf ? a.asOf : b.asOf, version: `${a.version}.${b.version}`, body: { ...a.body, entries } }
}

/** Price of one unit; cut at 20 decimals where it does not end. */
const unitPrice = (price: Decimal, per: Decimal): Decimal => divide(price, per)
