import { z } from 'zod'
import { multiply, sum } from '../../orders/decimal'
import { amount } from '../../orders/money'
import { type Call, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { path } from '../http'
import { answerBody, checkBody } from './bodies'
import { type Client, type Definition, only, readBack, type Resource, sandboxConnector } from './connector'

/** The sandbox's CRM: deals become orders once they are quoted, and what became of the order is put to the deal. */
export const crm = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const definition: Definition = {
  system: 'crm',
  repeat: 'key',
  resources: new Map<Kind, Resource>([['quotation', { list: '/deals', feed: 'deal', orderedBy: 'none', find: findAnswered, remote: dealRemote }]]),
  sends: new Map([
    ['quotation create', answer],
    ['quotation cancel', answer],
  ]),
  page: (body) => {
    const { results, next } = z.object({ results: z.array(z.unknown()), next: z.string().nullable() }).parse(body)
    return { rows: results, next: next ?? undefined }
  },
  feed: (body) => {
    const { results, next, hasMore } = z.object({ results: z.array(z.looseObject({ id: z.string(), updatedAt: z.string() })), next: z.string(), hasMore: z.boolean() }).parse(body)
    return { rows: results.map((deal) => ({ at: deal.updatedAt, id: deal.id, record: deal })), next: hasMore ? next : undefined }
  },
  explain: (body) => {
    const said = z.object({ category: z.string(), message: z.string() }).safeParse(body)
    return said.success ? `${said.data.category}: ${said.data.message}` : undefined
  },
}

const dealSchema = z.object({
  id: z.string(), stage: z.string(), account: z.string(), currency: z.string(), poNumber: z.string().optional(), wantedOn: z.string().optional(), deliverTo: z.string().optional(),
  positions: z.array(z.object({ product: z.string(), qty: z.string(), uom: z.string(), unitPrice: z.string() })), version: z.number(), updatedAt: z.string(),
  order: z.object({ orderId: z.string(), outcome: z.string() }).optional(),
})

async function answer(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { number, outcome, reason } = checkBody(answerBody, message.body, 'the answer')
  const [orderId, deal] = [message.ourId.split('/')[0]!, message.ourId.split('/').slice(1).join('/')]
  await client.write({ method: 'PUT', path: path`/deals/${deal}/order`, body: { orderId, orderNumber: number, outcome, reason } }, dealRemote, call)
  return readBack(() => findAnswered(client, message.ourId, call), `the answer to ${deal}`)
}

async function findAnswered(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  const theirId = ourId.split('/').slice(1).join('/')
  const deal = await client.get(path`/deals/${theirId}`, only(dealRemote, { theirId }), call)
  return deal?.ourId === ourId ? deal : undefined
}

/** What is open there is not quoted yet, and so nobody's order; until we have answered, `open` is what is quoted. */
function dealRemote(raw: unknown): Remote {
  const deal = dealSchema.parse(raw)
  return {
    kind: 'quotation', theirId: deal.id, ...(deal.order ? { ourId: `${deal.order.orderId}/${deal.id}` } : {}), number: deal.id, state: deal.order?.outcome ?? (deal.stage === 'quoted' ? 'open' : deal.stage === 'open' ? 'draft' : deal.stage),
    version: String(deal.version), asOf: deal.updatedAt, ...(deal.poNumber === undefined ? {} : { reference: deal.poNumber }), buyer: deal.account, currency: deal.currency,
    amount: amount(sum(deal.positions.map(({ qty, unitPrice }) => multiply(qty, unitPrice))), deal.currency),
    lines: deal.positions.map(({ product, qty, uom, unitPrice }, index) => ({ id: String(index + 1), item: product, quantity: qty, unit: uom, price: unitPrice })),
    body: { requestedDelivery: deal.wantedOn, shipTo: deal.deliverTo === undefined ? undefined : { name: deal.deliverTo, identifiers: [] } },
  }
}
