import { reconcile } from '../sync/reconcile/reconcile'
import { type Done, type Job } from './job'

/** Compares all systems with what we say they have. */
export const reconcileJob: Job = async (context, { company, signal }): Promise<Done> => {
  const compared = await reconcile(context, { company, signal })
  const { found, repaired, left, inFlight, agreedAgain, perSystem, unreachable } = compared
  const total = (of: 'ours' | 'theirs' | 'agreed'): number => perSystem.reduce((sum, one) => sum + one[of], 0)
  const silent = Object.keys(unreachable).length
  return {
    counts: { ours: total('ours'), theirs: total('theirs'), agreed: total('agreed'), found, repaired, left, inFlight, agreedAgain, unreachable: silent },
    problems: left + silent > 0,
    compared,
  }
}
