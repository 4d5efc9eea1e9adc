import { type Command } from '../orders/command'
import { decide } from '../orders/decide'
import { type Accepted, type Decision } from '../orders/decision'
import { partNo } from '../orders/effects'
import { type Circumstance } from '../orders/event'
import { evolve } from '../orders/evolve'
import { type Facts } from '../orders/facts'
import { type Finding } from '../orders/finding'
import { type Order } from '../orders/order'
import * as approvals from '../store/approvals'
import * as counters from '../store/counters'
import { ordersWithParts } from '../store/orderPages'
import * as orders from '../store/orders'
import * as parts from '../store/parts'
import * as resources from '../store/resources'
import { refuseUnlearned } from '../store/restored'
import { type Db, type Tx } from '../store/store'
import * as streams from '../store/streams'
import { settleCancel } from './cancelling'
import { settleChange } from './changing'
import { type Context } from './context'
import { gatherFacts } from './facts'
import { documentCommits, keepDocuments } from './documents'
import { Again, enqueueEffects } from './effects'
import { Held } from './held'

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
    const { states, parts: had } = await statesOf(context.store, submissions)
    const facts = await gatherFacts(context, submissions.map(({ command, subject }, index) => ({ company: subject.company, order: states[index], command })))
    try {
      return await context.store.write(async (tx) => {
        if (submissions.some(({ command }) => command.type === 'create')) await refuseUnlearned(tx)
        const { outcomes, changes } = await decideAll(tx, submissions, states, facts)
        await keepAll(tx, changes, had)
        await within?.(tx, outcomes)
        return outcomes
      })
    } catch (error) {
      if (attempt >= TRIES || !(error instanceof Again || error instanceof streams.VersionConflict)) throw error
    }
  }
}

/** The orders as they are, and in how many further parts each has its state. */
async function statesOf(db: Db, submissions: readonly Submission[]): Promise<{ states: (Order | undefined)[]; parts: ReadonlyMap<string, number> }> {
  const known = new Map<string, Order>()
  const held = new Map<string, number>()
  const companies = new Set(submissions.map(({ subject }) => subject.company))
  for (const company of companies) {
    const ids = submissions.filter(({ subject, command }) => subject.company === company && command.type !== 'create').map(({ subject }) => subject.order)
    for (const { order, parts: count } of await ordersWithParts(db, company, ids)) {
      known.set(order.id, order)
      held.set(order.id, count)
    }
  }
  return { states: submissions.map(({ subject, command }) => (command.type === 'create' ? undefined : known.get(subject.order))), parts: held }
}

/** What one accepted command makes of its order. */
interface Change {
  before: Order | undefined
  order: Order
  decision: Accepted
  circumstance: Circumstance
}

/** Decides one after the other: a later command sees what the earlier ones made of its order and hold of credit and stock. */
async function decideAll(tx: Tx, submissions: readonly Submission[], states: readonly (Order | undefined)[], facts: readonly Facts[]): Promise<{ outcomes: Outcome[]; changes: Change[] }> {
  const latest = new Map<string, Order>()
  const held = new Held()
  const numbers = counters.numbers(tx, facts[0]!.company.code, 'order')
  const changes: Change[] = []
  const outcomes: Outcome[] = []
  for (const [index, { subject, command, circumstance }] of submissions.entries()) {
    const order = latest.get(subject.order) ?? states[index]
    const known = held.among(facts[index]!, subject.order)
    const decision = await decided(numbers, order, command, known)
    if (decision.outcome === 'refused') outcomes.push({ outcome: 'refused', order, findings: decision.findings })
    else if (decision.events.length === 0) outcomes.push({ outcome: 'accepted', order: order!, changed: false })
    else {
      const change = changeOf(order, decision, { at: known.at, actor: known.actor.id, ...circumstance })
      changes.push(change)
      latest.set(subject.order, change.order)
      held.take(subject.order, decision.claims)
      outcomes.push({ outcome: 'accepted', order: change.order, changed: true })
    }
  }
  await numbers.keep()
  return { outcomes, changes }
}

/**
 * Decides, and takes a number within the transaction where one is asked for: a rollback takes it back, so that there is no gap.
 * While the range is held anyway the next number is offered at once, so that most orders of a file are decided once, not twice.
 */
