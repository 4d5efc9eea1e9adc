import { z } from 'zod'
import { type Party } from '../../orders/draft'
import { type Call, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { path } from '../http'
import { checkBody, partBody, returnBody } from './bodies'
import { type Client, type Definition, only, readBack, type Resource, sandboxConnector } from './connector'

/** The sandbox's warehouse: records are put by our id, so that a repeat is the same record. */
export const wms = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const definition: Definition = {
  system: 'wms',
  repeat: 'key',
  resources: new Map<Kind, Resource>([
    ['part', { list: '/fulfilment-orders', feed: 'fulfilment', orderedBy: 'none', find: findPart, remote: partRemote }],
    // shipments are the warehouse's own: they are looked up by their number
    ['despatch', { list: '/shipments', feed: 'shipment', orderedBy: 'none', find: (client, number, call) => client.get(path`/shipments/${number}`, only(despatchRemote, { theirId: number }), call), remote: despatchRemote }],
    ['return', { list: '/return-orders', feed: 'return', orderedBy: 'none', find: findReturn, remote: returnRemote }],
    ['stock', { list: '/stock', feed: 'stock', orderedBy: 'none', find: (client, item, call) => client.get(path`/stock/${item}`, only(stockRemote, { ourId: item }), call), remote: stockRemote }],
  ]),
  sends: new Map([
    ['part create', putPart],
    ['part change', putPart],
    ['part cancel', cancelPart],
    ['return create', putReturn],
    ['return change', putReturn],
    ['return cancel', cancelReturn],
  ]),
  page: (body) => {
    const { items, paging } = z.object({ items: z.array(z.unknown()), paging: z.object({ next: z.string().nullable() }) }).parse(body)
    return { rows: items, next: paging.next ?? undefined }
  },
  feed: (body) => {
    const { items, paging } = feedSchema.parse(body)
    return { rows: items.map((row) => ({ at: instant(row.ts), id: row.id, record: row.entity })), next: paging.more ? paging.next : undefined }
  },
  explain: (body) => {
    const said = z.object({ errors: z.array(z.object({ reason: z.string(), detail: z.string() })) }).safeParse(body)
    return said.success ? said.data.errors.map(({ reason, detail }) => `${reason}: ${detail}`).join('; ') : undefined
  },
}

const feedSchema = z.object({
  items: z.array(z.object({ ts: z.number(), id: z.string(), entity: z.unknown() })),
  paging: z.object({ next: z.string(), more: z.boolean() }),
})
const stamped = { state: z.string(), rev: z.number(), ts: z.number() }
const lineSchema = z.object({ lineRef: z.string(), sku: z.string(), qty: z.string(), uom: z.string() })
const partSchema = z.object({
  foNumber: z.string(), externalId: z.string(), orderNumber: z.string(), partNumber: z.string(), wantedBy: z.string().optional(), ...stamped,
  lines: z.array(lineSchema.extend({ qtyShipped: z.string() })),
})
const shipmentSchema = z.object({
  shipmentNo: z.string(), fulfilmentOrder: z.string(), orderNumber: z.string(), partNumber: z.string(), carrier: z.string().optional(), trackingNumber: z.string().optional(), shippedOn: z.string(),
  packages: z.number(), pieces: z.array(z.object({ id: z.string(), weightKg: z.string().optional() })).default([]), ...stamped, pod: z.object({ signedBy: z.string(), receivedOn: z.string() }).optional(),
  lines: z.array(lineSchema.extend({ lots: z.array(z.object({ lot: z.string(), qty: z.string() })) })),
})
const returnSchema = z.object({
  roNumber: z.string(), externalId: z.string(), rmaNumber: z.string(), orderNumber: z.string(), reason: z.string(), ...stamped, lines: z.array(lineSchema),
  receipts: z.array(z.object({ receiptNo: z.string(), receivedOn: z.string(), lines: z.array(z.object({ lineRef: z.string(), qty: z.string(), grade: z.enum(['A', 'B']) })) })),
})
const stockSchema = z.object({ sku: z.string(), uom: z.string(), onHand: z.string(), reserved: z.string(), inTransit: z.string(), rev: z.number(), ts: z.number() })

async function putPart(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const part = checkBody(partBody, message.body, 'the warehouse order')
  await client.write({ method: 'PUT', path: path`/fulfilment-orders/${message.ourId}`, body: {
    orderNumber: part.number, partNumber: `${part.number}/${part.part}`, priority: part.priority, wantedBy: part.requestedDelivery, consignee: part.shipTo && consignee(part.shipTo),
    lines: part.lines.map((line) => ({ lineRef: line.id, sku: line.item, qty: line.quantity, uom: line.unit })),
  } }, partRemote, call)
  return readBack(() => findPart(client, message.ourId, call), `the warehouse order ${message.ourId}`)
}

async function cancelPart(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  await client.write({ method: 'POST', path: path`/fulfilment-orders/${message.ourId}/cancel` }, partRemote, call)
  return readBack(() => findPart(client, message.ourId, call), `the cancellation of ${message.ourId}`)
}

function findPart(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  return client.get(path`/fulfilment-orders/${ourId}`, only(partRemote, { ourId }), call)
}

async function putReturn(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const goods = checkBody(returnBody, message.body, 'the return')
  await client.write({ method: 'PUT', path: path`/return-orders/${message.ourId}`, body: {
    rmaNumber: goods.return, orderNumber: goods.number, reason: goods.reason, sender: goods.buyer, lines: goods.lines.map((line) => ({ lineRef: line.id, sku: line.item, qty: line.quantity, uom: line.unit })),
  } }, returnRemote, call)
  return readBack(() => findReturn(client, message.ourId, call), `the return ${message.ourId}`)
}

async function cancelReturn(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  await client.write({ method: 'POST', path: path`/return-orders/${message.ourId}/cancel` }, returnRemote, call)
  return readBack(() => findReturn(client, message.ourId, call), `the end of the return ${message.ourId}`)
}

function findReturn(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  return client.get(path`/return-orders/${ourId}`, only(returnRemote, { ourId }), call)
}

function consignee({ name, address, contact }: Party): Record<string, unknown> {
  return { name, addressLines: address?.lines, zip: address?.postalCode, city: address?.city, country: address?.country, phone: contact?.phone }
}

function partRemote(raw: unknown): Remote {
  const part = partSchema.parse(raw)
  return {
    kind: 'part', theirId: part.foNumber, ourId: part.externalId, number: part.foNumber, state: part.state, version: String(part.rev), asOf: instant(part.ts),
    lines: part.lines.map((line) => ({ id: line.lineRef, item: line.sku, quantity: line.qty, unit: line.uom })),
    body: { number: part.orderNumber, part: part.partNumber, requestedDelivery: part.wantedBy, shipped: part.lines.map((line) => ({ line: line.lineRef, quantity: line.qtyShipped })) },
  }
}

function despatchRemote(raw: unknown): Remote {
  const shipment = shipmentSchema.parse(raw)
  return {
    kind: 'despatch', theirId: shipment.shipmentNo, number: shipment.shipmentNo, state: shipment.state, version: String(shipment.rev), asOf: instant(shipment.ts),
    lines: shipment.lines.map((line) => ({ id: line.lineRef, item: line.sku, quantity: line.qty, unit: line.uom })),
    body: {
      order: shipment.fulfilmentOrder, number: shipment.orderNumber, part: shipment.partNumber, despatch: shipment.shipmentNo, carrier: shipment.carrier,
      tracking: shipment.trackingNumber, shippedOn: shipment.shippedOn, packages: shipment.packages, pieces: shipment.pieces.map(({ id, weightKg }) => ({ id, weight: weightKg })), receivedOn: shipment.pod?.receivedOn, signedBy: shipment.pod?.signedBy,
      lots: shipment.lines.flatMap((line) => line.lots.map(({ lot, qty }) => ({ line: line.lineRef, lot, quantity: qty }))),
    },
  }
}

/** Its grades of goods in our words: `B` is not put on the shelf again. */
const GRADES = { A: 'good', B: 'damaged' } as const

function returnRemote(raw: unknown): Remote {
  const one = returnSchema.parse(raw)
  const unitOf = (line: string): string | undefined => one.lines.find(({ lineRef }) => lineRef === line)?.uom
  return {
    kind: 'return', theirId: one.roNumber, ourId: one.externalId, number: one.roNumber, state: one.state, version: String(one.rev), asOf: instant(one.ts),
    lines: one.lines.map((line) => ({ id: line.lineRef, item: line.sku, quantity: line.qty, unit: line.uom })),
    body: {
      number: one.orderNumber, return: one.rmaNumber, reason: one.reason,
      receipts: one.receipts.map(({ receiptNo, receivedOn, lines }) => ({ number: receiptNo, receivedOn, lines: lines.map(({ lineRef, qty, grade }) => ({ line: lineRef, quantity: qty, unit: unitOf(lineRef), condition: GRADES[grade] })) })),
    },
  }
}

function stockRemote(raw: unknown): Remote {
  const stock = stockSchema.parse(raw)
  return {
    kind: 'stock', theirId: stock.sku, ourId: stock.sku, state: 'active', version: String(stock.rev), asOf: instant(stock.ts),
    body: { item: stock.sku, unit: stock.uom, onHand: stock.onHand, theirs: stock.reserved, inTransit: stock.inTransit },
  }
}

const instant = (ts: number): string => new Date(ts).toISOString()
