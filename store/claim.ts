import { toMessage } from './message'
import { type MessageRow, messages } from './models/engine'
import { type Claim, type ClaimNext, type ClaimThese, type DueMessage } from './outbox'
import { type Message } from './records'
import { storedOwner } from './room'
import { updateMany } from './rows'
import { type Db, type Tx } from './store'

/** Messages of one company's system that may be under way at once, over all workers, where nothing else is asked for. */
const PER_SYSTEM = 50

/** See `claim` in outbox.ts. */
export async function claimIn(tx: Tx, wanted: Claim): Promise<Message[]> {
  const queues: MessageRow[][] = []
  for (const queue of await queuesOf(tx, wanted)) {
    const now = await situation(tx, queue, wanted.nowMs)
    const room = Math.min(wanted.limit, (wanted.concurrencyPerSystem ?? PER_SYSTEM) - now.underWay)
    if (room > 0) queues.push(await mostUrgent(tx, queue, Math.floor(room), now, wanted.nowMs))
  }
  const claimed: MessageRow[] = []
  // the shortest queue first, and no more than an even share of what is left: a long queue of one system starves no other
  for (const [index, queue] of queues.sort((a, b) => a.length - b.length).entries()) {
    const share = Math.ceil((wanted.limit - claimed.length) / (queues.length - index))
    claimed.push(...queue.slice(0, share))
  }
  await take(tx, claimed, wanted)
  return Promise.all(claimed.map((row) => toMessage(tx, row)))
}

/** See `claimNext` in outbox.ts. */
export async function claimNextIn(tx: Tx, wanted: ClaimNext): Promise<Message[]> {
  const rows = wanted.after === undefined ? [] : await untried(tx, wanted, wanted.after, wanted.limit)
  await take(tx, rows, wanted)
  if (rows.length < wanted.limit) {
    const others = await due(tx, wanted, 'waiting', wanted.limit - rows.length, wanted.nowMs)
    await take(tx, others, wanted)
    rows.push(...others)
  }
  return Promise.all(rows.map((row) => toMessage(tx, row)))
}

/** See `claimThese` in outbox.ts. */
export async function claimTheseIn(tx: Tx, wanted: ClaimThese): Promise<Message[]> {
  const { underWay } = await situation(tx, wanted, wanted.nowMs)
  const room = Math.min(wanted.ids.length, (wanted.concurrencyPerSystem ?? PER_SYSTEM) - underWay)
  if (room <= 0) return []
  const ids = wanted.ids.map((_, index) => `$${index + 4}`).join(', ')
  const rows = await tx.query<MessageRow>(
    `SELECT ${COLUMNS} FROM messages m WHERE m.id IN (${ids}) AND m.company = $1 AND m.system = $2 AND m.state IN ('sending', 'unknown', 'waiting') AND m.not_before_ms <= $3 AND ${free(tx)}
      ORDER BY m.position LIMIT ${Math.floor(room)} ${tx.dialect === 'mariadb' ? 'FOR UPDATE SKIP LOCKED' : ''}`, [wanted.company, wanted.system, wanted.nowMs, ...wanted.ids])
  await take(tx, rows, wanted)
  return Promise.all(rows.map((row) => toMessage(tx, row)))
}

/** See `dueNow` in outbox.ts. */
export async function dueOf(db: Db, { company, system }: Queue, limit: number, nowMs: number): Promise<DueMessage[]> {
  const found: DueMessage[] = []
  for (const state of CLAIMABLE) {
    if (found.length >= limit) break
    found.push(...await db.query<DueMessage>(
      `SELECT m.id, m.attempt FROM messages m WHERE m.state = $1 AND m.company = $2 AND m.system = $3 AND m.not_before_ms <= $4 AND ${free(db)}
        ORDER BY m.not_before_ms, m.position LIMIT ${limit - found.length}`, [state, company, system, nowMs]))
  }
  return found
}

