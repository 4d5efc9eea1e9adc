import { type StoredEvent } from '../orders/event'
import { deliveries, subscriptions } from './models/deliveries'
import { put, remove, select, update } from './rows'
import { type Db, type Tx } from './store'

/** Who wants to hear of events from now on. */
export interface Subscription {
  name: string
  company: string
  /** Event types; absent is all. */
  types?: readonly string[]
  /** UTC instant. */
  createdAt: string
}

/** One event that a subscriber has not taken yet. */
export interface Delivery {
  position: number
  company: string
  stream: string
  sequence: number
  /** How often it was handed out, this time among them. */
  attempt: number
}

/** Begins a subscription, or changes what one of that name hears of; what it has not taken yet stays. */
export const subscribe = (tx: Tx, { name, company, types, createdAt }: Subscription): Promise<void> =>
  put(tx, subscriptions, { name, company, types: types ? JSON.stringify(types) : null, created_at: createdAt })

/** Ends a subscription with all that it has not taken. */
export async function unsubscribe(tx: Tx, name: string): Promise<void> {
  await remove(tx, subscriptions, { name })
  await remove(tx, deliveries, { subscription: name })
}

export const subscribed = async (db: Db, name: string): Promise<boolean> => (await select(db, subscriptions, { name })).length > 0

/** Puts events aside for whoever wants to hear of them, in the transaction that adds them: none is missed, whatever its clock says. */
export async function putAside(tx: Tx, events: readonly Put[]): Promise<void> {
  await aside(tx, events, (types, { type }) => !types || types.includes(type))
}

/** What stands for a new case among the types of a subscription. */
export const CASE_OPENED = 'caseOpened'

/** The same for a case that was opened, for those that name cases: who wants all events wants what happens to orders. Its delivery has the sequence 0, before what people do about it. */
export async function putCaseAside(tx: Tx, { company, id }: { company: string; id: string }): Promise<void> {
  await aside(tx, [{ company, stream: `case/${id}`, sequence: 0, type: CASE_OPENED }], (types) => types?.includes(CASE_OPENED) === true)
}

type Put = Pick<StoredEvent, 'company' | 'stream' | 'sequence' | 'type'>

async function aside(tx: Tx, events: readonly Put[], isWanted: (types: readonly string[] | undefined, event: Put) => boolean): Promise<void> {
  const wanted = await tx.query<{ name: string; company: string; types: string | null }>('SELECT name, company, types FROM subscriptions')
  if (wanted.length === 0) return
  const rows = wanted.flatMap(({ name, company, types }) => {
    const only = types === null ? undefined : JSON.parse(types) as string[]
    return events.filter((event) => event.company === company && isWanted(only, event)).map((event) => [name, event.company, event.stream, event.sequence, 0, 0])
  })
  await tx.insertRows('deliveries', ['subscription', 'company', 'stream', 'sequence', 'attempt', 'not_before_ms'], rows)
}

/** Hands out what is due, the oldest first. Whoever does not say {@link taken} within the lease gets it again. */
export async function handOut(tx: Tx, subscription: string, { limit, nowMs, leaseMs }: { limit: number; nowMs: number; leaseMs: number }): Promise<Delivery[]> {
  const due = { subscription, not_before_ms: { lte: nowMs } }
  const rows = await select(tx, deliveries, due, { order: ['position'], limit, lock: true })
  if (rows.length === 0) return []
  const positions = rows.map((row) => row.position)
  await tx.execute(`UPDATE deliveries SET attempt = attempt + 1, not_before_ms = $1 WHERE position IN (${positions.map((_, no) => `$${no + 2}`).join(', ')})`, [nowMs + leaseMs, ...positions])
  return rows.map(({ position, company, stream, sequence, attempt }) => ({ position, company, stream, sequence, attempt: attempt + 1 }))
}

/** These are done with. */
export const taken = (tx: Tx, positions: readonly number[]): Promise<number> => remove(tx, deliveries, { position: [...positions] })

/** These are to be handed out again, not before an instant of the machine's clock. */
export const giveBack = (tx: Tx, positions: readonly number[], notBeforeMs: number): Promise<number> =>
  update(tx, deliveries, { not_before_ms: notBeforeMs }, { position: [...positions] })

/** How many a subscriber has not taken yet. */
export async function outstanding(db: Db, subscription: string): Promise<number> {
  const [row] = await db.query<{ n: number }>('SELECT count(*) AS n FROM deliveries WHERE subscription = $1', [subscription])
  return Number(row?.n ?? 0)
}
