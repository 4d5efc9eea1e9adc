import { machineOf } from '../sync/context'
import { follow, type Followed } from '../sync/follow'
import { applyWebhooks } from '../sync/webhook'
import { type Done, type Job } from './job'

/** Pauses before whoever did not answer is asked again, in ms: one lost call must not keep a system's news until the next minute. */
const PAUSES = [2000, 6000]

/** Applies the webhooks that wait, and asks every system for its news: what no webhook told is found by asking. */
export const followJob: Job = async (context, { signal }): Promise<Done> => {
  const told = await applyWebhooks(context)
  const asked = await follow(context)
  for (const pause of PAUSES) {
    const systems = Object.keys(asked.unreachable)
    if (systems.length === 0) break
    await machineOf(context).sleep(pause, signal)
    if (signal.aborted) break
    add(asked, await follow(context, { systems }))
  }
  const sum = (of: 'changes' | 'applied' | 'parked' | 'refused' | 'foreign'): number => told[of] + asked[of]
  const silent = Object.keys(asked.unreachable).length
  return {
    counts: { changes: sum('changes'), applied: sum('applied'), parked: sum('parked'), refused: sum('refused'), foreign: sum('foreign'), unreachable: silent },
    problems: sum('refused') + silent > 0,
  }
}

/** What was asked later counts besides, and says who is unreachable still. */
function add(asked: Followed, later: Followed): void {
  for (const count of ['changes', 'applied', 'parked', 'refused', 'foreign'] as const) asked[count] += later[count]
  asked.unreachable = later.unreachable
}
