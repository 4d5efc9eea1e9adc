import { type Change, type Cursor, type Remote } from './connector'
import { Fault } from './fault'

/** A change, or why it cannot be read. */
export type FeedRow = { at: string; id: string } & ({ remote: Remote; unreadable?: undefined } | { unreadable: string })

export interface FeedPage {
  rows: FeedRow[]
  /** Where the next page goes on, in the system's own form; absent on the last page. */
  next?: string | undefined
  /** The next page begins behind this one, whatever there is on it for us. (Default: what is new on it shows whether the feed moves on) */
  passed?: boolean
}

export interface Feed {
  /** A cursor of ours, `<instant>|<id>`; `''` is the beginning. */
  since: Cursor
  /** How far to look back before the cursor, in ms of the system's clock. */
  overlapMs: number
  /** Reads the page from an instant of the system's clock or from where the page before ended; `''` is the beginning. */
  fetch: (from: string) => Promise<FeedPage>
  /** What the system's clock shows, in ms, as far as it is known once a page was fetched. */
  nowThere?: () => number | undefined
}

/**
 * Follows a feed of (changed at, id) to its end. It begins a little before the cursor, since records of one instant may show
 * late; so the newest rows come again at the next poll, and whoever takes them compares versions. Rows of a page are put in
 * order, repeated ones dropped, and a cursor never goes back, so that a row which comes late moves no cursor past another.
 * Only the system's own clock is used: ours may be wrong.
 * A row that cannot be read keeps no other back: it is told once all others are through, and no cursor goes past it until it can be read.
 */
export async function* followFeed({ since, overlapMs, fetch, nowThere }: Feed): AsyncIterable<Change> {
  const known = new Set<string>()
  const progress = movingOn('the change feed')
  const unread: string[] = []
  let reached = since
  let from = since === '' ? '' : lookBack(since, overlapMs)
  for (;;) {
    const page = await fetch(from)
    const before = known.size
    for (const row of page.rows.toSorted((a, b) => compare(cursorOf(a), cursorOf(b)))) {
      const once = JSON.stringify([row.at, row.id, row.unreadable ?? row.remote.version])
      if (known.has(once)) continue
      known.add(once)
      if (row.unreadable !== undefined) {
        unread.push(`${row.id}: ${row.unreadable}`)
        continue
      }
      if (unread.length === 0 && cursorOf(row) > reached && !isAhead(row.at, nowThere?.())) reached = cursorOf(row)
      yield { cursor: reached, remote: row.remote }
    }
    if (page.next === undefined) break
    progress(from, page.next, page.passed === true || known.size > before)
    from = page.next
  }
  if (unread.length > 0) throw new Fault('again', `what changed cannot be read of ${unread.slice(0, MOST_NAMED).join('; ')}${unread.length > MOST_NAMED ? `; and ${unread.length - MOST_NAMED} more` : ''}`, { code: 'unreadable' })
}

const MOST_NAMED = 5
/** A stamp so far ahead of its own system's clock is a mistake there, in ms: a cursor that went along would pass over all that is changed until then. */
const AHEAD_MS = 600_000
const isAhead = (at: string, nowThere: number | undefined): boolean => nowThere !== undefined && Date.parse(at) > nowThere + AHEAD_MS

/** Pages in a row that may hold nothing that was not seen before. */
const MOST_IDLE = 100

/** Told of each page what it was asked for by, what it names as the next, and whether anything was new on it. Throws where it goes round in a circle, or on and on with nothing. */
export function movingOn(what: string): (from: string, next: string, news: boolean) => void {
  const asked = new Set<string>()
  let idle = 0
  return (from, next, news) => {
    asked.add(from)
    idle = news ? 0 : idle + 1
    if (asked.has(next)) throw new Fault('again', `${what} does not move on: it names a page again that it was asked for`)
    if (idle >= MOST_IDLE) throw new Fault('again', `${what} does not move on: ${idle} pages in a row had nothing new`)
  }
}

const cursorOf = ({ at, id }: { at: string; id: string }): Cursor => `${at}|${id}`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function lookBack(since: Cursor, overlapMs: number): string {
  const at = Date.parse(since.slice(0, since.indexOf('|')))
  if (Number.isNaN(at)) throw new Fault('refused', `${JSON.stringify(since.slice(0, 60))} is no cursor of this feed`)
  return new Date(at - overlapMs).toISOString()
}
