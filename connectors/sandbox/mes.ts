import { z } from 'zod'
import { producedLine } from '../../orders/effects'
import { type Call, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { path } from '../http'
import { checkBody, productionBody } from './bodies'
import { type Client, type Definition, only, readBack, type Resource, sandboxConnector } from './connector'

/** The sandbox's shop floor: orders are put by our id, so that a repeat is the same order. */
export const mes = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const definition: Definition = {
  system: 'mes',
  repeat: 'key',
  resources: new Map<Kind, Resource>([
    ['production', { list: '/production-orders', feed: 'production', orderedBy: 'none', find: findProduction, remote: productionRemote }],
  ]),
  sends: new Map([
    ['production create', putProduction],
    ['production change', putProduction],
    ['production cancel', cancelProduction],
  ]),
  page: (body) => {
    const { orders, next } = z.object({ orders: z.array(z.unknown()), next: z.string().nullable() }).parse(body)
    return { rows: orders, next: next ?? undefined }
  },
  feed: (body) => {
    const { orders, next, more } = z.object({ orders: z.array(productionSchema), next: z.string(), more: z.boolean() }).parse(body)
    return { rows: orders.map((order) => ({ at: order.changedAt, id: order.orderNo, record: order })), next: more ? next : undefined }
  },
  explain: (body) => {
    const said = z.object({ error: z.string(), message: z.string() }).safeParse(body)
    return said.success ? `${said.data.error}: ${said.data.message}` : undefined
  },
}

const productionSchema = z.object({
  orderNo: z.string(), externalId: z.string(), salesOrder: z.string(), item: z.string(), quantity: z.string(), uom: z.string(), dueOn: z.string().optional(), made: z.string(),
  status: z.string(), version: z.number(), changedAt: z.string(),
})

async function putProduction(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { number, requestedDelivery, lines: [line] } = checkBody(productionBody, message.body, 'the production')
  await client.write({ method: 'PUT', path: path`/production-orders/${message.ourId}`, body: {
    salesOrder: number, item: line.item, text: line.description, quantity: line.quantity, uom: line.unit, dueOn: requestedDelivery,
  } }, productionRemote, call)
  return readBack(() => findProduction(client, message.ourId, call), `the production ${message.ourId}`)
}

async function cancelProduction(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  await client.write({ method: 'POST', path: path`/production-orders/${message.ourId}/cancel` }, productionRemote, call)
  return readBack(() => findProduction(client, message.ourId, call), `the cancellation of ${message.ourId}`)
}

function findProduction(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  return client.get(path`/production-orders/${ourId}`, only(productionRemote, { ourId }), call)
}

function productionRemote(raw: unknown): Remote {
  const order = productionSchema.parse(raw)
  return {
    kind: 'production', theirId: order.orderNo, ourId: order.externalId, number: order.orderNo, state: order.status, version: String(order.version), asOf: order.changedAt,
    lines: [{ id: producedLine(order.externalId), item: order.item, quantity: order.quantity, unit: order.uom }],
    body: { number: order.salesOrder, made: order.made, plannedFor: order.dueOn },
  }
}
