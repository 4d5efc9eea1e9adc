import { type Change, type Remote } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import { isHeldBy } from '../orders/cancelItem'
import { type Command } from '../orders/command'
import { isZero } from '../orders/decimal'
import * as cases from '../store/cases'
import * as links from '../store/links'
import * as orders from '../store/orders'
import { ordersAmong } from '../store/orderPages'
import { type Link } from '../store/records'
import * as runs from '../store/runs'
import { type Store, type Tx } from '../store/store'
import { correlationsOf } from '../store/streams'
import { askAgain, givenUpAmong } from './cancelling'
import { toldNews } from './circuits'
import { decideComplaints, tellComplaints } from './complaints'
import { type Context, instant } from './context'
import { noteContradictions } from './contradictions'
import { sendCollective } from './edi/sendCollective'
import { judgeHeldAgain } from './dunning/release'
import { uuidv7 } from './ids'
import { linkOf } from './link'
import { mayComeTrue, nameOf, park, retryParked } from './park'
import { asFirstNamed } from './payments/firstNamed'
import { noteRefund } from './payments/refunds'
import { type PaymentNews, sharesOf } from './payments/shares'
import { bookingStream, noteUnallocated } from './payments/unallocated'
import { noteDifference } from './reconcile/casework'
import { compareHeld, HELD } from './reconcile/difference'
import { EXCEPTION } from './reconcile/expected'
import { isShared, orderIdOf, ourIdOf, REMOTE_COMMANDS, sharedInvoice } from './remoteCommands'
import { type Outcome, submitAll, type Submission } from './submit'
import { noteClock } from './systemClock'
import { type System, systemsOf } from './systems'
import { isTakenIn, takeIn } from './takeIn'
import { noteUndelivered } from './undelivered'

export interface Followed {
  /** Records that say something new. */
  changes: number
  /** Commands that moved an order. */
  applied: number
  /** Too early: they wait for what they belong to. */
  parked: number
  /** Contradict what we know: cases. */
  refused: number
  /** Records that belong to no order of ours. */
  foreign: number
  /** Systems that could not be asked, with why. */
  unreachable: Record<string, string>
}

export const nothing = (): Followed => ({ changes: 0, applied: 0, parked: 0, refused: 0, foreign: 0, unreachable: {} })

const BATCH = 50
/** What follow asks of every system that has it; references are for {@link refresh}. */
export const FOLLOWED = ['order', 'part', 'production', 'despatch', 'shipment', 'return', 'invoice', 'creditNote', 'payment', 'authorisation', 'capture', 'refund', 'payout', 'quotation', 'webOrder', 'statement', 'complaint'] as const
/** Stands beside the cursors: when a system was last asked for all of its news, and answered. */
const POLLED = 'polled'

/**
 * Asks every system what changed since the cursor, and submits what it means. Links, commands and cursor commit together,
 * so that a kill repeats at most what counts once anyway. A system that is down delays only its own news.
 */
export async function follow(context: Context, options: { systems?: readonly string[] } = {}): Promise<Followed> {
  const followed = nothing()
  const told: System[] = []
  for (const system of await systemsOf(context)) {
    if (system.mode === 'off' || (options.systems && !options.systems.includes(system.name))) continue
    try {
      const since = await runs.cursorsOf(context.store, system.company, system.name)
      let unreadable: Fault | undefined
      for (const kind of FOLLOWED) {
        if (!system.connector.follows.includes(kind)) continue
        unreadable = await orUnreadable(() => followKind(context, system, kind, since.get(kind) ?? '', followed)) ?? unreadable
      }
      if (unreadable) throw unreadable
      await decideComplaints(context, system, followed)
      await tellComplaints(context, system)
      await noteClock(context, system)
      told.push(system)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      followed.unreachable[system.name] = error.message
      context.log('warn', 'follow', { system: system.name, fault: error.kind, text: error.message })
    }
  }
  if (told.length > 0) {
    await context.store.write((tx) => runs.setCursors(tx, told, POLLED, instant(context)))
    await toldNews(context, told)
  }
  followed.applied += await retryParked(context)
  return followed
}

