import { z } from 'zod'
import { isDecimal } from '../../orders/decimal'
import { type Call, type Connector, type Kind, type Remote, type SystemConfig } from '../connector'
import { path } from '../http'
import { type Client, type Definition, only, type Resource, sandboxConnector } from './connector'

/** The sandbox's bank: statements are fetched one by one as they are closed, and nothing is ever sent. */
export const bank = (config: SystemConfig): Connector => sandboxConnector(definition, config)

const definition: Definition = {
  system: 'bank',
  repeat: 'ask',
  resources: new Map<Kind, Resource>([['statement', { list: '/statements', feed: 'statement', orderedBy: 'none', find: findStatement, remote: statementRemote, whole }]]),
  sends: new Map(),
  page: (body) => {
    const { statements, _links } = z.object({ statements: z.array(z.unknown()), _links: z.object({ next: z.object({ href: z.string() }).nullable() }) }).parse(body)
    return { rows: statements, next: _links.next?.href }
  },
  feed: (body) => {
    const { statements, _links } = z.object({ statements: z.array(z.looseObject({ statementId: z.string(), createdAt: z.string() })), _links: z.object({ next: z.object({ href: z.string() }), more: z.boolean() }) }).parse(body)
    return { rows: statements.map((one) => ({ at: one.createdAt, id: one.statementId, record: one })), next: _links.more ? _links.next.href : undefined }
  },
  explain: (body) => {
    const said = z.object({ tppMessages: z.array(z.object({ code: z.string(), text: z.string() })) }).safeParse(body)
    return said.success ? said.data.tppMessages.map(({ code, text }) => `${code}: ${text}`).join('; ') : undefined
  },
}

const statementSchema = z.object({
  statementId: z.string(), account: z.string(), currency: z.string(), sequence: z.number().int(), date: z.string(), opening: z.string(), closing: z.string().refine(isDecimal), entries: z.number().int(), createdAt: z.string(),
})

function statementRemote(raw: unknown): Remote {
  const one = statementSchema.parse(raw)
  return {
    kind: 'statement', theirId: one.statementId, number: String(one.sequence), state: 'closed', version: '1', asOf: one.createdAt, currency: one.currency, amount: one.closing,
    body: { account: one.account, date: one.date, opening: one.opening, entries: one.entries },
  }
}

/** With the document itself, byte for byte as the bank made it. */
async function whole(client: Client, remote: Remote, call?: Call): Promise<Remote> {
  const content = await client.get(path`/statements/${remote.theirId}/camt053`, (body) => z.object({ contentBase64: z.base64().refine((content) => Buffer.from(content, 'base64').includes(remote.theirId), 'is another statement') }).parse(body).contentBase64, call)
  return content === undefined ? remote : { ...remote, body: { ...remote.body, document: content, fileName: `${remote.theirId}.camt053.xml` } }
}

async function findStatement(client: Client, id: string, call?: Call): Promise<Remote | undefined> {
  const found = await client.get(path`/statements/${id}`, only(statementRemote, { theirId: id }), call)
  return found && whole(client, found, call)
}
