import { drain } from '../sync/dispatch'
import { type Done, type Job } from './job'

const PATIENCE_MS = 20_000

/** Sends what is due, and what becomes due meanwhile. */
export const dispatchJob: Job = async (context, { signal }): Promise<Done> => {
  const { claimed, done, refused, postponed, dead } = await drain(context, { patienceMs: PATIENCE_MS, signal })
  return { counts: { claimed, done, refused, postponed, dead }, problems: refused + dead > 0 }
}
