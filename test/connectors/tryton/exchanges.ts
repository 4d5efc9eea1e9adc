import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Connector, type Outgoing, type Remote } from '../../../connectors/connector'
import { type Asked, fakeTryton } from './fake'

/** One call of the connector to Tryton as it went over the wire, without the user's context at its end, and what was answered. */
export interface Exchange { method: string; params: unknown[]; answer: { status?: number; result?: unknown; error?: unknown } }

export const ORDER = '018f2a6c-0000-7000-8000-0000000000aa'
export const fileOf = (name: string): string => join(__dirname, 'recorded', `${name}.json`)

/** What is recorded: what goes over the wire when a shop floor is asked, changed and cancelled, and refuses what it cannot make. */
export async function askShopFloor(mes: Connector): Promise<{ created: Remote; found: Remote | undefined; changed: Remote; listed: Remote[]; cancelled: Remote; refused: unknown }> {
  const message = (action: Outgoing['action'], item: string, quantity: string, line = '10'): Outgoing => ({
    kind: 'production', action, ourId: `${ORDER}/line/${line}`, revision: 1, key: 'k', correlation: 'c', body: { number: 'SO-000007', buyer: 'KRAMER', requestedDelivery: '2026-12-15', lines: [{ id: line, item, quantity, unit: 'EA' }] },
  })
  const created = await mes.send(message('create', 'MW-9000', '4'))
  const found = await mes.find('production', `${ORDER}/line/10`)
  const changed = await mes.send(message('change', 'MW-9000', '3'))
  const listed: Remote[] = []
  for await (const remote of mes.list('production', {}).rows) listed.push(remote)
  const cancelled = await mes.send(message('cancel', 'MW-9000', '3'))
  const refused = await mes.send(message('create', 'DG-1250', '1', '20')).catch((fault: unknown) => fault)
  return { created, found, changed, listed, cancelled, refused }
}

/** And when a quotation is read, answered, looked up, and answered once more. */
export async function answerSales(crm: Connector): Promise<{ read: Remote[]; answered: Remote; found: Remote | undefined; again: Remote }> {
  const read: Remote[] = []
  for await (const { remote } of crm.changes('quotation', '')) read.push(remote)
  const answer: Outgoing = { kind: 'quotation', action: 'create', ourId: `${ORDER}/${read[0]!.number}`, revision: 1, key: 'k', correlation: 'c', body: { number: 'SO-000007', outcome: 'accepted' } }
  const answered = await crm.send(answer)
  return { read, answered, found: await crm.find('quotation', answer.ourId), again: await crm.send(answer) }
}

/** Without what is another at each time: sessions, and the clock of the server. */
export function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_key, part: unknown) => (typeof part === 'object' && part !== null && (part as { __class__?: string }).__class__ === 'datetime'
    ? { __class__: 'datetime', year: 2026, month: 3, day: 2, hour: 8, minute: 0, second: 0, microsecond: 0 } : part)) as unknown
}

export const asExchange = ({ method, params }: Pick<Asked, 'method' | 'params'>, answer: Exchange['answer']): Exchange => ({
  method, params: method === 'common.db.login' ? [] : plain(params.slice(0, -1)) as unknown[],
  answer: method === 'common.db.login' ? { result: [7, 'k'.repeat(64)] } : method === 'model.res.user.get_preferences' ? { result: { company: (answer.result as { company: number }).company } } : plain(answer) as Exchange['answer'],
})

/** A server that knows one recorded way: each call must be the next one of it. `strayed` says where a call was another. */
export async function replayed(name: string): Promise<{ url: string; strayed: () => string[]; left: () => number; close: () => Promise<void> }> {
  const exchanges = JSON.parse(readFileSync(fileOf(name), 'utf8')) as Exchange[]
  const strayed: string[] = []
  let next = 0
  const server = await fakeTryton((asked) => {
    const wanted = exchanges[next]
    const now = asExchange(asked, { result: { company: 1 } })
    if (!wanted || wanted.method !== now.method || JSON.stringify(wanted.params) !== JSON.stringify(now.params)) {
      strayed.push(`call ${next + 1} is ${now.method} ${JSON.stringify(now.params)} instead of ${wanted?.method ?? 'none'} ${JSON.stringify(wanted?.params)}`)
      return { status: 500 }
    }
    next++
    return wanted.answer
  })
  return { url: server.url, strayed: () => strayed, left: () => exchanges.length - next, close: server.close }
}
