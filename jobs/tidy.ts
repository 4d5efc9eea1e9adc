import { z } from 'zod'
import * as exchanges from '../store/exchanges'
import * as runs from '../store/runs'
import { type Context, machineOf } from '../sync/context'
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
  const { until, isAhead } = await agedUntil(context, company)
  return {
    problems: isAhead,
    counts: until === undefined ? { runs: 0, exchanges: 0 } : {
      runs: await runs.clear(context.store, company, new Date(until.clock - keepRunsDays * DAY_MS).toISOString()),
      exchanges: await exchanges.clear(context.store, company, until.machine - keepExchangesDays * DAY_MS),
    },
  }
}

/** By business time and by the machine's, in ms since 1970. */
const timesSchema = z.object({ clock: z.number(), machine: z.number() })
type Times = z.infer<typeof timesSchema>

/** So far at most what is kept ages from one tidying to the next, whatever the clocks show. */
const STEP_MS = 7 * DAY_MS
const KIND = 'tidied'

/**
 * The time by which what is kept is old: a clock that is years ahead for a night must not take all away. It follows the clocks by a step at most, so
 * that a store that was put to rest for months catches up in a few nights; the first time it is only noted.
 */
async function agedUntil(context: Context, company: string): Promise<{ until?: Times; isAhead: boolean }> {
  const now: Times = { clock: context.clock.now().getTime(), machine: machineOf(context).nowMs() }
  const noted = (await runs.cursorsOf(context.store, company, '')).get(KIND)
  const before = noted === undefined ? undefined : timesSchema.parse(JSON.parse(noted))
  const aged = (name: keyof Times): number => (before ? Math.min(now[name], before[name] + STEP_MS) : now[name])
  const until: Times = { clock: aged('clock'), machine: aged('machine') }
  await context.store.write((tx) => runs.setCursor(tx, company, '', KIND, JSON.stringify(until)))
  const isAhead = until.clock < now.clock || until.machine < now.machine
  if (isAhead) context.log('warn', 'clock-ahead', { company, tidiedLast: new Date(before!.machine).toISOString(), now: new Date(now.machine).toISOString(), takenFor: new Date(until.machine).toISOString() })
  return { ...(before ? { until } : {}), isAhead }
}
