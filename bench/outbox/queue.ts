import { rate } from './figures'
import { CLAIM, drain, effects, enqueue, RESULT } from './effect'
import { type Place, type Kind } from './places'
import { type Raw } from './raw'
import { countRows, storedRows } from './stored'

export interface QueueRates { add: number; take: number }

/**
 * So many orders with one message each, a hundred a commit; then claimed by fifty and marked done. Ours and the bare driver take turns every
 * thousand, since the disk of a shared machine changes its speed within seconds.
 */
export async function queueRound(kind: Kind, count: number): Promise<{ ours: QueueRates; raw: QueueRates }> {
  const [mine, bare] = [await kind.fresh(), await kind.fresh()]
  const times = { add: 0, take: 0, rawAdd: 0, rawTake: 0 }
  const timed = async (what: keyof typeof times, work: () => Promise<unknown>): Promise<void> => { times[what] += SLICE / await rate(SLICE, work) }
  for (let done = 0; done < count; done += SLICE) {
    const work = effects(SLICE)
    await timed('add', () => enqueue(mine.store, work))
    const batches = await storedRows(mine.raw, { after: work[0]!.order.id })
    if (countRows(batches) !== 2 * SLICE) throw new Error('not every order and message was stored')
    await timed('rawAdd', async () => { for (const batch of batches) await bare.raw.insert(batch) })
    await timed('take', () => drain(mine.store))
    await timed('rawTake', () => drainRaw(bare.raw))
  }
  for (const place of [mine, bare]) {
    await expectDone(place, count)
    await place.close()
  }
  const ratesOf = (add: number, take: number): QueueRates => ({ add: count / add, take: count / take })
  return { ours: ratesOf(times.add, times.take), raw: ratesOf(times.rawAdd, times.rawTake) }
}

const SLICE = 1000

async function drainRaw(raw: Raw): Promise<void> {
  const result = JSON.stringify(RESULT)
  for (;;) {
    const claimed = await raw.claim(CLAIM)
    if (claimed.length === 0) return
    await raw.done(claimed, result)
  }
}

/** Throws where not so many messages are done. */
export async function expectDone({ raw }: Place, count: number): Promise<void> {
  const [row] = await raw.read("SELECT count(*) AS n FROM messages WHERE state = 'done'")
  if (row?.n !== count) throw new Error(`${row?.n} of ${count} messages are done`)
}
