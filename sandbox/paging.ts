import { Refusal, type Inquiry } from './route'
import { type PageAsk, type Row } from './records'

const DEFAULT_LIMIT = 50
const MAX_LIMIT = 200

export interface Page<T> {
  rows: Row<T>[]
  /** Where the next page goes on; absent on the last. */
  next?: string
}

/** One page of a list by `?limit&cursor&changedSince`; cursors are keysets, so that rows that come and go move nothing. */
export function readPage<T>(inquiry: Inquiry, ask: Omit<PageAsk, 'limit' | 'after' | 'changedSince'>): Page<T> {
  const limit = limitOf(inquiry.query)
  const cursor = inquiry.query.get('cursor')
  const changedSince = inquiry.query.get('changedSince')
  const rows = inquiry.records.page<T>({
    ...ask,
    limit: limit + 1,
    ...(cursor ? { after: decodeCursor(cursor) } : {}),
    ...(changedSince ? { changedSince } : {}),
  })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (rows.length <= limit || !last) return { rows: shown }
  inquiry.onPage?.(shown)
  return { rows: shown, next: encodeCursor(ask.orderBy === 'externalId' ? [last.externalId, last.id] : [last.id, last.externalId]) }
}

/** How many rows a page may have: `?limit`, 1 to 200, 50 where it is absent. */
export function limitOf(query: URLSearchParams): number {
  const text = query.get('limit')
  if (text === null) return DEFAULT_LIMIT
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT) throw new Refusal(400, 'bad-limit', `limit must be 1 to ${MAX_LIMIT}`)
  return limit
}

export const encodeCursor = (position: readonly [string, string]): string => Buffer.from(JSON.stringify(position)).toString('base64url')

/** The position in a cursor that {@link encodeCursor} made; a 400 Refusal for any other text. */
export function decodeCursor(cursor: string): [string, string] {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(position) && typeof position[0] === 'string' && typeof position[1] === 'string') return [position[0], position[1]]
  } catch {
    // falls through to the refusal below
  }
  throw new Refusal(400, 'bad-cursor', 'this cursor is not one of ours')
}
