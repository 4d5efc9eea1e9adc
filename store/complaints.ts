import { type Complaint } from '../orders/dunning'
import * as cases from './cases'
import { type CaseRecord } from './records'
import { type Db } from './store'

/** Kinds of cases: a complaint, and one that says something else than what was decided on. */
export const COMPLAINT = 'complaint'
export const CHANGED = 'complaint-changed'

/** The complaints of these orders that are open. */
export async function openOf(db: Db, company: string, orders: readonly string[]): Promise<Complaint[]> {
  const found = await cases.openOf(db, company, [COMPLAINT, CHANGED], orders.map((order) => `order/${order}`))
  return among([...found.values()].flat())
}

/** The cases of complaints about an order that are closed, and of which the system has not been heard to know it. */
export async function untold(db: Db, company: string, system: string): Promise<CaseRecord[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT c.id FROM links l JOIN cases c ON c.company = l.company AND c.subject = l.stream AND c.system = l.system AND c.kind = l.kind AND c.state = 'closed' AND c.field = concat('complaint ', l.their_id)
      WHERE l.company = $1 AND l.system = $2 AND l.kind = $3 AND l.state = 'new'`, [company, system, COMPLAINT])
  return cases.byIds(db, rows.map(({ id }) => id))
}

/** Those of these cases that are complaints about an order. */
export const among = (found: readonly CaseRecord[]): Complaint[] => found.filter(({ kind, subject }) => [COMPLAINT, CHANGED].includes(kind) && subject.startsWith('order/'))
  .map(({ subject, detail, text }) => ({ order: subject.slice('order/'.length), lines: ((detail?.lines ?? []) as { id: string }[]).map(({ id }) => id), text }))
