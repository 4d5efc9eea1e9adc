import { type Run } from '../store/records'
import * as runs from '../store/runs'
import { ownCompanies } from '../sync/company'
import { type Context } from '../sync/context'
import { lastDue } from './due'
import { type Scheduled, scheduleOf } from './schedule'

export interface Due {
  company: string
  key: string
  job: string
  scheduledFor: string
  /** When the run of this time ended that is to be done once more; `null` where there was none. */
  again: string | null
}

/**
 * What should have run by now and has not: of each schedule the last time that was due, so that what was missed while nobody
 * was awake is caught up once. A store that is younger than a time has not missed it. What failed, since the store was away say, and a comparison that
 * did not reach every system are due once more after a pause, until they succeed or the next is due. Schedules that cannot be read are logged and left out.
 */
export async function dueNow(context: Context): Promise<Due[]> {
  const due: Due[] = []
  for (const { code } of await ownCompanies(context.store)) {
    for (const scheduled of await scheduleOf(context.store, code)) {
      if (!scheduled.on) continue
      const at = timeOf(context, code, scheduled)
      if (at === undefined) continue
      const found = await dueAt(context, code, scheduled.key, at)
      if (found) due.push({ company: code, key: scheduled.key, job: scheduled.job, scheduledFor: at, ...found })
    }
  }
  return due
}

function timeOf(context: Context, company: string, { key, cron, zone }: Scheduled): string | undefined {
  try {
    return lastDue(cron, zone, context.clock.now()).toISOString()
  } catch (error) {
    context.log('error', 'schedule-unreadable', { company, schedule: key, cron, text: error instanceof Error ? error.message : String(error) })
    return undefined
  }
}

/** Undefined where it is not due. */
async function dueAt(context: Context, company: string, key: string, at: string): Promise<Pick<Due, 'again'> | undefined> {
  // a clock that was ahead for a while has left runs of times to come: they stop nothing until then
  const last = await runs.last(context.store, company, key, context.clock.now().toISOString())
  if (!last) return await isMissed(context, company, at) ? { again: null } : undefined
  if (last.scheduledFor > at) return undefined
  if (last.scheduledFor < at || last.outcome === 'running') return { again: null }
  return isWorthAgain(last) && context.clock.now().getTime() >= againAt(last) ? { again: last.endedAt! } : undefined
}

/** It broke, or somebody was not there to be compared with. */
const isWorthAgain = ({ outcome, counts }: Run): boolean => outcome === 'failed' || (counts['reconcile unreachable'] ?? 0) > 0

/** After a pause as long as it has gone on without success, so that what is down for long is asked ever more seldom: a minute, two, four, … */
function againAt({ scheduledFor, endedAt }: Run): number {
  const ended = Date.parse(endedAt!)
  return ended + Math.max(LEAST_PAUSE_MS, ended - Date.parse(scheduledFor))
}

const LEAST_PAUSE_MS = 60_000

async function isMissed(context: Context, company: string, at: string): Promise<boolean> {
  const now = context.clock.now().toISOString()
  // the first start: only what falls due from now on, not last night's
  const began = (await runs.list(context.store, company, { limit: 1000 })).at(-1)?.startedAt ?? now
  return at >= began.slice(0, MINUTES) || at.slice(0, MINUTES) === now.slice(0, MINUTES)
}

/** As many characters of an instant as tell the minute. */
const MINUTES = 'YYYY-MM-DDTHH:mm'.length