/** What a system says of one kind that cannot be read keeps the others back as little as one record does another. */
async function orUnreadable(work: () => Promise<void>): Promise<Fault | undefined> {
  try {
    await work()
  } catch (error) {
    if (error instanceof Fault && error.detail.code === 'unreadable') return error
    throw error
  }
  return undefined
}

async function followKind(context: Context, system: System, kind: (typeof FOLLOWED)[number], since: string, followed: Followed): Promise<void> {
  let batch: Change[] = []
  let reached = since
  const flush = async (): Promise<void> => {
    await applyChanges(context, system, batch, followed, reached)
    reached = batch.at(-1)?.cursor ?? reached
    batch = []
  }
  try {
    for await (const change of system.connector.changes(kind, since, { correlation: `follow/${system.name}/${kind}` })) {
      if (isTakenIn(change.remote)) {
        await flush()
        await takeIn(context, system, change, followed)
        continue
      }
      batch.push(change)
      if (batch.length >= BATCH) await flush()
    }
  } catch (error) {
    // what came before a page that failed is news all the same
    if (error instanceof Fault) await flush()
    throw error
  }
  await flush()
}

/** What a system said of a record, and by a poll where the next one goes on. */
type News = Pick<Change, 'remote'> & Partial<Pick<Change, 'cursor'>>

/** A record that takes another's place (somebody copied one there) becomes a case; the others of its poll go on. The cursor is written where it is past `reached`. */
export async function applyChanges(context: Context, system: System, changes: readonly News[], followed: Followed, reached?: string): Promise<void> {
  if (changes.length === 0) return
  const { cursor: last, remote } = changes.at(-1)!
  // a poll that begins a little before its cursor mostly finds what it found before
  const cursor = last === reached ? undefined : last
  try {
    await applyRemotes(context, system, changes.map((change) => change.remote), followed, cursor)
  } catch (error) {
    if (!(error instanceof links.LinkConflict)) throw error
    if (changes.length > 1) {
      for (const change of changes) await applyChanges(context, system, [change], followed, reached)
      return
    }
    followed.refused++
    await context.store.write(async (tx) => {
      await cases.open(tx, {
        id: uuidv7(), company: system.company, kind: 'double-there', system: system.name, subject: error.existing.stream, field: `${remote.kind} ${remote.theirId}`,
        text: `${error.message}. Cancel the one of them in ${system.name} that is too many.`, seenAt: instant(context), detail: { remote },
      })
      if (cursor !== undefined) await runs.setCursor(tx, system.company, system.name, remote.kind, cursor)
    })
  }
}

