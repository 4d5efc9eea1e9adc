import { follow } from '../sync/follow'
import { applyWebhooks } from '../sync/webhook'
import { type Done, type Job } from './job'

/** Applies the webhooks that wait, and asks every system for its news: what no webhook told is found by asking. */
export const followJob: Job = async (context): Promise<Done> => {
  const told = await applyWebhooks(context)
  const asked = await follow(context)
  const sum = (of: 'changes' | 'applied' | 'parked' | 'refused' | 'foreign'): number => told[of] + asked[of]
  const silent = Object.keys(asked.unreachable).length
  return {
    counts: { changes: sum('changes'), applied: sum('applied'), parked: sum('parked'), refused: sum('refused'), foreign: sum('foreign'), unreachable: silent },
    problems: sum('refused') + silent > 0,
  }
}