async function decided(numbers: counters.Numbers, order: Order | undefined, command: Command, facts: Facts): Promise<Exclude<Decision, { outcome: 'needs' }>> {
  const nameOf = (number: number): string => `${facts.company.numberPrefix}${String(number).padStart(6, '0')}`
  const offered = numbers.ready === undefined ? undefined : nameOf(numbers.ready)
  const first = decide(order, command, { ...facts, number: offered })
  if (first.outcome === 'needs') {
    const second = decide(order, command, { ...facts, number: nameOf(await numbers.next()) })
    if (second.outcome === 'needs') throw new Error('a decision asked twice for a number')
    return second
  }
  const used = first.outcome === 'accepted' && first.events.some((event) => event.type === 'confirmed' && event.data.number === offered)
  if (used) await numbers.next()
  return first
}

function changeOf(before: Order | undefined, decision: Accepted, circumstance: Circumstance): Change {
  let order = before
  for (const event of decision.events) order = evolve(order, event, { sequence: (order?.version ?? 0) + 1, at: circumstance.at })
  return { before, order: order!, decision, circumstance }
}

/** Writes what the changes of one commit come to, with few statements for all of them. */
async function keepAll(tx: Tx, changes: readonly Change[], had: ReadonlyMap<string, number>): Promise<void> {
  if (changes.length === 0) return
  const orderStream = (id: string): string => `order/${id}`
  const brought = changes.flatMap(({ order, circumstance, decision }) => decision.documents.map((document) => ({ order, circumstance, document })))
  const ofDocuments = await documentCommits(tx, brought)
  await streams.append(tx, [
    ...changes.map(({ before, order, decision, circumstance }) => ({ company: order.company, stream: orderStream(order.id), expected: before?.version ?? 0, circumstance, events: decision.events })),
    ...ofDocuments,
  ])
  const latest = [...new Map(changes.map(({ order }) => [order.id, order])).values()]
  // the streams were where they were read, so the rows are too
  await orders.save(tx, latest, { fresh: new Set(changes.filter(({ before }) => !before).map(({ order }) => order.id)), parts: had, before: firstsOf(changes) })
  const asked = new Set(changes.filter(({ before, order }) => before?.approvals !== order.approvals).map(({ order }) => order.id))
  for (const company of new Set(latest.map((order) => order.company))) {
    const own = latest.filter((order) => order.company === company && asked.has(order.id))
    await approvals.save(tx, company, own.map(({ id, approvals: steps }) => ({ subject: orderStream(id), steps })))
  }
  await hold(tx, changes)
  await parts.save(tx, changes.flatMap(partsOf))
  await keepDocuments(tx, brought, ofDocuments)
  for (const { before, order, decision, circumstance } of changes) {
    await settleCancel(tx, before, order, decision.events, circumstance)
    await settleChange(tx, before, order, decision.events, circumstance.at)
  }
  await enqueueEffects(tx, changes.map(({ order, decision, circumstance }) => ({ order, effects: decision.effects, circumstance })))
}

/** Of each order that is there already, as what: the first of its changes was decided on it. */
function firstsOf(changes: readonly Change[]): Map<string, Order> {
  const firsts = new Map<string, Order>()
  for (const { before, order } of changes) if (before && !firsts.has(order.id)) firsts.set(order.id, before)
  return firsts
}

/** Prefix of the resources that a decision gives back. */
const RELEASED = { all: '', stock: 'stock/', credit: 'credit/' }

/** Gives back and takes what the changes say, in their order; what follows one another without giving back is taken together. */
async function hold(tx: Tx, changes: readonly Change[]): Promise<void> {
  let wanted: resources.Take[] = []
  const take = async (company: string): Promise<void> => {
    const taken = await resources.take(tx, company, wanted)
    if (!taken.taken) throw new Again(`${taken.resource} has only ${taken.left} left`)
    wanted = []
  }
  for (const [index, { order, decision }] of changes.entries()) {
    if (decision.release !== 'none') {
      await take(order.company)
      await resources.release(tx, order.company, order.id, RELEASED[decision.release])
    }
    wanted.push(...decision.claims.map((claim) => ({ ...claim, order: order.id })))
    if (changes[index + 1]?.order.company !== order.company) await take(order.company)
  }
}

const partsOf = ({ order, decision }: Change): parts.Part[] => decision.effects
  .filter((effect) => effect.kind === 'part' && effect.action !== 'cancel')
  .map((effect) => ({ company: order.company, order: order.id, no: partNo(effect.ourId), system: effect.system, body: effect.body }))