/** Brings the links up to date with what a system said of its records, and submits the commands that follow from it. */
export async function applyRemotes(context: Context, system: System, remotes: readonly Remote[], followed: Followed, cursor?: string): Promise<void> {
  const ours = await newsOf(context, system, remotes, followed)
  const submissions = ours.flatMap(({ remote, reports }): Submission[] => reports.map(({ order, command, correlation }) => ({
    subject: { company: system.company, order }, command, circumstance: { cause: `${system.name}/${remote.kind}/${remote.theirId}`, correlation },
  })))
  const told = ours.flatMap((one) => one.reports.map(() => one))
  const keep = async (tx: Tx, outcomes: readonly Outcome[]): Promise<void> => {
    // a change that no version tells of must not become what we last heard: the night finds it
    await links.save(tx, ours.filter(({ isHeard, isMoved }) => !isHeard || isMoved).map(({ remote, stream, revision, ourId }) =>
      linkOf({ company: system.company, system: system.name, kind: remote.kind, ourId, stream, revision }, remote)))
    for (const { remote, unallocated } of ours) if (unallocated !== undefined) await noteUnallocated(context, tx, system, remote, unallocated)
    let place = 0
    for (const { remote, reports } of ours) {
      const own = outcomes.slice(place, place += reports.length)
      if (isShared(remote) && reports.length > 0) await sendCollective(context, tx, system, remote, own)
    }
    for (const [index, outcome] of outcomes.entries()) await note(context, tx, system, submissions[index]!, outcome, told[index]!)
    for (const one of ours) await noteException(context, tx, system, one)
    if (cursor !== undefined) await runs.setCursor(tx, system.company, system.name, remotes[0]!.kind, cursor)
  }
  if (ours.length === 0 && cursor === undefined) return
  const outcomes = submissions.length > 0 ? await submitAll(context, submissions, keep) : await context.store.write(async (tx) => { await keep(tx, []); return [] })
  for (const outcome of outcomes) {
    if (outcome.outcome === 'refused') followed[mayComeTrue(outcome.findings) ? 'parked' : 'refused']++
    else if (outcome.changed) followed.applied++
  }
  const payers = outcomes.flatMap((outcome, index) => (submissions[index]!.command.type === 'pay' && outcome.outcome === 'accepted' && outcome.changed ? outcome.order.buyer ?? [] : []))
  followed.applied += await judgeHeldAgain(context, system.company, new Set(payers))
  const moved = ours.filter(({ isHeard }) => !isHeard).map(({ remote }) => remote)
  if (moved.some(({ kind }) => isHeldBy(kind))) await askAgain(context, system.company, { system: system.name, remotes: moved })
  // who was heard last may contradict who was heard before
  await noteContradictions(context, system.company, [...new Set(ours.flatMap(({ isHeard, stream }) => (isHeard || !stream.startsWith('order/') ? [] : [stream.slice('order/'.length)])))])
}

/** What a record says that happened to an order. */
interface Report { order: string; command: Command; correlation: string }
/** `unallocated` is what of a payment is on no invoice; one that has come onto an order's invoice has moved to its stream. */
interface OurNews { remote: Remote; before?: Link; isHeard: boolean; isMoved: boolean; ourId: string; stream: string; reports: Report[]; revision: number; unallocated?: string }

/** Those of the remotes that are about orders of ours and say something, with what follows from them; with few queries for all. */
async function newsOf({ store }: Context, system: System, said: readonly Remote[], followed: Followed): Promise<OurNews[]> {
  const { company, name } = system
  const booked = said.filter(({ kind }) => kind === 'payment').map(({ theirId }) => theirId)
  const before = booked.length === 0 ? undefined : await links.ofTheirs(store, company, name, 'payment', booked)
  const remotes = said.map((remote) => asFirstNamed(before?.get(remote.theirId), remote))
  const payments = system.authority.includes('payment') ? await sharesOf(store, company, name, remotes) : new Map<Remote, PaymentNews>()
  const named = (remote: Remote): string[] => divided(remote)?.map(({ order }) => order) ?? (orderIdOf(remote) === undefined ? [] : [orderIdOf(remote)!])
  const divided = (remote: Remote): Omit<Report, 'correlation'>[] | undefined => payments.get(remote)?.shares ?? (isShared(remote) && system.authority.includes(remote.kind) ? sharedInvoice(remote, name) : undefined)
  const known = await ordersAmong(store, company, remotes.flatMap(named))
  const mine = remotes.filter((remote) => named(remote).some((order) => known.has(order)) || !isZero(payments.get(remote)?.unallocated ?? '0'))
  followed.foreign += remotes.length - mine.length
  const heard = await heardOf(store, company, name, mine)
  const givenUp = await givenUpAmong(store, company, name, mine)
  const reported = (remote: Remote): Omit<Report, 'correlation'>[] =>
    divided(remote)?.filter(({ order }) => known.has(order)) ?? [...commandsOf(remote, system), ...givenUp.get(remote) ?? []].map((command) => ({ order: orderIdOf(remote)!, command }))
  const correlations = await correlationsOf(store, company, mine.flatMap((remote) => reported(remote).map(({ order }) => `order/${order}`)))
  return mine.flatMap((remote): OurNews[] => {
    const link = heard.get(remote)
    const unallocated = payments.get(remote)?.unallocated
    const reports = reported(remote).map((report) => ({ ...report, correlation: correlations.get(`order/${report.order}`) ?? report.order }))
    const isHeard = link?.theirId === remote.theirId && link.version === remote.version && link.asOf === remote.asOf
    if (!isHeard) followed.changes++
    const order = named(remote).find((one) => known.has(one))
    const stream = link?.stream.startsWith('order/') || (isShared(remote) && link) ? link.stream : isShared(remote) ? ourIdOf(remote, name) : order !== undefined ? `order/${order}` : link?.stream ?? bookingStream(name, remote)
    // polls overlap: what was heard before and moves nothing is not written again
    return isHeard && reports.length === 0 && isZero(unallocated ?? '0') ? [] : [{ remote, before: link, isHeard, isMoved: link !== undefined && link.stream !== stream, ourId: link?.ourId ?? ourIdOf(remote, name), stream, reports, revision: link?.revision ?? 0, unallocated }]
  })
}

