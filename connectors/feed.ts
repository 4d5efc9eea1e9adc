import { type Change, type Cursor, type Remote } from './connector'
import { Fault } from './fault'

export interface FeedPage {
  rows: { at: string; id: string; remote: Remote }[]
  /** Where the next page goes on, in the system's own form; absent on the last page. */
  next?: string | undefined
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
  let reached = since
  let from = since === '' ? '' : lookBack(since, overlapMs)
  for (;;) {
    const page = await fetch(from)
    for (const row of page.rows.toSorted((a, b) => compare(cursorOf(a), cursorOf(b)))) {
      const once = JSON.stringify([row.at, row.id, row.remote.version])
      if (known.has(once)) continue
      known.add(once)
      if (cursorOf(row) > reached) reached = cursorOf(row)
      yield { cursor: reached, remote: row.remote }
    }
    if (page.next === undefined) return
    if (page.next === from) throw new Fault('again', 'the change feed does not move on: it names the page again that it was asked for')
    from = page.next
  }
}

const cursorOf = ({ at, id }: { at: string; id: string }): Cursor => `${at}|${id}`

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function lookBack(since: Cursor, overlapMs: number): string {
  const at = Date.parse(since.slice(0, since.indexOf('|')))
  if (Number.isNaN(at)) throw new Fault('refused', `${JSON.stringify(since.slice(0, 60))} is no cursor of this feed`)
  return new Date(at - overlapMs).toISOString()
}
