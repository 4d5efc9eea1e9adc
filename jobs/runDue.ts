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
}

/**
 * What should have run by now and has not: of each schedule the last time that was due, so that what was missed while nobody
 * was awake is caught up once. A store that is younger than a time has not missed it. Schedules that cannot be read are
 * logged and left out.
 */
export async function dueNow(context: Context): Promise<Due[]> {
  const due: Due[] = []
  for (const { code } of await ownCompanies(context.store)) {
    for (const scheduled of await scheduleOf(context.store, code)) {
      if (!scheduled.on) continue
      const at = timeOf(context, code, scheduled)
      if (at === undefined || await isDone(context, code, scheduled.key, at)) continue
      due.push({ company: code, key: scheduled.key, job: scheduled.job, scheduledFor: at })
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

async function isDone(context: Context, company: string, key: string, at: string): Promise<boolean> {
  const last = await runs.last(context.store, company, key)
  if (last) return last.scheduledFor > at || (last.scheduledFor === at && last.outcome !== 'running')
  const now = context.clock.now().toISOString()
  // the first start: only what falls due from now on, not last night's
  const began = (await runs.list(context.store, company, { limit: 1000 })).at(-1)?.startedAt ?? now
  return at < began.slice(0, MINUTES) && at.slice(0, MINUTES) !== now.slice(0, MINUTES)
}

/** As many characters of an instant as tell the minute. */
const MINUTES = 'YYYY-MM-DDTHH:mm'.length
