import { type ApprovalStep, type Order } from '../orders/order'
import { approvals, type ApprovalRow } from './models/orders'
import { get } from './orders'
import { putMany, select } from './rows'
import { type Db, type Tx } from './store'

/** A decision asked of a role, and of what. */
export interface Approval extends ApprovalStep {
  company: string
  /** The stream it is about: `order/<id>`. */
  subject: string
}

/** Writes the steps of subjects as their events have them, oldest first; a step that was asked again after a change is a round of its own. */
export async function save(tx: Tx, company: string, asked: readonly { subject: string; steps: readonly ApprovalStep[] }[]): Promise<void> {
  await putMany(tx, approvals, asked.flatMap(({ subject, steps }) => rowsOf(company, subject, steps)))
}

/** The rows of a subject's steps. */
export function rowsOf(company: string, subject: string, steps: readonly ApprovalStep[]): ApprovalRow[] {
  const rounds = new Map<string, number>()
  return steps.map((step) => {
    const round = (rounds.get(step.step) ?? 0) + 1
    rounds.set(step.step, round)
    return toRow(company, subject, round, step)
  })
}

/** What was to be decided before an instant, the oldest first. */
export async function overdue(db: Db, company: string, before: string): Promise<Approval[]> {
  return (await select(db, approvals, { company, state: 'open', due_at: { lt: before } }, { order: ['asked_at', 'subject', 'step'] })).map(fromRow)
}

/** Orders that are accepted, and of which somebody is asked for something, the oldest question first. */
export async function askedBeside(db: Db, company: string, limit: number): Promise<Order[]> {
  const rows = await db.query<{ id: string }>(
    `SELECT o.id AS id FROM approvals a JOIN orders o ON o.company = a.company AND o.id = substr(a.subject, ${'order/'.length + 1})
      WHERE a.company = $1 AND a.state = 'open' AND o.status NOT IN ('awaitingApproval', 'held', 'inReview') GROUP BY o.id ORDER BY min(a.asked_at), o.id LIMIT ${Math.floor(limit)}`, [company])
  return (await Promise.all(rows.map(({ id }) => get(db, company, id)))).filter((order) => order !== undefined)
}

const toRow = (company: string, subject: string, round: number, step: ApprovalStep): ApprovalRow => ({
  company, subject, round, step: step.step, role: step.role, why: step.why, state: step.state, asked_at: step.askedAt, due_at: step.dueAt ?? null,
  decided_by: step.decidedBy ?? null, decided_at: step.decidedAt ?? null, reason: step.reason ?? null,
})

const fromRow = (row: ApprovalRow): Approval => ({
  company: row.company, subject: row.subject, step: row.step, role: row.role, why: row.why, state: row.state as ApprovalStep['state'], askedAt: row.asked_at,
  dueAt: row.due_at ?? undefined, decidedBy: row.decided_by ?? undefined, decidedAt: row.decided_at ?? undefined, reason: row.reason ?? undefined,
})
