import { type ApprovalRow, approvals } from './models/orders'
import { arrivals } from './models/documents'
import { type LinkRow, links, type MessageRow, messages } from './models/engine'
import { select } from './rows'
import { type Db } from './store'

/** The rows around a page of streams, by stream, for comparing them with the events. */
export interface Around {
  links: ReadonlyMap<string, LinkRow[]>
  messages: ReadonlyMap<string, Pick<MessageRow, 'id' | 'system' | 'kind' | 'our_id' | 'state' | 'resends'>[]>
  approvals: ReadonlyMap<string, ApprovalRow[]>
}

/** What stands beside these streams, with a query a kind. */
export async function rowsAround(db: Db, company: string, streams: readonly string[]): Promise<Around> {
  return {
    links: Map.groupBy(await select(db, links, { company, stream: streams }), (row) => row.stream),
    messages: Map.groupBy(await select(db, messages, { company, stream: streams }), (row) => row.stream),
    approvals: Map.groupBy(await select(db, approvals, { company, subject: streams }), (row) => row.subject),
  }
}

/** Which of these arrivals are there. */
export async function arrivalsThere(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  return new Set((await select(db, arrivals, { id: [...ids] })).map((row) => row.id))
}

/** How many companies have a stream of this name. */
export async function companiesWith(db: Db, stream: string): Promise<number> {
  const [row] = await db.query<{ n: number }>('SELECT count(*) AS n FROM streams WHERE stream = $1', [stream])
  return Number(row?.n ?? 0)
}