/** When the next message that nothing holds back is due, real clock in ms; see `nextDueMs` in outbox.ts. */
export async function nextDue(db: Db): Promise<number | undefined> {
  const queues = await queuesOf(db)
  if (queues.length === 0) return undefined
  const firsts = queues.flatMap((_, index) => CLAIMABLE.map((state, no) => `SELECT * FROM (SELECT m.not_before_ms AS due FROM messages m
    WHERE m.state = '${state}' AND m.company = $${2 * index + 1} AND m.system = $${2 * index + 2} AND ${free(db)} ORDER BY m.not_before_ms, m.position LIMIT 1) first_${index}_${no}`))
  const rows = await db.query<{ due: number }>(firsts.join(' UNION ALL '), queues.flatMap(({ company, system }) => [company, system]))
  return rows.length === 0 ? undefined : Math.min(...rows.map(({ due }) => due))
}

/** See `queuesWithDue` in outbox.ts. */
export async function queuesWithDueOf(db: Db, queues: readonly Queue[], nowMs: number): Promise<number[]> {
  if (queues.length === 0) return []
  const dueOfQueue = (company: string, system: string): string => CLAIMABLE.map((state) =>
    `EXISTS (SELECT 1 FROM messages m WHERE m.state = '${state}' AND m.company = ${company} AND m.system = ${system} AND m.not_before_ms <= $1 AND ${free(db)})`).join(' OR ')
  const rows = await db.query<{ place: number; due: number }>(
    queues.map((_, index) => `SELECT ${index} AS place, ${dueOfQueue(`$${2 * index + 2}`, `$${2 * index + 3}`)} AS due`).join(' UNION ALL '),
    [nowMs, ...queues.flatMap(({ company, system }) => [company, system])])
  return rows.filter(({ due }) => Number(due) === 1).map(({ place }) => place)
}

/** All of a message but the blanks that hold its row's room. */
const COLUMNS = Object.keys(messages.columns).filter((column) => column !== 'room').map((column) => `m.${column}`).join(', ')

/** Those whose worker let the lease run out, those to be looked at first, and the rest; each from `not_before_ms` on, which is the end of the lease of one under way. */
const CLAIMABLE = ['sending', 'unknown', 'waiting'] as const

/** No earlier message of the same stream to the same system is open. MariaDB, while its statistics are old, reads a whole system's messages for each. */
const free = ({ dialect }: Db): string => `NOT EXISTS (SELECT 1 FROM messages e ${dialect === 'mariadb' ? 'FORCE INDEX (messages_of_stream)' : ''}
  WHERE e.company = m.company AND e.stream = m.stream AND e.system = m.system AND e.position < m.position AND e.state IN ('waiting', 'sending', 'unknown', 'asking'))`

/** The messages of one company to one system, in the order in which they fall due. */
interface Queue { company: string; system: string }

async function queuesOf(db: Db, { company, systems }: Partial<Pick<Claim, 'company' | 'systems'>> = {}): Promise<Queue[]> {
  if (company !== undefined && systems) return systems.map((system) => ({ company, system }))
  const open = await db.query<Queue>("SELECT DISTINCT company, system FROM messages WHERE state IN ('waiting', 'sending', 'unknown') ORDER BY company, system")
  return open.filter((queue) => (company === undefined || queue.company === company) && (!systems || systems.includes(queue.system)))
}

/** Messages of a queue that are under way, and whether any of those is lost or of unknown outcome and due: rare, and then looked for first. */
interface Situation { underWay: number; sending: boolean; unknown: boolean }

async function situation(tx: Tx, { company, system }: Queue, nowMs: number): Promise<Situation> {
  const rows = await tx.query<{ state: string; not_before_ms: number }>(
    `SELECT state, not_before_ms FROM messages WHERE state = 'sending' AND company = $1 AND system = $2
      UNION ALL SELECT * FROM (SELECT state, not_before_ms FROM messages WHERE state = 'unknown' AND company = $1 AND system = $2 AND not_before_ms <= $3 LIMIT 1) doubtful`, [company, system, nowMs])
  const sending = rows.filter(({ state }) => state === 'sending')
  const underWay = sending.filter((row) => row.not_before_ms > nowMs).length
  return { underWay, sending: sending.length > underWay, unknown: rows.length > sending.length }
}

