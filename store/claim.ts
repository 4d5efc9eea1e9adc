import { OPEN, toMessage } from './message'
import { type MessageRow } from './models/engine'
import { type Claim } from './outbox'
import { type Message } from './records'
import { type Tx, type Value } from './store'

/** See `claim` in outbox.ts. */
export async function claimIn(tx: Tx, wanted: Claim): Promise<Message[]> {
  const claimed: Message[] = []
  const waiting = await dueBySystem(tx, wanted)
  // the shortest queue first, and no more than an even share of what is left: a long queue of one system starves no other
  for (const [index, { system, room }] of waiting.entries()) {
    const share = Math.ceil((wanted.limit - claimed.length) / (waiting.length - index))
    for (const row of await due(tx, system, Math.min(share, room), wanted)) claimed.push(await take(tx, row, wanted))
  }
  return claimed
}

/** Systems with something due, and how many more of their messages may be under way. */
async function dueBySystem(tx: Tx, { company, systems, nowMs, concurrencyPerSystem = 50 }: Claim): Promise<{ system: string; room: number }[]> {
  const rows = await tx.query<{ system: string; due: number; busy: number }>(
    `SELECT system, sum(CASE WHEN ${DUE} THEN 1 ELSE 0 END) AS due, sum(CASE WHEN m.state = 'sending' AND m.lease_until_ms > $3 THEN 1 ELSE 0 END) AS busy
      FROM messages m WHERE m.state IN ('waiting', 'unknown', 'sending') ${ofCompany(company)} GROUP BY system`, [nowMs, nowMs, nowMs, ...(company === undefined ? [] : [company])])
  return rows
    .map((row) => ({ system: row.system, due: Number(row.due), room: concurrencyPerSystem - Number(row.busy) }))
    .filter((row) => row.due > 0 && row.room > 0 && (systems === undefined || systems.includes(row.system)))
    .sort((a, b) => a.due - b.due)
}

/** With the clock as $1 and $2. */
const DUE = "((m.state IN ('waiting', 'unknown') AND m.not_before_ms <= $1) OR (m.state = 'sending' AND m.lease_until_ms <= $2))"

/** As $4, where one is asked for. */
const ofCompany = (company: string | undefined): string => (company === undefined ? '' : 'AND m.company = $4')

async function due(tx: Tx, system: string, limit: number, { company, nowMs }: Claim): Promise<MessageRow[]> {
  if (limit <= 0) return []
  const held = OPEN.map((state) => `'${state}'`).join(', ')
  return tx.query<MessageRow>(
    `SELECT m.* FROM messages m WHERE ${DUE} AND m.system = $3 ${ofCompany(company)}
      AND NOT EXISTS (SELECT 1 FROM messages e WHERE e.company = m.company AND e.system = m.system AND e.stream = m.stream AND e.position < m.position AND e.state IN (${held}))
      ORDER BY m.position LIMIT ${Math.floor(limit)} ${tx.dialect === 'mariadb' ? 'FOR UPDATE SKIP LOCKED' : ''}`,
    [nowMs, nowMs, system, ...(company === undefined ? [] : [company])])
}

async function take(tx: Tx, row: MessageRow, { owner, leaseMs, nowMs }: Claim): Promise<Message> {
  // still "sending": its worker let the lease run out, so nobody knows how far it came
  const lost = row.state === 'sending' ? { unsure: 1, ended_ms: row.lease_until_ms } : { unsure: row.unsure, ended_ms: row.ended_ms }
  const taken = { ...row, ...lost, state: 'sending', attempt: row.attempt + 1, owner, lease_until_ms: nowMs + leaseMs(row.system) }
  const params: Value[] = [taken.attempt, owner, taken.lease_until_ms, taken.unsure, taken.ended_ms, row.position, row.attempt]
  await tx.execute("UPDATE messages SET state = 'sending', attempt = $1, owner = $2, lease_until_ms = $3, unsure = $4, ended_ms = $5 WHERE position = $6 AND attempt = $7", params)
  return toMessage(tx, taken)
}
