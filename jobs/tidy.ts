import { z } from 'zod'
import * as exchanges from '../store/exchanges'
import * as runs from '../store/runs'
import { machineOf } from '../sync/context'
import { type Done, type Job, optionsAs } from './job'

const DAY_MS = 86_400_000

const optionsSchema = z.object({
  /** Runs of jobs that prove nothing: there are thousands of them a day. */
  keepRunsDays: z.number().int().min(2).default(30),
  /** What systems were asked and what they answered, of which the archive of an order has its own. */
  keepExchangesDays: z.number().int().min(2).default(400),
})

/** Takes away what has served its time. Orders, events, documents, messages and proofs stay. */
export const tidyJob: Job = async (context, { company, options }): Promise<Done> => {
  const { keepRunsDays, keepExchangesDays } = optionsAs(optionsSchema, options)
  const before = (nowMs: number, days: number): number => nowMs - days * DAY_MS
  return { counts: {
    runs: await runs.clear(context.store, company, new Date(before(context.clock.now().getTime(), keepRunsDays)).toISOString()),
    exchanges: await exchanges.clear(context.store, company, before(machineOf(context).nowMs(), keepExchangesDays)),
  } }
}
