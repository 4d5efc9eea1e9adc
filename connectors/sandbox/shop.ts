import { createHash } from 'node:crypto'
import { z } from 'zod'
import { fromMinor } from '../../orders/money'
import { type Call, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { Fault } from '../fault'
import { path } from '../http'
import { checkBodySignature } from '../signature'
import { answerBody, checkBody, fulfilmentBody, trackingBody } from './bodies'
import { type Client, type Definition, only, readBack, type Resource, sandboxConnector } from './connector'

/** The sandbox's web shop: its orders are taken in, and what becomes of each is put to it by our ids, so that a repeat tells nothing new. */
export const shop = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const definition: Definition = {
  system: 'shop',
  repeat: 'key',
  resources: new Map<Kind, Resource>([
    ['webOrder', { list: '/orders', feed: 'order', orderedBy: 'none', find: findAnswered, remote: orderRemote }],
    // what its customers are told, as we have put it there: looked up by the id of the order there and ours
    ['fulfilment', { list: '/orders', orderedBy: 'none', find: findFulfilment, remote: orderRemote, several: fulfilmentRemotes }],
    ['tracking', { list: '/orders', orderedBy: 'none', followed: false, find: () => { throw new Fault('refused', 'a tracking number stands in its fulfilment') }, remote: orderRemote }],
  ]),
  sends: new Map([
    ['webOrder create', answer],
    ['webOrder cancel', answer],
    ['fulfilment create', fulfil],
    ['tracking create', track],
  ]),
  page: (body) => {
    const { orders, nextPage } = z.object({ orders: z.array(z.unknown()), nextPage: z.string().nullable() }).parse(body)
    return { rows: orders, next: nextPage ?? undefined }
  },
  feed: (body) => {
    const { orders, nextPage, more } = z.object({ orders: z.array(z.looseObject({ id: z.string(), updatedAt: z.number() })), nextPage: z.string(), more: z.boolean() }).parse(body)
    return { rows: orders.map((order) => ({ at: new Date(order.updatedAt).toISOString(), id: order.id, record: order })), next: more ? nextPage : undefined }
  },
  explain: (body) => {
    const said = z.object({ errors: z.record(z.string(), z.array(z.string())) }).safeParse(body)
    return said.success ? Object.entries(said.data.errors).map(([code, texts]) => `${code}: ${texts.join(', ')}`).join('; ') : undefined
  },
  webhook: {
    verify: ({ system, secret, body, headers }) => {
      checkBodySignature(system, { secret, header: headers['x-shop-hmac-sha256'], body })
      // the event's own id stands in a header that nothing signs: whoever plays a body back would only have to change it
      return createHash('sha256').update(body).digest('hex')
    },
    read: (body) => [orderRemote(body)],
  },
}

const addressSchema = z.object({ name: z.string(), line1: z.string(), line2: z.string().nullable(), city: z.string(), postcode: z.string(), country: z.string() })
/** What was ordered: the document that we take in. The rest of a record is how it stands. */
const documentSchema = z.object({
  id: z.string(), number: z.number().int(), placedAt: z.string(), currency: z.string(), customer: z.object({ id: z.string(), email: z.string(), company: z.string(), accountNumber: z.string().optional() }),
  purchaseOrder: z.string().nullable(), wishDate: z.string().nullable(), note: z.string().nullable(), shippingAddress: addressSchema,
  items: z.array(z.object({ id: z.string(), sku: z.string(), title: z.string(), unit: z.string(), qty: z.number().int(), unitMinor: z.number().int(), totalMinor: z.number().int() })),
  shippingMinor: z.number().int(), totalMinor: z.number().int(), card: z.object({ gateway: z.string(), reference: z.string(), amountMinor: z.number().int() }).optional(),
})
const stateSchema = z.object({
  payment: z.string(), fulfilment: z.string(), revision: z.number(), updatedAt: z.number(), cancelled: z.object({ by: z.string(), on: z.string(), reason: z.string().nullable() }).nullable(),
  answer: z.object({ orderId: z.string(), outcome: z.string() }).nullable(),
  fulfilments: z.array(z.object({ ref: z.string(), tracking: z.object({ carrier: z.string(), number: z.string() }).optional(), lines: z.array(z.object({ item: z.string(), qty: z.number().int() })) })),
})

function orderRemote(raw: unknown): Remote {
  const document = documentSchema.parse(raw)
  const { payment, fulfilment, revision, updatedAt, cancelled, answer: said } = stateSchema.parse(raw)
  return {
    kind: 'webOrder', theirId: document.id, ...(said ? { ourId: `${said.orderId}/${document.id}` } : {}), number: String(document.number), state: said?.outcome ?? (cancelled ? 'cancelled' : 'open'),
    version: String(revision), asOf: new Date(updatedAt).toISOString(), reference: document.purchaseOrder ?? String(document.number), buyer: document.customer.accountNumber,
    currency: document.currency, amount: fromMinor(document.totalMinor, document.currency),
    lines: document.items.map((item) => ({ id: item.id, item: item.sku, quantity: String(item.qty), unit: item.unit, price: fromMinor(item.unitMinor, document.currency) })),
    body: { payment, fulfilment, ...(cancelled ? { cancelledBy: cancelled.by, reason: cancelled.reason ?? undefined } : {}), document: JSON.stringify(cancelled ? { ...document, cancelled } : document, null, 2) },
  }
}

async function answer(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { number, outcome, reason } = checkBody(answerBody, message.body, 'the answer')
  const [orderId, origin] = idsOf(message.ourId)
  await client.write({ method: 'PUT', path: path`/orders/${origin}/answer`, body: { orderId, orderNumber: number, outcome, reason } }, orderRemote, call)
  return readBack(() => findAnswered(client, message.ourId, call), `the answer to ${origin}`)
}

async function findAnswered(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  const [, theirId] = idsOf(ourId)
  const order = await client.get(path`/orders/${theirId}`, only(orderRemote, { theirId }), call)
  return order?.ourId === ourId ? order : undefined
}

async function fulfil(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { origin, shippedOn, carrier, tracking, lines } = checkBody(fulfilmentBody, message.body, 'the fulfilment')
  await client.write({ method: 'PUT', path: path`/orders/${origin}/fulfilments/${message.ourId}`, body: {
    shippedOn, tracking: carrier === undefined || tracking === undefined ? undefined : { carrier, number: tracking }, lines: lines.map(({ line, quantity }) => ({ item: line, qty: pieces(quantity) })),
  } }, orderRemote, call)
  return readBack(() => readFulfilment(client, origin, message.ourId, 'fulfilment', call), `the fulfilment of ${origin}`)
}

async function track(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { origin, carrier, tracking } = checkBody(trackingBody, message.body, 'the tracking number')
  await client.write({ method: 'PUT', path: path`/orders/${origin}/fulfilments/${message.ourId.replace(/\/tracking$/, '')}/tracking`, body: { carrier, number: tracking } }, orderRemote, call)
  return readBack(() => readFulfilment(client, origin, message.ourId, 'tracking', call), `the tracking number of ${origin}`)
}

/** By the id of the order there, and ours behind it: `ord_1/order/wms/SHP-1`. */
function findFulfilment(client: Client, id: string, call?: Call): Promise<Remote | undefined> {
  const [origin, ourId] = idsOf(id)
  return readFulfilment(client, origin, ourId, 'fulfilment', call)
}

async function readFulfilment(client: Client, origin: string, ourId: string, kind: 'fulfilment' | 'tracking', call?: Call): Promise<Remote | undefined> {
  const ofOrigin = only(orderRemote, { theirId: origin })
  return client.get(path`/orders/${origin}`, (raw) => {
    ofOrigin(raw)
    const found = fulfilmentRemotes(raw).find((one) => one.ourId === ourId.replace(/\/tracking$/, ''))
    if (!found || (kind === 'tracking' && found.body?.tracking === undefined)) return undefined
    return kind === 'fulfilment' ? found : { ...found, kind, theirId: `${origin}/${ourId}`, ourId }
  }, call)
}

/** All that an order's customer was told is sent. */
function fulfilmentRemotes(raw: unknown): Remote[] {
  const order = orderRemote(raw)
  return stateSchema.parse(raw).fulfilments.map(({ ref, tracking, lines }) => ({
    kind: 'fulfilment', theirId: `${order.theirId}/${ref}`, ourId: ref, number: tracking?.number ?? order.number, state: 'put', version: '1', asOf: order.asOf, lines: lines.map(({ item, qty }) => ({ id: item, quantity: String(qty) })),
    body: { carrier: tracking?.carrier, tracking: tracking?.number },
  }))
}

/** A shop sells whole pieces. */
function pieces(quantity: string): number {
  const whole = Number(quantity)
  if (!Number.isSafeInteger(whole)) throw new Fault('refused', `the shop sells whole pieces, and ${quantity} are none`)
  return whole
}

const idsOf = (ourId: string): [order: string, origin: string] => [ourId.split('/')[0]!, ourId.split('/').slice(1).join('/')]
