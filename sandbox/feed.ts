import { decodeCursor, encodeCursor, limitOf } from './paging'
import { type Row } from './records'
import { Refusal, type Inquiry } from './route'

export interface Feed {
  /** In the order of (changed at, id). */
  rows: Row<unknown>[]
  /** Where the next call goes on: the position of the last row, or the one that was asked with. */
  next: string
  more: boolean
}

/**
 * What changed, by `GET /changes?type=&since=&limit=`: each record once, at its last change, in the order of this system's clock.
 * `since` is a cursor of an answer before or an instant (ISO 8601 or ms since 1970); absent, it is the beginning.
 */
export function readFeed(inquiry: Inquiry, types: readonly string[]): Feed {
  const type = inquiry.query.get('type') ?? ''
  if (!types.includes(type)) throw new Refusal(400, 'bad-type', `type must be one of ${types.join(', ')}`)
  const limit = limitOf(inquiry.query)
  const since = inquiry.query.get('since') ?? ''
  const position = positionOf(since)
  const rows = inquiry.records.feed<unknown>(type, position, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { rows: inquiry.shapeFeed?.(shown) ?? shown, next: last ? encodeCursor([last.changedAt, last.id]) : encodeCursor(position), more: rows.length > limit }
}

function positionOf(since: string): [string, string] {
  if (since === '') return ['', '']
  if (/^\d{13}$/.test(since)) return [new Date(Number(since)).toISOString(), '']
  return /^\d{4}-\d{2}-\d{2}T/.test(since) ? [since, ''] : decodeCursor(since)
}
