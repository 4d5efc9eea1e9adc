import { ownCompany } from '../sync/company'
import { type Context } from '../sync/context'
import { timesIn } from '../web/time'

/** Instants as the pages show them, and the zone to put on top of their column. */
export interface Times {
  zone: string
  time: (instant: string | undefined) => string | undefined
}

/** In tables times are the company's, to the minute; in JSON they are UTC. */
export async function timesOf(context: Pick<Context, 'store'>, company: string): Promise<Times> {
  const { zone } = await ownCompany(context.store, company)
  return { zone, time: timesIn(zone) }
}
