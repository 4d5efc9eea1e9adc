import { fromMinor } from '../orders/money'
import { type Decimal } from '../orders/decimal'
import { type Db } from './store'

/** What is linked in one system: how many records of a kind, and their amounts by currency. */
export interface LinkSum {
  system: string
  kind: string
  records: number
  amounts: Record<string, Decimal>
}

/** By system and kind. */
export async function linkSums(db: Db, company: string): Promise<LinkSum[]> {
  const rows = await db.query<{ system: string; kind: string; currency: string | null; records: number; minor: number | null }>(
    'SELECT system, kind, currency, count(*) AS records, sum(amount_minor) AS minor FROM links WHERE company = $1 GROUP BY system, kind, currency ORDER BY system, kind, currency', [company])
  const sums = new Map<string, LinkSum>()
  for (const row of rows) {
    const key = `${row.system} ${row.kind}`
    const sum = sums.get(key) ?? { system: row.system, kind: row.kind, records: 0, amounts: {} }
    sum.records += Number(row.records)
    if (row.currency !== null && row.minor !== null) sum.amounts[row.currency] = fromMinor(Number(row.minor), row.currency)
    sums.set(key, sum)
  }
  return [...sums.values()]
}

/** The digest of one event as it is stored now; undefined where it is gone. */
export async function digestAt(db: Db, company: string, stream: string, sequence: number): Promise<string | undefined> {
  const [row] = await db.query<{ digest: string }>('SELECT digest FROM events WHERE company = $1 AND stream = $2 AND sequence = $3', [company, stream, sequence])
  return row?.digest
}

/** An accepted order that a system should hold and that is not linked there. */
export interface Unlinked {
  order: string
  number: string
  system: string
  kind: string
  /** State of its message. */
  state: string
}

/** Accepted orders of which an intended record is not known to be there, by number; at most `limit`. */
export async function unlinked(db: Db, company: string, accepted: readonly string[], systems: readonly string[], limit: number): Promise<Unlinked[]> {
  if (systems.length === 0) return []
  const list = (values: readonly string[], from: number): string => values.map((_, index) => `$${from + index}`).join(', ')
  return db.query<Unlinked>(
    `SELECT o.id AS "order", COALESCE(o.number, o.id) AS number, m.system, m.kind, m.state FROM orders o
      JOIN messages m ON m.company = o.company AND m.stream = CONCAT('order/', o.id) AND m.action = 'create' AND m.kind IN ('order', 'part', 'production') AND m.state <> 'superseded'
      LEFT JOIN links l ON l.company = m.company AND l.system = m.system AND l.kind = m.kind AND l.our_id = m.our_id
      WHERE o.company = $1 AND l.our_id IS NULL AND o.status IN (${list(accepted, 2)}) AND m.system IN (${list(systems, 2 + accepted.length)})
      ORDER BY o.number, m.system LIMIT ${Math.floor(limit)}`, [company, ...accepted, ...systems])
}

/** Accepted orders of which a system was never to be told and that it does not have, though it was there when they were confirmed; by number, at most `limit`. */
export async function unsent(db: Db, company: string, accepted: readonly string[], { system, since }: { system: string; since: string }, limit: number): Promise<{ number: string }[]> {
  return db.query(
    `SELECT COALESCE(o.number, o.id) AS number FROM orders o WHERE o.company = $1 AND o.confirmed_at > $2
      AND NOT EXISTS (SELECT 1 FROM messages m WHERE m.company = o.company AND m.system = $3 AND m.stream = CONCAT('order/', o.id) AND m.kind = 'order')
      AND NOT EXISTS (SELECT 1 FROM links l WHERE l.company = o.company AND l.system = $4 AND l.kind = 'order' AND l.our_id = o.id)
      AND o.status IN (${accepted.map((_, index) => `$${index + 5}`).join(', ')}) ORDER BY o.number LIMIT ${Math.floor(limit)}`, [company, since, system, system, ...accepted])
}

/** Open cases of some kinds: how many, and the ids of the first of them by when they were first seen. */
export async function openCases(db: Db, company: string, kinds: readonly string[], limit: number): Promise<{ count: number; ids: string[] }> {
  const where = `FROM cases WHERE company = $1 AND state = 'open' AND kind IN (${kinds.map((_, index) => `$${index + 2}`).join(', ')})`
  const [total] = await db.query<{ n: number }>(`SELECT count(*) AS n ${where}`, [company, ...kinds])
  const rows = await db.query<{ id: string }>(`SELECT id ${where} ORDER BY first_seen, id LIMIT ${Math.floor(limit)}`, [company, ...kinds])
  return { count: Number(total?.n ?? 0), ids: rows.map((row) => row.id) }
}
