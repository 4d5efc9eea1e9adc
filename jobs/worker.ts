import { schedule } from 'node-cron'
import { NewerVersion, refuseNewer } from '../store/migrate'
import { bringBack } from '../store/outbox'
import { type Context, machineOf } from '../sync/context'
import { keepSending } from '../sync/keepSending'
import { type Due, dueNow } from './runDue'
import { runJob } from './run'

export interface WorkerOptions {
  /** Ends the worker: what it has begun is finished or given back, and nothing new is begun. */
  signal: AbortSignal
  /** How often the outbox is looked at, in ms. (Default: 1000) */
  pollMs?: number
  /** A Redis that tells the workers who sends what. (Default: none; the store alone does) */
  redisUrl?: string
  /** When the schedule is looked at besides at the start: a cron expression. (Default: every minute, as schedules have no seconds) */
  tick?: string
}

/**
 * Runs all jobs by schedule and sends what is due, until the signal ends it. The tick only wakes: what is due, and that it
 * runs once, say the store's runs. Any number of workers may run side by side. Throws where a newer version has migrated the store meanwhile: what
 * was begun is finished first.
 */
export async function worker(context: Context, { signal: asked, pollMs, redisUrl, tick = '* * * * *' }: WorkerOptions): Promise<void> {
  const outdated = new AbortController()
  const signal = AbortSignal.any([asked, outdated.signal])
  const running = new Map<string, Promise<void>>()
  let looking: Promise<void> | undefined
  const look = async (): Promise<void> => {
    await refuseNewer(context.store).catch((error: unknown) => {
      if (error instanceof NewerVersion) outdated.abort(error)
      throw error
    })
    const back = await bringBack(context.store, machineOf(context).nowMs())
    if (back > 0) context.log('warn', 'clock-was-ahead', { messages: back })
    for (const due of await dueNow(context)) {
      const name = `${due.company}/${due.key}`
      // what is due to be sent is sent all the time, below
      if (signal.aborted || running.has(name) || due.job === 'dispatch') continue
      running.set(name, runOne(context, due, signal).finally(() => running.delete(name)))
    }
  }
  const wake = (): void => {
    // a look that takes longer than a tick is not begun twice
    if (!signal.aborted) looking ??= guarded(context, 'schedule', look).finally(() => { looking = undefined })
  }
  const clock = schedule(tick, wake, { suppressMissedWarning: true })
  wake()
  try {
    if (redisUrl === undefined) await keepSending(context, { signal, pollMs })
    // only who has one loads what speaks to it
    else await (await import('./redis/send.js')).sendByRedis(context, redisUrl, { signal, pollMs })
  } finally {
    await clock.destroy()
    await looking
    await Promise.all(running.values())
  }
  if (outdated.signal.aborted) throw outdated.signal.reason
}

async function runOne(context: Context, { company, key, scheduledFor, again }: Due, signal: AbortSignal): Promise<void> {
  await guarded(context, key, async () => {
    const outcome = await runJob(context, company, key, scheduledFor, { signal, again })
    if (!('counts' in outcome)) return
    context.log(outcome.outcome === 'done' ? 'info' : 'warn', 'job', { company, job: key, scheduledFor, outcome: outcome.outcome, ...outcome.counts })
  })
}

/** A store that does not answer for a while must not end the worker: it is logged, and tried again. */
async function guarded(context: Context, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    context.log('error', 'worker', { what, text: error instanceof Error ? error.message : String(error) })
  }
}
