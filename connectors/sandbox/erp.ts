import { z } from 'zod'
import { type Party } from '../../orders/draft'
import { type Call, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { Fault, type FaultKind } from '../fault'
import { path } from '../http'
import { checkBody, despatchBody, orderBody } from './bodies'
import { type Client, type Definition, only, readBack, type Resource, sandboxConnector } from './connector'
import { customerRemote, deliveryRemote, errorText, feedOf, gatherPrices, materialRemote, orderRemote, pageOf, priceRemote, receivableRemote } from './erpAnswers'

/** The sandbox's ERP: no idempotency key, so we look by our id before we create. */
export const erp = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const definition: Definition = {
  system: 'erp',
  repeat: 'find',
  resources: new Map<Kind, Resource>([
    ['order', { list: '/sales-orders', feed: 'order', orderedBy: 'ourId', find: (client, ourId, call) => findIn(client, '/sales-orders', ourId, orderRemote, call), read: (client, id, call) => readOrder(client, id, call), remote: orderRemote }],
    ['despatch', { list: '/deliveries', orderedBy: 'ourId', followed: false, find: (client, ourId, call) => findIn(client, '/deliveries', ourId, deliveryRemote, call), remote: deliveryRemote }],
    ['customer', { list: '/customers', feed: 'customer', orderedBy: 'ourId', remote: customerRemote }],
    ['item', { list: '/materials', feed: 'material', orderedBy: 'ourId', remote: materialRemote }],
    // one row a condition there, one record a price list and item here: the conditions of one must come together
    ['price', { list: '/price-conditions', orderedBy: 'ourId', remote: priceRemote, gather: gatherPrices }],
    // what is owed changes with every order there, and the customer's record keeps its stamp: only a full list tells
    ['receivable', { list: '/customers', orderedBy: 'ourId', remote: receivableRemote }],
  ]),
  sends: new Map([
    ['order create', createOrder],
    ['order change', changeOrder],
    ['order cancel', cancelOrder],
    ['despatch create', postDelivery],
  ]),
  page: pageOf,
  feed: feedOf,
  explain: errorText,
}

async function createOrder(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findIn(client, '/sales-orders', message.ourId, orderRemote, call)
  if (found) return found
  const content = { externalId: message.ourId, soldTo: await customerNumber(client, buyerOf(message), call), ...orderContent(message) }
  const id = await client.write({ method: 'POST', path: '/sales-orders', body: content }, salesOrderId, call)
  return readBack(() => readOrder(client, id, call), `sales order ${id}`)
}

/** The ERP's version is sent along, so that a change made there meanwhile is seen and not overwritten. */
async function changeOrder(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const current = await knownOrder(client, message, call)
  const content = orderContent(message)
  if (await isHeld(client, current.theirId, content, call)) return current
  await client.write({ method: 'PATCH', path: path`/sales-orders/${current.theirId}`, body: content, headers: { 'if-match': `"${current.version}"` }, judge: conflicts }, salesOrderId, call)
  return readBack(() => readOrder(client, current.theirId, call), `the change of ${current.theirId}`)
}

async function cancelOrder(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const current = await knownOrder(client, message, call)
  if (current.state === 'cancelled') return current
  await client.write({ method: 'POST', path: path`/sales-orders/${current.theirId}/cancel`, body: {} }, salesOrderId, call)
  return readBack(() => readOrder(client, current.theirId, call), `the cancellation of ${current.theirId}`)
}

async function postDelivery(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const found = await findIn(client, '/deliveries', message.ourId, deliveryRemote, call)
  if (found) return found
  const despatch = checkBody(despatchBody, message.body, 'the goods issue')
  const order = await findIn(client, '/sales-orders', despatch.order, orderRemote, call)
  if (!order) throw new Fault('refused', `the goods issue ${despatch.despatch} cannot be posted: its order ${despatch.number} is not in the ERP`)
  const id = await client.write({ method: 'POST', path: '/deliveries', body: {
    externalId: message.ourId, salesOrder: order.theirId, despatch: despatch.despatch, postedOn: despatch.shippedOn,
    items: despatch.lines.map(({ line, quantity }) => ({ externalItem: line, qty: quantity })),
  } }, (body) => z.object({ delivery: z.string() }).parse(body).delivery, call)
  return readBack(() => client.get(path`/deliveries/${id}`, only(deliveryRemote, { theirId: id }), call), `delivery ${id}`)
}

/** The first of several is taken: doubles there are found by reconciling, not hidden by a third. */
async function findIn(client: Client, list: string, externalId: string, remote: (raw: unknown) => Remote, call?: Call): Promise<Remote | undefined> {
  return (await client.search(list, { externalId }, only(remote, { ourId: externalId }), call))[0]
}

async function knownOrder(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const known = (message.theirId === undefined ? undefined : await readOrder(client, message.theirId, call)) ?? await findIn(client, '/sales-orders', message.ourId, orderRemote, call)
  if (!known) throw new Fault('refused', `order ${message.ourId} is not in the ERP: there is nothing to ${message.action}`)
  return known
}

const readOrder = (client: Client, id: string, call?: Call): Promise<Remote | undefined> => client.get(path`/sales-orders/${id}`, only(orderRemote, { theirId: id }), call)
const salesOrderId = (body: unknown): string => z.object({ salesOrder: z.string() }).parse(body).salesOrder

/** The ERP numbers its customers itself; our partner code is their matchcode there. */
async function customerNumber(client: Client, buyer: string, call?: Call): Promise<string> {
  const [number] = await client.search('/customers', { matchcode: buyer }, (row) => z.object({ number: z.string(), matchcode: z.literal(buyer) }).parse(row).number, call)
  if (number === undefined) throw new Fault('refused', `the ERP has no customer with matchcode ${buyer}: create it there, then send again`)
  return number
}

const buyerOf = (message: Outgoing): string => checkBody(orderBody, message.body, 'the order').buyer

function orderContent(message: Outgoing): Record<string, unknown> & { items: unknown[] } {
  const order = checkBody(orderBody, message.body, 'the order')
  return {
    externalReference: order.reference ?? '', ourNumber: order.number, currency: order.currency, orderDate: order.issuedOn, wantedOn: order.requestedDelivery,
    terms: order.paymentTerms, shipTo: order.shipTo && shipTo(order.shipTo),
    items: order.lines.map((line) => ({
      externalItem: line.id, material: line.item, text: line.description, qty: line.quantity, uom: line.unit, netPrice: line.price.amount, per: line.price.base ?? '1',
    })),
  }
}

function shipTo(party: Party): Record<string, string | undefined> {
  const { address } = party
  return { name: party.name, street: address?.lines?.join(', '), postcode: address?.postalCode, city: address?.city, country: address?.country }
}

const contentSchema = z.object({
  externalReference: z.string(), ourNumber: z.string(), currency: z.string(), orderDate: z.string().optional(), wantedOn: z.string().optional(), terms: z.string().optional(),
  shipTo: z.record(z.string(), z.string()).optional(),
  items: z.array(z.object({ externalItem: z.string(), material: z.string(), text: z.string().optional(), qty: z.string(), uom: z.string(), netPrice: z.string(), per: z.string() })),
})

/** Does the ERP hold this content already? Then a repeated change changes nothing. */
async function isHeld(client: Client, id: string, content: Record<string, unknown>, call?: Call): Promise<boolean> {
  const told = (body: unknown): string => JSON.stringify(contentSchema.parse(body))
  return await client.get(path`/sales-orders/${id}`, told, call) === told(JSON.parse(JSON.stringify(content)))
}

const conflicts = (status: number, body: unknown): FaultKind | undefined =>
  (status === 409 && z.object({ error: z.object({ code: z.literal('VERSION_DIFFERS') }) }).safeParse(body).success ? 'again' : undefined)
