import { follow } from '../sync/follow'
import { type Done, type Job } from './job'

/** Asks every system for its news. */
export const followJob: Job = async (context): Promise<Done> => {
  const { changes, applied, parked, refused, foreign, unreachable } = await follow(context)
  const silent = Object.keys(unreachable).length
  return { counts: { changes, applied, parked, refused, foreign, unreachable: silent }, problems: refused + silent > 0 }
}
