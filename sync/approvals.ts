import * as approvals from '../store/approvals'
import * as cases from '../store/cases'
import * as orders from '../store/orders'
import { type CaseRecord } from '../store/records'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { ruleBook } from './rules'
import { submit } from './submit'

const OVERDUE = 'approval-overdue'

export interface Chased {
  /** Decisions that a case reminds of since now, and those for which a deputy is asked since now. */
  reminded: number
  escalated: number
  /** Changes that nobody decided, and that are not made. */
  lapsed: number
}

/**
 * R-APR-05: a decision that was not made in its time is reminded of by a case of its role, once; after as long again its deputy is asked too, once, where the
 * rules name one; a change that nobody is left to be asked for is not made. The case closes once somebody has decided.
 */
export async function chaseApprovals(context: Context, company: string): Promise<Chased> {
  const { store } = context
  const chased: Chased = { reminded: 0, escalated: 0, lapsed: 0 }
  const { approvalHours } = await ruleBook(store, company)
  const overdue = await approvals.overdue(store, company, instant(context))
  const open = new Map<string, CaseRecord>()
  for await (const one of cases.every(store, company, { state: 'open', kind: OVERDUE })) open.set(placeOf(one.subject, one.field), one)
  for (const { subject, step, role, why, askedAt } of overdue) {
    const known = open.get(placeOf(subject, step))
    open.delete(placeOf(subject, step))
    if (known === undefined) {
      const order = await orders.get(store, company, subject.slice('order/'.length))
      await store.write((tx) => cases.open(tx, {
        id: uuidv7(), company, kind: OVERDUE, system: '', subject, field: step, owner: role, seenAt: instant(context), dueAt: new Date(context.clock.now().getTime() + approvalHours * 3_600_000).toISOString(),
        text: `${order?.number ?? order?.reference ?? subject}: ${role} was asked at ${askedAt.slice(0, 16).replace('T', ' ')} UTC and has not decided. ${why} Approve or reject it, with a reason.`,
      }))
      chased.reminded++
    } else if (known.dueAt !== undefined && known.dueAt <= instant(context)) {
      const done = await escalate(context, company, { subject, step })
      if (done) chased[done]++
    }
  }
  for (const { id } of open.values()) await store.write((tx) => cases.close(tx, id, { result: 'it is decided', by: context.actor, at: instant(context) }))
  return chased
}

async function escalate(context: Context, company: string, { subject, step }: { subject: string; step: string }): Promise<'escalated' | 'lapsed' | undefined> {
  const outcome = await submit(context, { subject: { company, order: subject.slice('order/'.length) }, command: { type: 'escalate', step }, circumstance: { cause: 'run/approvals', correlation: subject.slice('order/'.length) } })
  if (outcome.outcome !== 'accepted' || !outcome.changed) return undefined
  return outcome.order.approvals.some((one) => one.step === step && one.state === 'open') ? 'escalated' : 'lapsed'
}

const placeOf = (subject: string, step: string): string => JSON.stringify([subject, step])
