import { z } from 'zod'
import { type ReturnReason } from '../../orders/returns/terms'
import { type Call, type Connector, type Kind, type Outgoing, type Remote, type SystemConfig } from '../connector'
import { path } from '../http'
import { checkBody, complaintAnswerBody } from './bodies'
import { type Client, type Definition, only, readBack, type Resource, sandboxConnector } from './connector'

/** The sandbox's service desk: complaints become cases, and what became of each is put to its ticket. */
export const service = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const definition: Definition = {
  system: 'service',
  repeat: 'key',
  resources: new Map<Kind, Resource>([['complaint', { list: '/tickets', feed: 'ticket', orderedBy: 'none', find: findAnswered, remote: complaintRemote }]]),
  sends: new Map([['complaint create', answer]]),
  page: (body) => {
    const { tickets, meta } = z.object({ tickets: z.array(z.unknown()), meta: z.object({ after: z.string().nullable() }) }).parse(body)
    return { rows: tickets, next: meta.after ?? undefined }
  },
  feed: (body) => {
    const { tickets, meta } = z.object({ tickets: z.array(z.looseObject({ ticket_id: z.number(), updated_at: z.string() })), meta: z.object({ after: z.string(), has_more: z.boolean() }) }).parse(body)
    return { rows: tickets.map((ticket) => ({ at: ticket.updated_at, id: String(ticket.ticket_id), record: ticket })), next: meta.has_more ? meta.after : undefined }
  },
  explain: (body) => {
    const said = z.object({ error: z.string(), description: z.string() }).safeParse(body)
    return said.success ? `${said.data.error}: ${said.data.description}` : undefined
  },
}

const ticketSchema = z.object({
  ticket_id: z.number().int(), status: z.string(), openedOn: z.string(), orderNumber: z.string(), reason: z.string(),
  affected: z.array(z.object({ position: z.string(), sku: z.string().optional(), quantity: z.string(), lot: z.string().optional() })), photos: z.array(z.string()),
  merchant: z.object({ orderId: z.string() }).nullable(), revision: z.number(), updated_at: z.string(),
})
const enveloped = (body: unknown): Remote => complaintRemote(z.object({ ticket: z.unknown() }).parse(body).ticket)

/** Their reasons in our words, and as our rules of returns call them. */
const REASONS = new Map<string, { word: string; code: ReturnReason }>([
  ['damaged', { word: 'damaged', code: 'damaged' }], ['wrong_item', { word: 'wrong item', code: 'wrongItem' }], ['short', { word: 'less than was sent', code: 'short' }], ['quality', { word: 'quality', code: 'quality' }],
  ['not_needed', { word: 'not needed', code: 'notNeeded' }],
])

function complaintRemote(raw: unknown): Remote {
  const ticket = ticketSchema.parse(raw)
  const id = String(ticket.ticket_id)
  return {
    kind: 'complaint', theirId: id, ...(ticket.merchant ? { ourId: `${ticket.merchant.orderId}/${id}` } : {}), number: id, state: ticket.status, version: String(ticket.revision), asOf: ticket.updated_at,
    lines: ticket.affected.map(({ position, sku, quantity }) => ({ id: position, item: sku, quantity })),
    body: {
      // who wrote it, and in which words, stays there
      number: ticket.orderNumber, openedOn: ticket.openedOn, reason: REASONS.get(ticket.reason)?.word ?? ticket.reason, code: REASONS.get(ticket.reason)?.code, photos: ticket.photos,
      lots: ticket.affected.flatMap(({ position, lot }) => (lot === undefined ? [] : [{ line: position, lot }])),
    },
  }
}

async function answer(client: Client, message: Outgoing, call?: Call): Promise<Remote> {
  const { number, caseId, text } = checkBody(complaintAnswerBody, message.body, 'the answer')
  const [orderId, ticket] = [message.ourId.split('/')[0]!, message.ourId.split('/').slice(1).join('/')]
  await client.write({ method: 'PUT', path: path`/tickets/${ticket}/merchant`, body: { orderId, orderNumber: number, caseId, text } }, enveloped, call)
  return readBack(() => findAnswered(client, message.ourId, call), `the answer to ticket ${ticket}`)
}

async function findAnswered(client: Client, ourId: string, call?: Call): Promise<Remote | undefined> {
  const theirId = ourId.split('/').slice(1).join('/')
  const found = await client.get(path`/tickets/${theirId}`, only(enveloped, { theirId }), call)
  return found?.ourId === ourId ? found : undefined
}
