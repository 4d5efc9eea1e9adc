import * as flow from '../store/flow'
import * as outbox from '../store/outbox'
import { type MessageState } from '../store/records'
import { type Db } from '../store/store'

export interface Health {
  /** `attention`: something waits for a person, or is late. */
  status: 'ok' | 'attention' | 'down'
  store: { reachable: boolean; ms: number; error?: string }
  /** Messages that are not at their end. */
  backlog: number
  /** Messages that wait for a person: refused, given up, or asking. */
  stuck: number
  /** Seconds that the oldest due message has been due; 0 where none is. */
  oldestDueSeconds: number
}

const OPEN: readonly MessageState[] = ['waiting', 'sending', 'unknown']
const STUCK: readonly MessageState[] = ['refused', 'dead', 'asking']
/** Due for longer than this, nobody is sending. */
const LATE_S = 120

/** Looks at store and outbox; never throws, and takes at most `limitMs`. */
export async function health(db: Db, nowMs: number, limitMs = 3000): Promise<Health> {
  const started = performance.now()
  const ms = (): number => Math.round(performance.now() - started)
  try {
    const [counts, due] = await within(limitMs, Promise.all([flow.unfinished(db), outbox.nextDueMs(db)]))
    const of = (states: readonly MessageState[]): number => counts.filter((row) => states.includes(row.state)).reduce((total, row) => total + row.count, 0)
    const oldestDueSeconds = due === undefined ? 0 : Math.max(0, Math.floor((nowMs - due) / 1000))
    const stuck = of(STUCK)
    return { status: stuck > 0 || oldestDueSeconds > LATE_S ? 'attention' : 'ok', store: { reachable: true, ms: ms() }, backlog: of(OPEN), stuck, oldestDueSeconds }
  } catch (error) {
    return { status: 'down', store: { reachable: false, ms: ms(), error: error instanceof Error ? error.message : String(error) }, backlog: 0, stuck: 0, oldestDueSeconds: 0 }
  }
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs) })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
