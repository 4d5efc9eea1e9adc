import * as counters from '../../store/counters'
import * as interchanges from '../../store/interchanges'
import { type Tx } from '../../store/store'

/** What a partner's control numbers go on from. */
export interface Leap { partner: string; next: number }

/** At least so many numbers are left out: more than most partners get in days. */
const LEAST = 1000
/** So many times what went out in as long a time before the backup. */
const MANIFOLD = 10

/**
 * After a restore nobody here knows which control numbers went out since the backup, and no partner can be asked: every range goes on far above where the
 * backup left it, since a number that is used twice is taken for a duplicate and what it carries is lost. Answers with where each partner's go on.
 */
export async function leapControlNumbers(tx: Tx, company: string, since: string, now: string): Promise<Leap[]> {
  const before = new Date(2 * Date.parse(since) - Date.parse(now)).toISOString()
  const leaps: Leap[] = []
  for (const { range, value } of await counters.ranges(tx, company, 'edi/')) {
    const [, partner] = /^edi\/(.*)\/(?:interchange|group)$/.exec(range) ?? []
    if (partner === undefined) continue
    const next = value + Math.max(LEAST, MANIFOLD * await interchanges.sentSince(tx, company, partner, before))
    await counters.raise(tx, company, range, next)
    if (range.endsWith('/interchange')) leaps.push({ partner, next: next + 1 })
  }
  return leaps
}
