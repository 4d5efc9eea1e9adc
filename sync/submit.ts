import { type Command } from '../orders/command'
import { decide } from '../orders/decide'
import { type Accepted, type Decision } from '../orders/decision'
import { type Circumstance } from '../orders/event'
import { fold } from '../orders/evolve'
import { type Facts } from '../orders/facts'
import { type Finding } from '../orders/finding'
import { type Order } from '../orders/order'
import * as allocations from '../store/allocations'
import * as approvals from '../store/approvals'
import * as counters from '../store/counters'
import * as orderDocuments from '../store/orderDocuments'
import * as orders from '../store/orders'
import * as parts from '../store/parts'
import * as resources from '../store/resources'
import { type Tx } from '../store/store'
import * as streams from '../store/streams'
import { type Context } from './context'
import { gatherFacts } from './facts'
import { documentRecord } from './documents'
import { enqueueEffects } from './effects'

export interface Subject {
  company: string
  order: string
}

export type Outcome =
  | { outcome: 'accepted'; order: Order; changed: boolean }
  | { outcome: 'refused'; order?: Order; findings: Finding[] }

/** One command on its way into a commit. */
export interface Submission {
  subject: Subject
  command: Command
  circumstance: Pick<Circumstance, 'cause' | 'correlation'>
}

/** Two commands met on one order, or two orders on the last of a customer's credit: decide again with fresh facts. */
class Again extends Error {}

const TRIES = 20

/**
 * The one way to change an order: load, gather facts, decide, and commit events, order, messages, commitments and approvals
 * in one transaction. Repeated while somebody else was faster. Throws only where the store breaks.
 */
export async function submit(context: Context, submission: Submission, within?: (tx: Tx, outcome: Outcome) => Promise<void>): Promise<Outcome> {
  const [outcome] = await submitAll(context, [submission], within && ((tx, outcomes) => within(tx, outcomes[0]!)))
  return outcome!
}

/**
 * The same for many commands in one commit. `within` runs in the same transaction, for what must
 * stand or fall with them (an arrival's outcome, a link). Where one must be decided again, all are.
 */
export async function submitAll(context: Context, submissions: readonly Submission[], within?: (tx: Tx, outcomes: Outcome[]) => Promise<void>): Promise<Outcome[]> {
  for (let attempt = 1; ; attempt++) {
    const states = await Promise.all(submissions.map(async ({ subject, command }) =>
      (command.type === 'create' ? undefined : orders.get(context.store, subject.company, subject.order))))
    const facts = await gatherFacts(context, submissions.map(({ command, subject }, index) => ({ company: subject.company, order: states[index], command })))
    try {
      return await context.store.write(async (tx) => {
        const outcomes: Outcome[] = []
        // a later command of the same order sees what an earlier one made of it
        const latest = new Map<string, Order>()
        for (const [index, submission] of submissions.entries()) {
          const outcome = await carryOut(tx, submission, latest.get(submission.subject.order) ?? states[index], facts[index]!)
          if (outcome.order) latest.set(outcome.order.id, outcome.order)
          outcomes.push(outcome)
        }
        await within?.(tx, outcomes)
        return outcomes
      })
    } catch (error) {
      if (attempt >= TRIES || !(error instanceof Again || error instanceof streams.VersionConflict)) throw error
    }
  }
}

async function carryOut(tx: Tx, submission: Submission, order: Order | undefined, facts: Facts): Promise<Outcome> {
  const { subject, command } = submission
  const decision = await decided(tx, order, command, facts)
  if (decision.outcome === 'refused') return { outcome: 'refused', order, findings: decision.findings }
  if (decision.events.length === 0) return { outcome: 'accepted', order: order!, changed: false }

  const circumstance: Circumstance = { at: facts.at, actor: facts.actor.id, ...submission.circumstance }
  const stored = await streams.append(tx, [{ company: subject.company, stream: `order/${subject.order}`, expected: order?.version ?? 0, circumstance, events: decision.events }])
  const next = fold(stored, order)!
  await orders.save(tx, [next])
  await approvals.save(tx, subject.company, `order/${subject.order}`, next.approvals)
  await commit(tx, next, decision, circumstance)
  await enqueueEffects(tx, next, decision.effects, circumstance)
  return { outcome: 'accepted', order: next, changed: true }
}

/** Decides, and takes a number within the transaction where one is asked for: a rollback takes it back, so that there is no gap. */
async function decided(tx: Tx, order: Order | undefined, command: Command, facts: Facts): Promise<Exclude<Decision, { outcome: 'needs' }>> {
  const first = decide(order, command, facts)
  if (first.outcome !== 'needs') return first
  const number = await counters.next(tx, facts.company.code, 'order')
  const second = decide(order, command, { ...facts, number: `${facts.company.numberPrefix}${String(number).padStart(6, '0')}` })
  if (second.outcome === 'needs') throw new Error('a decision asked twice for a number')
  return second
}

/** Prefix of the resources that a decision gives back. */
const RELEASED = { all: '', stock: 'stock/', credit: 'credit/' }

async function commit(tx: Tx, order: Order, decision: Accepted, circumstance: Circumstance): Promise<void> {
  const { company, id } = order
  if (decision.release !== 'none') await resources.release(tx, company, id, RELEASED[decision.release])
  if (decision.claims.length > 0) {
    const taken = await resources.take(tx, company, decision.claims.map((claim) => ({ ...claim, order: id })))
    if (!taken.taken) throw new Again(`${taken.resource} has only ${taken.left} left`)
  }
  for (const effect of decision.effects) {
    if (effect.kind === 'part' && effect.action === 'create') await parts.save(tx, { company, order: id, no: 1, system: effect.system, body: effect.body })
  }
  for (const document of decision.documents) {
    const stream = `${document.kind}/${document.issuer}/${document.number}`
    const expected = await streams.version(tx, company, stream)
    await streams.append(tx, [{ company, stream, expected, circumstance, events: [{ type: document.type, data: document.data }] }])
    await orderDocuments.save(tx, documentRecord(order, document, stream, await orderDocuments.get(tx, company, document.kind, document.issuer, document.number)))
    const { invoice, amount } = document.data as { invoice?: string; amount?: string }
    if (document.kind === 'payment' && invoice && amount) await allocations.save(tx, order.currency!, [{ company, payment: document.number, invoice, no: 1, amount }])
  }
}
