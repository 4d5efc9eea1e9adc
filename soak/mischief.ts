import { type Kept, pause } from './children'
import { LEASE } from './company'

/** `flushes`: how often a Redis forgets all that it knows. */
export interface Mischief { kills: number; stops: number; databases: number; flushes: number }

/** What is done to so many orders, in the measure of ten thousand. */
export function measured(orders: number, onMariadb: boolean, withRedis: boolean): Mischief {
  const share = orders / 10_000
  return { kills: Math.max(10, Math.round(50 * share)), stops: Math.max(3, Math.round(10 * share)), databases: onMariadb ? Math.max(3, Math.round(10 * share)) : 0, flushes: withRedis ? 3 : 0 }
}

/** Kills and stops workers and the database and empties the Redis, one after the other in a seeded order, until all of it is done. */
export async function makeMischief({ kills, stops, databases, flushes }: Mischief, chance: () => number, workers: readonly Kept[], database: Kept | undefined, everyMs: number, flush: () => Promise<void> = async () => undefined): Promise<void> {
  const deeds = [...Array<'kill'>(kills).fill('kill'), ...Array<'stop'>(stops).fill('stop'), ...Array<'database'>(databases).fill('database'), ...Array<'flush'>(flushes).fill('flush')]
    .map((deed) => ({ deed, order: chance() })).sort((a, b) => a.order - b.order)
  const woken: Promise<void>[] = []
  for (const { deed } of deeds) {
    await pause(everyMs * (0.5 + chance()))
    const worker = workers[Math.floor(chance() * workers.length)]!
    if (deed === 'kill') worker.kill('SIGKILL')
    else if (deed === 'database') database?.kill('SIGKILL')
    else if (deed === 'flush') await flush()
    else woken.push(stopFor(worker, LEASE + 1000))
  }
  await Promise.all(woken)
}

/** Stopped for longer than a lease, so that another has taken over what it held when it wakes. */
async function stopFor({ child }: Kept, ms: number): Promise<void> {
  child.kill('SIGSTOP')
  await pause(ms)
  child.kill('SIGCONT')
}