/** The links of these records: by our id, and of a payment by its own, since what it is on may change. */
async function heardOf(store: Store, company: string, system: string, remotes: readonly Remote[]): Promise<ReadonlyMap<Remote, Link>> {
  const heard = new Map<Remote, Link>()
  for (const [kind, said] of Map.groupBy(remotes, (remote) => remote.kind)) {
    const known = await links.ofOurs(store, company, system, kind, said.map((remote) => ourIdOf(remote, system)))
    for (const remote of said) {
      const link = known.get(ourIdOf(remote, system)) ?? (kind === 'payment' ? await links.byTheirs(store, company, system, kind, remote.theirId) : undefined)
      if (link) heard.set(remote, link)
    }
  }
  return heard
}

function commandsOf(remote: Remote, system: System): Command[] {
  return system.authority.includes(remote.kind) ? REMOTE_COMMANDS[remote.kind]?.(remote, system.name) ?? [] : []
}

/** An order that waits there for an answer is told at once, and not by the night; once it goes on there, so is that. */
async function noteException(context: Context, tx: Tx, system: System, { remote, before, isHeard, ourId, stream, revision }: OurNews): Promise<void> {
  if (isHeard || remote.kind !== 'order' || (remote.state !== EXCEPTION && before?.state !== EXCEPTION)) return
  const order = await orders.get(tx, system.company, stream.slice('order/'.length))
  const link = linkOf({ company: system.company, system: system.name, kind: remote.kind, ourId, stream, revision }, remote)
  const found = order && compareHeld(system, link, order, remote).find(({ theirs }) => theirs === EXCEPTION)
  if (found) return void await noteDifference(context, tx, system.company, found)
  const open = (await cases.openOf(tx, system.company, 'status', [stream])).get(stream) ?? []
  for (const one of open.filter((each) => each.system === system.name && each.theirs === EXCEPTION)) await cases.close(tx, one.id, { result: 'it goes on there', by: context.actor, at: instant(context) })
}

async function note(context: Context, tx: Tx, system: System, submission: Submission, outcome: Outcome, { remote, ourId, stream, revision }: OurNews): Promise<void> {
  if (outcome.outcome === 'accepted') {
    if (!outcome.changed) return
    await noteUndelivered(context, tx, submission)
    return noteRefund(context, tx, submission, outcome.order)
  }
  if (mayComeTrue(outcome.findings)) return park(context, tx, submission, outcome)
  const link = linkOf({ company: system.company, system: system.name, kind: remote.kind, ourId, stream, revision }, remote)
  const held = outcome.order && compareHeld(system, link, outcome.order, remote).find(({ field }) => field === HELD)
  if (held) return void await noteDifference(context, tx, system.company, held)
  await cases.open(tx, {
    id: uuidv7(), company: system.company, kind: 'contradiction', system: system.name, subject: `order/${submission.subject.order}`, field: nameOf(submission.command),
    text: `${system.name} reports what can't be: ${outcome.findings.map((f) => f.text).join(' ')} Look at the order there and here, then correct the one that is wrong.`,
    seenAt: instant(context), detail: { command: submission.command },
  })
}
