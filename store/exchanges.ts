import { messages } from './models/engine'
import { type ExchangeRow, exchanges } from './models/exchanges'
import { insertMany, remove, select, selectOf, update } from './rows'
import { type Db, type Store, type Tx } from './store'

/** One way there and back as it is kept; the shape is `connectors/`' business. */
type Trip = Record<string, unknown> & { asked?: unknown; answered?: unknown }

/** What went to and fro for one attempt at a message. */
export interface Exchange {
  /** Position of the message. */
  message: number
  attempt: number
  /** When the attempt began, real clock. */
  startedMs: number
  ms: number
  /** How it ended. */
  state: string
  trips: Trip[]
  /** Its bodies were taken away with a person. */
  erased: boolean
}

/** Keeps the exchanges of attempts that end, each once. */
export async function add(tx: Tx, ended: readonly (Omit<Exchange, 'erased' | 'trips'> & { trips: readonly object[] })[]): Promise<void> {
  if (ended.length === 0) return
  await insertMany(tx, exchanges, ended.map((one): ExchangeRow => ({ message: one.message, attempt: one.attempt, started_ms: one.startedMs, ms: one.ms, state: one.state, trips: JSON.stringify(one.trips), erased: 0 })))
}

/** Of messages by their positions, in the order of both. */
export async function ofMessages(db: Db, positions: readonly number[]): Promise<Exchange[]> {
  return (await select(db, exchanges, { message: [...positions] }, { order: ['message', 'attempt'] })).map(fromRow)
}

/** The last attempts at these messages, the newest first. */
export async function lastOf(db: Db, positions: readonly number[], limit: number): Promise<Exchange[]> {
  return (await select(db, exchanges, { message: [...positions] }, { order: [['started_ms', 'DESC'], ['message', 'DESC'], ['attempt', 'DESC']], limit })).map(fromRow)
}

/** Takes away those of a company's messages whose attempts began before an instant (ms since 1970), in pages. Answers how many. */
export async function clear(store: Store, company: string, beforeMs: number): Promise<number> {
  let cleared = 0
  for (let last = 0; ;) {
    const page = await selectOf(store, exchanges, ['message', 'started_ms'], { message: { gt: last } }, { order: ['message', 'attempt'], limit: PAGE })
    const old = page.filter(({ started_ms }) => started_ms < beforeMs).map(({ message }) => message)
    // positions go up with time: behind a page of young ones there are none but what was replayed
    if (old.length === 0) return cleared
    const own = (await selectOf(store, messages, ['position'], { company, position: old })).map(({ position }) => position)
    if (own.length > 0) cleared += await store.write((tx) => remove(tx, exchanges, { message: own, started_ms: { lt: beforeMs } }))
    if (page.length < PAGE) return cleared
    last = page.at(-1)!.message
  }
}

const PAGE = 500

/** Takes what was asked and answered out of them: what stands in the words of another system cannot be told apart. That they were, when and how they ended stays. */
export async function erase(tx: Tx, positions: readonly number[]): Promise<void> {
  for (const { message, attempt, trips } of await select(tx, exchanges, { message: [...positions], erased: 0 })) {
    const bare = (JSON.parse(trips) as Trip[]).map(({ asked: _asked, answered: _answered, ...rest }) => rest)
    await update(tx, exchanges, { trips: JSON.stringify(bare), erased: 1 }, { message, attempt })
  }
}

const fromRow = (row: ExchangeRow): Exchange => ({
  message: row.message, attempt: row.attempt, startedMs: row.started_ms, ms: row.ms, state: row.state, trips: JSON.parse(row.trips) as Trip[], erased: row.erased === 1,
})
