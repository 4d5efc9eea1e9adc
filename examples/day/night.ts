import { runJob } from '../../jobs/run'
import * as cases from '../../store/cases'
import { type Day } from './steps'

/** A night that was killed is taken over as soon as its lease is over. */
const LEASE_MS = 6000

/** The nightly job, as a worker would run it, and what it found. */
export async function passNight(day: Day, scheduledFor: string): Promise<void> {
  const { context, company, screen, words, stop } = day
  const { said } = words.texts
  const before = new Set((await cases.list(context.store, company, { limit: 1000 })).map((one) => one.id))
  for (;;) {
    const run = await runJob(context, company, 'nightly', scheduledFor, { signal: stop, leaseMs: LEASE_MS })
    if (run.outcome === 'running-elsewhere') {
      await new Promise((resolve) => setTimeout(resolve, 500))
      continue
    }
    if (!('counts' in run)) return
    if (run.outcome === 'failed') throw new Error(`The night failed: ${run.error}`)
    const count = (name: string): number => run.counts[name] ?? 0
    screen.good(words.compared(count('reconcile ours'), count('reconcile theirs'), count('reconcile agreed'), count('reconcile found')))
    for (const found of await cases.list(context.store, company, { limit: 1000 })) {
      if (found.state === 'closed' && !before.has(found.id)) screen.good(words.result(said(found.text), said(found.result ?? '')))
      else if (found.state === 'open' && !before.has(found.id)) screen.wait(said(found.text))
    }
    screen.good(words.repaired(count('reconcile repaired'), count('reconcile left'), count('proof events')))
    return
  }
}
