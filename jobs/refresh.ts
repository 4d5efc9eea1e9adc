import { refresh } from '../sync/refresh'
import { type Done, type Job } from './job'

/** Renews our copies of customers, items, prices, stock and receivables. */
export const refreshJob: Job = async (context): Promise<Done> => {
  const { copies, unreachable } = await refresh(context)
  const silent = Object.keys(unreachable).length
  return { counts: { ...copies, unreachable: silent }, problems: silent > 0 }
}
