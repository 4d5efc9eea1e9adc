import { type ApprovalRow, approvals } from './models/orders'
import { arrivalItems, type ArrivalRow, arrivals } from './models/documents'
import { type LinkRow, links, type MessageRow, messages } from './models/engine'
import { interchanges } from './models/interchanges'
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

/** An arrival, and the orders that its messages are said to have become. */
export type Arrived = Pick<ArrivalRow, 'id' | 'sha256' | 'channel'> & { orders: ReadonlySet<string> }

/** Those of these arrivals that are there. */
export async function arrivalsThere(db: Db, ids: readonly string[]): Promise<ReadonlyMap<string, Arrived>> {
  if (ids.length === 0) return new Map()
  const items = Map.groupBy(await select(db, arrivalItems, { arrival: [...ids] }), (item) => item.arrival)
  return new Map((await select(db, arrivals, { id: [...ids] })).map(({ id, sha256, channel }) =>
    [id, { id, sha256, channel, orders: new Set((items.get(id) ?? []).flatMap((item) => item.order_id ?? [])) }]))
}

/** Which of these documents went out as interchanges of a stream. */
export async function putOutOf(db: Db, company: string, stream: string): Promise<ReadonlySet<string>> {
  return new Set((await select(db, interchanges, { company, stream, direction: 'out' })).map((row) => row.sha256))
}

/** How many companies have a stream of this name. */
export async function companiesWith(db: Db, stream: string): Promise<number> {
  const [row] = await db.query<{ n: number }>('SELECT count(*) AS n FROM streams WHERE stream = $1', [stream])
  return Number(row?.n ?? 0)
}
