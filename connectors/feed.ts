import { type Change, type Cursor, type Remote } from './connector'
import { Fault } from './fault'

export interface FeedPage {
  rows: { at: string; id: string; remote: Remote }[]
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
}

/**
 * Follows a feed of (changed at, id) to its end. It begins a little before the cursor, since records of one instant may show
 * late; so the newest rows come again at the next poll, and whoever takes them compares versions. Rows of a page are put in
 * order, repeated ones dropped, and a cursor never goes back, so that a row which comes late moves no cursor past another.
 * Only the system's own clock is used: ours may be wrong.
 */
export async function* followFeed({ since, overlapMs, fetch }: Feed): AsyncIterable<Change> {
  const known = new Set<string>()
  const progress = movingOn('the change feed')
  let reached = since
  let from = since === '' ? '' : lookBack(since, overlapMs)
  for (;;) {
    const page = await fetch(from)
    const before = known.size
    for (const row of page.rows.toSorted((a, b) => compare(cursorOf(a), cursorOf(b)))) {
      const once = JSON.stringify([row.at, row.id, row.remote.version])
      if (known.has(once)) continue
      known.add(once)
      if (cursorOf(row) > reached) reached = cursorOf(row)
      yield { cursor: reached, remote: row.remote }
    }
    if (page.next === undefined) return
    progress(from, page.next, page.passed === true || known.size > before)
    from = page.next
  }
}

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
