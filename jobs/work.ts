import { type Context } from '../sync/context'
import { sendDue } from '../sync/keepSending'
import { runJob, type RunOutcome } from './run'
import { dueNow } from './runDue'

export interface Worked {
  /** Jobs that were due, with what became of each. */
  jobs: { company: string; job: string; scheduledFor: string; outcome: RunOutcome['outcome']; counts?: Record<string, number>; error?: string }[]
  /** Messages that were sent, or tried. */
  sent: number
  /** Was the time over before all that is due was done? The rest is done by whoever looks next. */
  outOfTime: boolean
}

/**
 * Does what is due now and ends: every job of the schedule whose time has come, one after the other, and what is to be sent. At the end
 * of `budgetMs` nothing new is begun, and a job that stops half-way is given back. Safe beside workers and beside itself.
 */
export async function work(context: Context, { budgetMs, signal }: { budgetMs: number; signal?: AbortSignal }): Promise<Worked> {
  const over = AbortSignal.timeout(budgetMs)
  const ends = signal ? AbortSignal.any([signal, over]) : over
  const worked: Worked = { jobs: [], sent: 0, outOfTime: false }
  for (const { company, key, job, scheduledFor, again } of await dueNow(context)) {
    if (ends.aborted) break
    // what is due to be sent is sent below, so that a system that is down does not use up the time of the others
    if (job === 'dispatch') continue
    const ran = await runJob(context, company, key, scheduledFor, { signal: ends, again })
    worked.jobs.push({ company, job: key, scheduledFor, outcome: ran.outcome, ...('counts' in ran ? { counts: ran.counts, error: ran.error } : {}) })
  }
  worked.sent = await sendDue(context, { signal: ends })
  worked.outOfTime = ends.aborted
  return worked
}
