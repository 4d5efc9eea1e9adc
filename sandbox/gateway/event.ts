import { type Records, type Row } from '../records'
import { type Route } from '../route'
import { listRoute } from './list'

/** What happened to an object, with the object as it was then. */
export interface GatewayEvent { type: string; object: unknown }

/** Seconds since 1970 by this gateway's clock. */
export const seconds = (records: Records): number => Math.floor(records.clock.now().getTime() / 1000)

/** Notes that something happened; subscribers are told of it. */
export const tell = (records: Records, type: string, object: unknown): void => { records.insert<GatewayEvent>({ type: 'event', id: idOf(records, 'evt'), status: 'told', body: { type, object } }) }

export const eventBody = ({ id, changedAt, body }: Row<GatewayEvent>): unknown =>
  ({ id, object: 'event', created: Math.floor(Date.parse(changedAt) / 1000), livemode: false, type: body.type, data: { object: body.object } })

/** `type` may end in `.*`. */
export const eventRoutes: Route[] = [listRoute<GatewayEvent>('/v1/events', 'event', eventBody, ({ body }, query) => {
  const type = query.get('type')
  return type === null || (type.endsWith('.*') ? body.type.startsWith(type.slice(0, -1)) : body.type === type)
})]

/** The next id of a kind: later ones are greater. */
export const idOf = (records: Records, prefix: string): string => `${prefix}_${records.next(prefix, 1).toString(36).padStart(10, '0')}`
