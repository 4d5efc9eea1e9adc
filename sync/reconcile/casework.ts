import * as cases from '../../store/cases'
import { type CaseRecord } from '../../store/records'
import { type Tx } from '../../store/store'
import { type Context, instant } from '../context'
import { uuidv7 } from '../ids'
import { describeDifference, type Difference, DIFFERENCES } from './difference'

/** Each difference is a case, one while it is open: seen again in another night, only its last sight moves on. */
export const openCase = (context: Context, company: string, difference: Difference): Promise<string> => context.store.write((tx) => noteDifference(context, tx, company, difference))

/** The same within a commit, of what cannot wait for the night. */
export async function noteDifference(context: Context, tx: Tx, company: string, difference: Difference): Promise<string> {
  const { kind, system, record, ours, theirs } = difference
  const opened = await cases.open(tx, {
    id: uuidv7(), company, kind, system, subject: subjectOf(difference), field: fieldOf(difference), ours, theirs, text: describeDifference(difference), seenAt: instant(context),
    detail: { record, ourId: difference.ourId, theirId: difference.theirId },
  })
  return opened.case.id
}

export async function closeCase(context: Context, id: string, result: string): Promise<void> {
  await context.store.write((tx) => cases.close(tx, id, { result, by: context.actor, at: instant(context) }))
}

/**
 * Closes what was a difference before and is none any more. `complete` says whether a system's records of a kind were all
 * read this time; of the others nothing is known. `isUnsettled` says of a case whether its outcome is still open.
 */
export async function closeGone(context: Context, company: string, seen: ReadonlySet<string>, complete: (system: string, record: string) => boolean,
  isUnsettled: (found: CaseRecord) => Promise<boolean>): Promise<number> {
  let closed = 0
  for (const kind of DIFFERENCES) {
    for (const found of await cases.list(context.store, company, { state: 'open', kind, limit: MOST })) {
      if (seen.has(found.id) || !complete(found.system, String(found.detail?.record)) || await isUnsettled(found)) continue
      await closeCase(context, found.id, 'agreed again')
      closed++
    }
  }
  return closed
}

/** Cases of one kind that are looked through in a night. */
const MOST = 100_000

const subjectOf = (difference: Difference): string =>
  (difference.order === undefined ? `${difference.record}/${difference.theirId ?? difference.ourId ?? ''}` : `order/${difference.order}`)

/** An order has one record of some kinds and many of others, which are told apart by their id. */
function fieldOf({ record, theirId, ourId, field }: Difference): string {
  const which = record === 'order' || record === 'part' ? undefined : theirId ?? ourId
  return [record, which, field].filter((part) => part !== undefined && part !== '').join(' ')
}
