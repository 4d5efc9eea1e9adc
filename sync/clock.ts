import * as config from '../store/config'
import * as runs from '../store/runs'
import { type Store } from '../store/store'
import { type Clock, systemClock } from './context'

/** Environment of the store that `npm start` makes. */
const SAMPLE = 'sample'

/**
 * Business time. In the store of the simulated day it stands where the last night ended and moves on from there, so that what
 * was copied that night is as fresh as it was; everywhere else it is the machine's.
 */
export async function businessClock(store: Store): Promise<Clock> {
  if (store.environment !== SAMPLE) return systemClock
  const nights = await Promise.all((await config.listCompanies(store)).map((company) => runs.last(store, company.code, 'nightly')))
  const ended = nights.map((night) => night?.endedAt ?? night?.startedAt).filter((at) => at !== undefined).sort().at(-1)
  if (ended === undefined) return systemClock
  const began = Date.now()
  return { now: () => new Date(Date.parse(ended) + Date.now() - began) }
}
