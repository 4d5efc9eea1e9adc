import { type StoredEvent } from '../orders/event'
import { events, privateValues } from './models/events'
import { select } from './rows'
import { type Db } from './store'
import { eventOf } from './streams'

/** The events of several streams in order, by stream, as `load` gives those of one; in two queries. */
export async function loadStreams(db: Db, company: string, streams: readonly string[]): Promise<Map<string, StoredEvent[]>> {
  const where = { company, stream: streams }
  const rows = await select(db, events, where, { order: ['stream', 'sequence'] })
  const values = Map.groupBy(await select(db, privateValues, where), (value) => placeOf(value))
  const loaded = new Map<string, StoredEvent[]>(streams.map((stream) => [stream, []]))
  for (const row of rows) loaded.get(row.stream)?.push(await eventOf(db, row, () => values.get(placeOf(row)) ?? []))
  return loaded
}

const placeOf = ({ stream, sequence }: { stream: string; sequence: number }): string => `${sequence} ${stream}`
