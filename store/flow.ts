import { type ArrivalOutcome, type MessageState } from './records'
import { type Db } from './store'

/** An hour of UTC: `2026-03-02T08`. */
type Hour = string

/** Messages to a system that were asked for in an hour. */
export interface Outgoing { system: string; kind: string; hour: Hour; count: number }

/** Messages of a company since an instant, from an index alone. */
export function outgoing(db: Db, company: string, since: string): Promise<Outgoing[]> {
  return byHour(db, `outgoing/${company}`, since, (from) =>
    db.query('SELECT system, kind, substr(created_at, 1, 13) AS hour, count(*) AS count FROM messages WHERE company = $1 AND created_at >= $2 GROUP BY system, kind, hour', [company, from]))
}

/** What was counted of hours that are over, by store and question: it does not change any more, and a busy day is not counted again for each reader. */
const counted = new WeakMap<Db, Map<string, { hour: Hour; count: number }[]>>()
/** The hours before the last one with rows are over: whatever was begun in them is committed by then. */
const OPEN_HOURS = 2

async function byHour<Row extends { hour: Hour; count: number }>(db: Db, question: string, since: string, ask: (from: string) => Promise<Row[]>): Promise<Row[]> {
  const known = counted.get(db) ?? new Map<string, Row[]>()
  counted.set(db, known)
  const kept = (known.get(question) as Row[] | undefined ?? []).filter(({ hour }) => hour >= since.slice(0, HOUR))
  const last = kept.map(({ hour }) => hour).sort().at(-1)
  const fresh = await ask(last === undefined ? since : `${last}:59:59.999Z~`)
  const rows = [...kept, ...fresh]
  const over = [...new Set(rows.map(({ hour }) => hour))].sort().slice(0, -OPEN_HOURS)
  known.set(question, rows.filter(({ hour }) => over.includes(hour)))
  return rows
}

const HOUR = 'YYYY-MM-DDTHH'.length

/** Receipts of a channel in an hour, by what became of them. */
export interface Incoming { channel: string; outcome: ArrivalOutcome; hour: Hour; count: number }

/** What came in since an instant: a company's own, and what nobody knows yet whose it is. */
export function incoming(db: Db, company: string, since: string): Promise<Incoming[]> {
  return db.query(`SELECT channel, outcome, substr(at, 1, 13) AS hour, count(*) AS count FROM arrivals WHERE at >= $1 AND (company = $2 OR company IS NULL)
    GROUP BY channel, outcome, hour`, [since, company])
}

/** Events of a type in an hour. */
export interface Happened { type: string; hour: Hour; count: number }

/** What happened to orders since an instant. That a bank or a credit note credited something is told by the same word in their own streams. */
export function happened(db: Db, company: string, types: readonly string[], since: string): Promise<Happened[]> {
  return byHour(db, `happened/${company}/${types.join()}`, since, (from) =>
    db.query(`SELECT type, substr(at, 1, 13) AS hour, count(*) AS count FROM events WHERE company = $1 AND type IN (${types.map((_, no) => `$${no + 3}`).join(', ')}) AND at >= $2 AND (type <> 'credited' OR stream LIKE 'order/%')
      GROUP BY type, hour`, [company, from, ...types]))
}

/** Orders that came in since an instant, by hour. */
export function received(db: Db, company: string, since: string): Promise<{ hour: Hour; count: number }[]> {
  return byHour(db, `received/${company}`, since, (from) =>
    db.query('SELECT substr(received_at, 1, 13) AS hour, count(*) AS count FROM orders WHERE company = $1 AND received_at >= $2 GROUP BY hour', [company, from]))
}

/** Messages that are not at their end, or ended badly, by system and state; `oldest` is when the first of them was asked for (UTC instant). */
export interface Unfinished { company: string; system: string; state: MessageState; count: number; oldest: string }

const UNFINISHED: readonly MessageState[] = ['waiting', 'sending', 'unknown', 'refused', 'dead', 'asking']

/** Of all companies or of one. */
export async function unfinished(db: Db, company?: string): Promise<Unfinished[]> {
  const states = UNFINISHED.map((_, no) => `$${no + 1}`).join(', ')
  // the queue's index has all of it but the time, which is read of the first ones only
  return db.query<Unfinished>(`SELECT q.company, q.system, q.state, q.count, m.created_at AS oldest FROM (
      SELECT company, system, state, count(*) AS count, min(position) AS first FROM messages WHERE state IN (${states})${company === undefined ? '' : ` AND company = $${UNFINISHED.length + 1}`}
      GROUP BY state, company, system) q JOIN messages m ON m.position = q.first ORDER BY q.company, q.system, q.state`,
  company === undefined ? UNFINISHED : [...UNFINISHED, company])
}

/** When each system was last asked for its news, and answered. */
export async function polled(db: Db, company: string): Promise<Map<string, string>> {
  const rows = await db.query<{ system: string; value: string }>("SELECT system, value FROM cursors WHERE company = $1 AND kind = 'polled'", [company])
  return new Map(rows.map(({ system, value }) => [system, value]))
}
