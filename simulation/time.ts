import { type Machine } from '../sync/machine'

interface Due { at: number; no: number; wake: () => void }

/**
 * Simulated time: it stands still while anybody has something to do, and then leaps to whoever wakes next. Everything that runs on it
 * is deterministic, since the store answers without waiting for anything else.
 */
export class Time {
  /** Milliseconds since 1970. */
  at: number
  private no = 0
  /** While somebody works with real files: no time passes until they come back, or the day would depend on the disk. */
  private filesAwaited = false
  private readonly sleepers = new Agenda()
  private readonly limits = new Agenda()

  constructor(start: string) {
    this.at = Date.parse(start)
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      this.later(ms, resolve)
      signal?.addEventListener('abort', () => { resolve() }, { once: true })
    })
  }

  later(ms: number, wake: () => void): void {
    this.sleepers.add({ at: this.at + Math.max(0, ms), no: this.no++, wake })
  }

  /** Does something that reads and writes files, which takes no time here. */
  async withFiles<T>(work: () => Promise<T>): Promise<T> {
    this.filesAwaited = true
    try {
      return await work()
    } finally {
      this.filesAwaited = false
    }
  }

  /** The machine of whoever lives on this time. A limit alone keeps nobody awake. */
  machine(chance: () => number, sleep: Machine['sleep']): Machine {
    return {
      nowMs: () => this.at,
      chance,
      sleep,
      expiry: (ms) => {
        const limit = new AbortController()
        this.limits.add({ at: this.at + ms, no: this.no++, wake: () => { limit.abort(new Error('the time is over')) } })
        return limit.signal
      },
    }
  }

  /** Lets time pass until `main` has ended. Throws where nobody will ever wake again. */
  async run<T>(main: Promise<T>): Promise<T> {
    let over = false
    const ended = main.finally(() => { over = true })
    // its failure is the caller's
    ended.catch(() => undefined)
    for (let idle = 0; ; ) {
      await turn()
      if (over) return ended
      if (this.filesAwaited && process.getActiveResourcesInfo().some((resource) => resource.startsWith('FS'))) continue
      const next = this.sleepers.first()
      if (next === undefined) {
        // a file that is read or written still comes back
        if (++idle > IDLE_TURNS) throw new Error('everybody waits for somebody else')
        if (idle > 100) await new Promise((resolve) => { setTimeout(resolve, 1) })
        continue
      }
      idle = 0
      const limit = this.limits.first()
      const agenda = limit !== undefined && limit.at <= next.at ? this.limits : this.sleepers
      const { at } = agenda.first()!
      this.at = Math.max(this.at, at)
      // all of one instant together, as what a system answers at once comes in at once
      while (agenda.first()?.at === at) agenda.take().wake()
    }
  }
}

const IDLE_TURNS = 5000

/** All promises that can go on have gone on. */
const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

/** Who is due when, the earliest first; those of one instant in the order they came (a binary heap). */
class Agenda {
  private readonly heap: Due[] = []

  first(): Due | undefined {
    return this.heap[0]
  }

  add(due: Due): void {
    const { heap } = this
    let index = heap.push(due) - 1
    while (index > 0) {
      const parent = (index - 1) >> 1
      if (!before(due, heap[parent]!)) break
      heap[index] = heap[parent]!
      index = parent
    }
    heap[index] = due
  }

  take(): Due {
    const { heap } = this
    const first = heap[0]!
    const last = heap.pop()!
    if (heap.length === 0) return first
    let index = 0
    for (;;) {
      let child = 2 * index + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (!before(heap[child]!, last)) break
      heap[index] = heap[child]!
      index = child
    }
    heap[index] = last
    return first
  }
}

const before = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.no < b.no)
