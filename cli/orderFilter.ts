import { STATUSES } from '../orders/status'
import { type OrderFilter } from '../sync/pastOrders'
import { Failure } from './failure'

/** What `--filter` takes. */
export const FILTERS = 'partner=CODE, status=STATUS, channel=NAME, from=DATE, to=DATE'

/** Which orders `--filter` texts let through; a {@link Failure} names the one that is not understood. */
export function filterOf(settings: readonly string[]): OrderFilter {
  const filter: OrderFilter = {}
  for (const setting of settings) {
    const [, name, value] = /^(\w+)=(.+)$/.exec(setting) ?? []
    if (value === undefined) throw new Failure(`--filter ${setting}: it is NAME=VALUE.`)
    if (name === 'partner') filter.buyer = value
    else if (name === 'channel') filter.channel = value
    else if ((name === 'from' || name === 'to') && /^\d{4}-\d{2}-\d{2}$/.test(value)) filter[name] = value
    else if (name === 'status') {
      filter.status = STATUSES.find((status) => status === value)
      if (!filter.status) throw new Failure(`--filter ${setting}: a status is one of ${STATUSES.join(', ')}.`)
    } else throw new Failure(`--filter ${setting}: it is partner, status, channel, from or to; dates are YYYY-MM-DD.`)
  }
  return filter
}
