import { open as openCircuits } from '../store/circuits'
import * as outbox from '../store/outbox'
import { type Context, machineOf } from './context'
import { type Dispatched, Sender } from './sender'

export { type Dispatched } from './sender'

/** How long a round goes on claiming, in ms. */
const ROUND_MS = 1000

/**
 * One round of the outbox: claims due messages, carries each out on its system, and commits what came of it together with
 * the link, the order's event, and the claim of the message that goes out in its place. Systems work side by side; one that is
 * down delays none of the others, but the round ends with its last call. Safe in any number of processes. With a limit, so many a system at most.
 */
export async function dispatch(context: Context, options: { limit?: number; systems?: readonly string[] } = {}): Promise<Dispatched> {
  const { nowMs } = machineOf(context)
  const until = options.limit === undefined ? nowMs() + ROUND_MS : 0
  const sender = new Sender(context, { systems: options.systems, goesOn: () => nowMs() < until })
  try {
    await sender.fill(options.limit)
  } finally {
    await sender.idle()
  }
  return sender.taken()
}

/** Dispatches until nothing is due within `patienceMs`, or the signal ends it. Back-off and settle times are waited for. */
export async function drain(context: Context, options: { patienceMs: number; signal?: AbortSignal }): Promise<Dispatched> {
  const total: Dispatched = { claimed: 0, done: 0, refused: 0, postponed: 0, dead: 0 }
  const { nowMs, sleep } = machineOf(context)
  const until = nowMs() + options.patienceMs
  while (!options.signal?.aborted) {
    const round = await dispatch(context)
    for (const key of Object.keys(total) as (keyof Dispatched)[]) total[key] += round[key]
    if (round.claimed > 0) continue
    const next = await outbox.nextDueMs(context.store)
    // what is due and not claimed belongs to a system that is off, or to another worker
    if (next === undefined || next > until || nowMs() > until) return total
    // one that does not answer is due all the time, and gets a probe now and then
    const least = (await openCircuits(context.store)).length > 0 ? 1000 : 50
    await sleep(Math.max(least, next - nowMs()), options.signal)
  }
  return total
}
