import { type Change, type Cursor, type Remote } from '../connector'
import { followFeed } from '../feed'
import { toInstant } from './wire'

/** A record there with its stamp, and what it tells: one record of ours, or each of its payments. */
export interface Row { id: number; changedAt: string; remotes: Remote[] }

/** Reads records that match, in the order asked for. */
export type Reader = (domain: readonly unknown[], query: { limit: number; order: readonly (readonly [string, string])[] }) => Promise<Row[]>

interface Poll { since: Cursor; overlapMs: number; pageSize: number; read: Reader; nowThere?: () => number | undefined }

/**
 * What changed since the cursor. A row that was never written again has no write date there, only the date of its creation, so
 * each page is two searches, joined by time. Rows of one transaction have one stamp: the id goes on where the page before
 * ended. Every page is asked for by (stamp, id), so that what changes meanwhile is not skipped.
 */
export function changesSince({ since, overlapMs, pageSize, read, nowThere }: Poll): AsyncIterable<Change> {
  return followFeed({
    since, overlapMs, nowThere,
    fetch: async (from) => {
      const [at = '', id = ''] = from.split('|')
      const untouched = await read([['write_date', '=', null], ...after('create_date', at, id)], { limit: pageSize, order: [['create_date', 'ASC'], ['id', 'ASC']] })
      const written = await read([['write_date', '!=', null], ...after('write_date', at, id)], { limit: pageSize, order: [['write_date', 'ASC'], ['id', 'ASC']] })
      const page = [...untouched, ...written].sort(byTime).slice(0, pageSize)
      const last = page.at(-1)
      const more = untouched.length === pageSize || written.length === pageSize || page.length < untouched.length + written.length
      return {
        rows: page.flatMap((row) => row.remotes.map((remote) => ({ at: row.changedAt, id: String(row.id), remote }))),
        ...(more && last ? { next: `${last.changedAt}|${last.id}`, passed: true } : {}),
      }
    },
  })
}

/** Rows behind a place; `''` is the beginning, an instant without an id includes its own rows. */
function after(field: string, at: string, id: string): unknown[] {
  if (at === '') return []
  const stamp = toInstant(at)
  return id === '' ? [[field, '>=', stamp]] : [['OR', [[field, '>', stamp]], [[field, '=', stamp], ['id', '>', Number(id)]]]]
}

const byTime = (a: Row, b: Row): number => (a.changedAt < b.changedAt ? -1 : a.changedAt > b.changedAt ? 1 : a.id - b.id)
