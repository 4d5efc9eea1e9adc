import { type Store } from '../../store/store'
import { CLAIM, drain, effects, enqueue, enqueueAlone, messagesOf } from './effect'
import { rate } from './figures'
import { type Kind } from './places'
import { expectDone } from './queue'

/** Who adds and takes: so many at once on either side, with the order stored beside its message or not. */
export interface Whole { atOnce: number; orders: boolean }

/** So many messages stored by some writers at once; then claimed and marked done by as many workers. Rate of the whole. */
export async function wholeRound(kind: Kind, count: number, { atOnce, orders }: Whole): Promise<number> {
  const place = await kind.fresh()
  const lanes = Array.from({ length: atOnce }, (_, lane) => ({ owner: `bench-${lane}`, add: adding(count / atOnce, orders) }))
  const whole = await rate(count, async () => {
    await Promise.all(lanes.map(({ add }) => add(place.store)))
    await Promise.all(lanes.map(({ owner }) => drain(place.store, owner, atOnce * CLAIM)))
  })
  await expectDone(place, count)
  await place.close()
  return whole
}

/** Adds so many messages, made before it is called. */
function adding(count: number, orders: boolean): (store: Store) => Promise<void> {
  if (orders) {
    const work = effects(count)
    return (store) => enqueue(store, work)
  }
  const work = messagesOf(count)
  return (store) => enqueueAlone(store, work)
}
