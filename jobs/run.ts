import { randomUUID } from 'node:crypto'
import { type Run } from '../store/records'
import * as runs from '../store/runs'
import { type Context, instant, machineOf } from '../sync/context'
import { relearn } from '../sync/relearn'
import { type Done, type Task } from './job'
import { JOBS, scheduledJob } from './schedule'

export type RunOutcome =
  /** Somebody has run it for this time already, or is just running it. */
  | { outcome: 'done-before' | 'running-elsewhere' }
  /** The signal came: it was given back, and runs again as soon as somebody looks. */
  | { outcome: 'stopped' }
  | { outcome: Exclude<Run['outcome'], 'running'>; counts: Record<string, number>; proof?: Record<string, unknown>; error?: string }

const LEASE_MS = 60_000

export interface RunOptions {
  signal?: AbortSignal
  leaseMs?: number
  /** See {@link Due.again}. */
  again?: string | null
}

/**
 * Runs a job once for a scheduled time, whoever else tries. The lease is renewed while it runs; whoever loses it is told to
 * stop. A job that throws is a failed run, and its text is kept with it; whoever asks for it again may do it again. `job` is the key of a schedule, or a job's name.
 */
export async function runJob(context: Context, company: string, job: string, scheduledFor: string, { signal, leaseMs = LEASE_MS, again }: RunOptions = {}): Promise<RunOutcome> {
  const scheduled = await scheduledJob(context.store, company, job)
  const work = JOBS.get(scheduled.job)
  if (!work) throw new Error(`the schedule ${scheduled.key} is for the job ${scheduled.job}, and there are only ${[...JOBS.keys()].join(', ')}: correct the schedule`)
  const run = { company, job: scheduled.key, scheduledFor, owner: `${context.owner}/${randomUUID()}` }
  const begun = await context.store.write((tx) => runs.begin(tx, { ...run, startedAt: instant(context), leaseMs, nowMs: machineOf(context).nowMs(), again }))
  if (begun !== 'mine') return { outcome: begun === 'done' ? 'done-before' : 'running-elsewhere' }
  const lease = new AbortController()
  const renewing = setInterval(() => void renew(context, run, leaseMs, lease), leaseMs / 3)
  try {
    const task: Task = {
      company, scheduledFor, key: scheduled.key, options: scheduled.options, signal: AbortSignal.any([lease.signal, ...(signal ? [signal] : [])]), noted: () => runs.noted(context.store, run),
      note: async (text) => { if (!await context.store.write((tx) => runs.note(tx, run, text))) throw new Error('another worker has taken this run over') },
    }
    // what was put back from a backup first learns what happened since
    const learned = await relearn(context)
    const done = await work(context, task)
    return await finish(context, run, { ...done, outcome: done.problems || learned ? 'problems' : 'done' })
  } catch (error) {
    if (signal?.aborted) {
      await context.store.write((tx) => runs.extend(tx, run, machineOf(context).nowMs()))
      return { outcome: 'stopped' }
    }
    const text = error instanceof Error ? error.message : String(error)
    context.log('error', 'job-failed', { company, job: scheduled.key, scheduledFor, text, ...(error instanceof Error ? { stack: error.stack } : {}) })
    return { ...await finish(context, run, { outcome: 'failed', counts: {}, proof: { error: text } }), error: text }
  } finally {
    clearInterval(renewing)
  }
}

type Own = Pick<runs.NewRun, 'company' | 'job' | 'scheduledFor' | 'owner'>
type Ended = { outcome: Exclude<Run['outcome'], 'running'>; counts: Record<string, number>; proof?: Record<string, unknown> }

async function finish(context: Context, run: Own, { outcome, counts, proof }: Done & { outcome: Ended['outcome'] }): Promise<Ended> {
  const kept = await context.store.write((tx) => runs.finishRun(tx, run, { outcome, counts, proof, endedAt: instant(context) }))
  if (!kept) context.log('warn', 'run-taken-over', { company: run.company, job: run.job, scheduledFor: run.scheduledFor })
  return { outcome, counts, proof }
}

async function renew(context: Context, run: Own, leaseMs: number, lease: AbortController): Promise<void> {
  try {
    const kept = await context.store.write((tx) => runs.extend(tx, run, machineOf(context).nowMs() + leaseMs))
    if (!kept) lease.abort(new Error('another worker has taken this run over'))
  } catch (error) {
    // two more tries come before the lease ends
    context.log('warn', 'lease-not-renewed', { job: run.job, text: error instanceof Error ? error.message : String(error) })
  }
}
