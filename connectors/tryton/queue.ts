const running = new Map<string, Promise<unknown>>()

/**
 * Does one piece of work after the other for each key, in this process: Tryton on SQLite takes no record locks, and two calls
 * for one sale at the same moment may both invoice it. Between processes the outbox sees to it.
 */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = running.get(key)
  const mine = (async () => {
    await before?.catch(() => undefined)
    return work()
  })()
  running.set(key, mine)
  try {
    return await mine
  } finally {
    if (running.get(key) === mine) running.delete(key)
  }
}