async function mostUrgent(tx: Tx, queue: Queue, limit: number, now: Situation, nowMs: number): Promise<MessageRow[]> {
  const rows: MessageRow[] = []
  for (const state of CLAIMABLE) {
    const left = limit - rows.length
    if (left <= 0) break
    if (state === 'waiting') rows.push(...await waiting(tx, queue, left, nowMs))
    else if (now[state]) rows.push(...await due(tx, queue, state, left, nowMs))
  }
  return rows
}

/** Half of them such as were put off before, where there are so many: they neither wait behind a backlog that never ends, nor keep it waiting. */
async function waiting(tx: Tx, queue: Queue, limit: number, nowMs: number): Promise<MessageRow[]> {
  const again = await due(tx, queue, 'waiting', limit, nowMs, 1)
  const fresh = await untried(tx, queue, 0, limit)
  const ofAgain = again.slice(0, Math.max(Math.ceil(limit / 2), limit - fresh.length))
  return [...ofAgain, ...fresh].slice(0, limit)
}

/** In the order of an index, so that a backlog of a hundred thousand costs no more than one of a hundred. */
async function due(tx: Tx, { company, system }: Queue, state: (typeof CLAIMABLE)[number], limit: number, nowMs: number, sinceMs = 0): Promise<MessageRow[]> {
  return tx.query<MessageRow>(
    `SELECT ${COLUMNS} FROM messages m WHERE m.state = $1 AND m.company = $2 AND m.system = $3 AND m.not_before_ms BETWEEN $5 AND $4 AND ${free(tx)}
      ORDER BY m.not_before_ms, m.position LIMIT ${limit} ${tx.dialect === 'mariadb' ? 'FOR UPDATE SKIP LOCKED' : ''}`, [state, company, system, nowMs, sinceMs])
}

/**
 * Those that never went out, behind a position. InnoDB keeps the entries of a queue's index that were moved away for a while, and whoever begins at its
 * start walks over them: with every claim the longer, the faster the queue runs. Left to itself, it may walk along the positions instead.
 */
async function untried(tx: Tx, { company, system }: Queue, after: number, limit: number): Promise<MessageRow[]> {
  const mariadb = tx.dialect === 'mariadb'
  return tx.query<MessageRow>(
    `SELECT ${COLUMNS} FROM messages m ${mariadb ? 'FORCE INDEX (messages_queue)' : ''}
      WHERE m.state = 'waiting' AND m.company = $1 AND m.system = $2 AND m.not_before_ms = 0 AND m.position > $3 AND ${free(tx)}
      ORDER BY m.position LIMIT ${limit} ${mariadb ? 'FOR UPDATE SKIP LOCKED' : ''}`, [company, system, after])
}

/** Marks the rows as claimed; they are locked, so that nobody else has moved them. */
async function take(tx: Tx, rows: readonly MessageRow[], { owner, leaseMs, nowMs }: Pick<Claim, 'owner' | 'leaseMs' | 'nowMs'>): Promise<void> {
  // still "sending": its worker let the lease run out, so nobody knows how far it came
  const lost = rows.filter(({ state }) => state === 'sending')
  for (const row of lost) Object.assign(row, { unsure: 1, ended_ms: row.not_before_ms })
  await updateMany(tx, messages, lost.map(({ position, unsure, ended_ms }) => ({ position, unsure, ended_ms })))
  for (const [until, ours] of Map.groupBy(rows, ({ system }) => nowMs + leaseMs(system))) {
    await tx.execute(`${updating(tx)} messages SET state = 'sending', attempt = attempt + 1, owner = $1, not_before_ms = $2 WHERE position IN (${ours.map((_, no) => `$${no + 3}`).join(', ')})`,
      [storedOwner(owner), until, ...ours.map(({ position }) => position)])
    for (const row of ours) Object.assign(row, { state: 'sending', attempt: row.attempt + 1, owner: storedOwner(owner), not_before_ms: until })
  }
}

/** Where one of many rows could not be written, SQLite would keep a copy of each page to write the others back: the whole transaction ends, so it need not. */
const updating = ({ dialect }: Tx): string => (dialect === 'sqlite' ? 'UPDATE OR FAIL' : 'UPDATE')
