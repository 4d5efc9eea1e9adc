import { toMessage } from './message'
import { type MessageRow, messages } from './models/engine'
import { type Claim } from './outbox'
import { type Message } from './records'
import { updateMany } from './rows'
import { type Db, type Tx } from './store'

/** See `claim` in outbox.ts. */
export async function claimIn(tx: Tx, wanted: Claim): Promise<Message[]> {
  const queues: MessageRow[][] = []
  for (const system of wanted.systems ?? await openSystems(tx)) {
    const now = await situation(tx, system, wanted.nowMs)
    const room = Math.min(wanted.limit, (wanted.concurrencyPerSystem ?? 50) - now.under_way)
    if (room > 0) queues.push(await due(tx, system, room, now, wanted))
  }
  const claimed: MessageRow[] = []
  // the shortest queue first, and no more than an even share of what is left: a long queue of one system starves no other
  for (const [index, queue] of queues.sort((a, b) => a.length - b.length).entries()) {
    const share = Math.ceil((wanted.limit - claimed.length) / (queues.length - index))
    for (const row of queue.slice(0, share)) claimed.push(take(row, wanted))
  }
  // a statement a row on SQLite: one for all would write every page to a journal of its own first
  await updateMany(tx, messages, claimed.map(({ position, state, attempt, owner, lease_until_ms, unsure, ended_ms }) => ({ position, state, attempt, owner, lease_until_ms, unsure, ended_ms })))
  return Promise.all(claimed.map((row) => toMessage(tx, row)))
}

/** When the next message that nothing holds back is due, real clock in ms; see `nextDueMs` in outbox.ts. */
export async function nextDue(db: Db): Promise<number | undefined> {
  const times: number[] = []
  for (const system of await openSystems(db)) {
    for (const { state, time } of CLAIMABLE) {
      const [row] = await db.query<{ due: number }>(`SELECT m.${time} AS due FROM messages m WHERE m.state = $1 AND m.system = $2 AND ${free(db)} ORDER BY m.${time}, m.position LIMIT 1`, [state, system])
      if (row) times.push(row.due)
    }
  }
  return times.length === 0 ? undefined : Math.min(...times)
}

/** States that a message may be claimed in, and the time from when on: of those whose worker let the lease run out, of those to be looked at first, and of the rest. */
const CLAIMABLE = [{ state: 'sending', time: 'lease_until_ms' }, { state: 'unknown', time: 'not_before_ms' }, { state: 'waiting', time: 'not_before_ms' }] as const

/** No earlier message of the same stream to the same system is open. MariaDB, while its statistics are old, reads a whole system's messages for each. */
const free = ({ dialect }: Db): string => `NOT EXISTS (SELECT 1 FROM messages e ${dialect === 'mariadb' ? 'FORCE INDEX (messages_stream)' : ''}
  WHERE e.company = m.company AND e.system = m.system AND e.stream = m.stream AND e.position < m.position AND e.state IN ('waiting', 'sending', 'unknown', 'asking'))`

async function openSystems(db: Db): Promise<string[]> {
  const rows = await db.query<{ system: string }>("SELECT DISTINCT system FROM messages WHERE state IN ('waiting', 'sending', 'unknown') ORDER BY system")
  return rows.map((row) => row.system)
}

/** Messages of a system that are under way, and whether any of those is lost or of unknown outcome and due: rare, and then looked for first. */
interface Situation { under_way: number; sending: number; unknown: number }

async function situation(tx: Tx, system: string, nowMs: number): Promise<Situation> {
  const [row] = await tx.query<Situation>(`SELECT
    (SELECT count(*) FROM messages WHERE state = 'sending' AND system = $1 AND lease_until_ms > $2) AS under_way,
    EXISTS (SELECT 1 FROM messages WHERE state = 'sending' AND system = $1 AND lease_until_ms <= $2) AS sending,
    EXISTS (SELECT 1 FROM messages WHERE state = 'unknown' AND system = $1 AND not_before_ms <= $2) AS unknown`, [system, nowMs])
  return row!
}

/** In the order of an index, so that a backlog of a hundred thousand costs no more than one of a hundred. */
async function due(tx: Tx, system: string, limit: number, now: Situation, { company, nowMs }: Claim): Promise<MessageRow[]> {
  const rows: MessageRow[] = []
  for (const { state, time } of CLAIMABLE) {
    const left = limit - rows.length
    if (left <= 0) break
    if (state !== 'waiting' && !now[state]) continue
    rows.push(...await tx.query<MessageRow>(
      `SELECT m.* FROM messages m WHERE m.state = $1 AND m.system = $2 AND m.${time} <= $3 ${company === undefined ? '' : 'AND m.company = $4'} AND ${free(tx)}
        ORDER BY m.${time}, m.position LIMIT ${Math.floor(left)} ${tx.dialect === 'mariadb' ? 'FOR UPDATE SKIP LOCKED' : ''}`,
      [state, system, nowMs, ...(company === undefined ? [] : [company])]))
  }
  return rows
}

/** Marks the row as claimed; it is locked, so that nobody else has moved it. */
function take(row: MessageRow, { owner, leaseMs, nowMs }: Claim): MessageRow {
  // still "sending": its worker let the lease run out, so nobody knows how far it came
  const lost = row.state === 'sending' ? { unsure: 1, ended_ms: row.lease_until_ms } : {}
  return Object.assign(row, lost, { state: 'sending', attempt: row.attempt + 1, owner, lease_until_ms: nowMs + leaseMs(row.system) })
}
