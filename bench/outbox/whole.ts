import { drain, effects, enqueue, CLAIM } from './effect'
import { rate } from './figures'
import { type Kind } from './places'
import { expectDone } from './queue'

/** So many at once on either side: whoever adds, and whoever takes. */
export const LANES = 4

/** So many orders stored with a message each, by four writers at once; then claimed and marked done by four workers. Rate of the whole. */
export async function wholeRound(kind: Kind, count: number): Promise<number> {
  const place = await kind.fresh()
  const lanes = Array.from({ length: LANES }, (_, lane) => ({ owner: `bench-${lane}`, work: effects(count / LANES) }))
  const whole = await rate(count, async () => {
    await Promise.all(lanes.map(({ work }) => enqueue(place.store, work)))
    await Promise.all(lanes.map(({ owner }) => drain(place.store, owner, LANES * CLAIM)))
  })
  await expectDone(place, count)
  await place.close()
  return whole
}
