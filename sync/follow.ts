import { type Change, type Remote } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import { type Command } from '../orders/command'
import * as cases from '../store/cases'
import * as links from '../store/links'
import { ordersAmong } from '../store/orderPages'
import { type Link } from '../store/records'
import * as runs from '../store/runs'
import { type Tx } from '../store/store'
import { correlationsOf } from '../store/streams'
import { toldNews } from './circuits'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { linkOf } from './link'
import { park, retryParked } from './park'
import { orderIdOf, ourIdOf, REPORTS } from './reports'
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
export const FOLLOWED = ['order', 'part', 'production', 'despatch', 'shipment', 'invoice', 'payment', 'quotation', 'webOrder', 'statement'] as const
/** Stands beside the cursors: when a system was last asked for all of its news, and answered. */
const POLLED = 'polled'

/**
 * Asks every system what changed since the cursor, and submits what it means. Links, commands and cursor commit together,
 * so that a kill repeats at most what counts once anyway. A system that is down delays only its own news.
 */
export async function follow(context: Context, options: { systems?: readonly string[] } = {}): Promise<Followed> {
  const followed = nothing()
  for (const system of await systemsOf(context)) {
    if (system.mode === 'off' || (options.systems && !options.systems.includes(system.name))) continue
    try {
      for (const kind of FOLLOWED) if (system.connector.follows.includes(kind)) await followKind(context, system, kind, followed)
      await noteClock(context, system)
      await context.store.write((tx) => runs.setCursor(tx, system.company, system.name, POLLED, instant(context)))
      await toldNews(context, system)
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      followed.unreachable[system.name] = error.message
      context.log('warn', 'follow', { system: system.name, fault: error.kind, text: error.message })
    }
  }
  followed.applied += await retryParked(context)
  return followed
}

async function followKind(context: Context, system: System, kind: (typeof FOLLOWED)[number], followed: Followed): Promise<void> {
  let batch: Change[] = []
  const flush = async (): Promise<void> => {
    await applyChanges(context, system, batch, followed)
    batch = []
  }
  const since = await runs.getCursor(context.store, system.company, system.name, kind)
  for await (const change of system.connector.changes(kind, since ?? '', { correlation: `follow/${system.name}/${kind}` })) {
    if (isTakenIn(change.remote)) {
      await flush()
      await takeIn(context, system, change, followed)
      continue
    }
    batch.push(change)
    if (batch.length >= BATCH) await flush()
  }
  await flush()
}

/** What a system said of a record, and by a poll where the next one goes on. */
type News = Pick<Change, 'remote'> & Partial<Pick<Change, 'cursor'>>

/** A record that takes another's place (somebody copied one there) becomes a case; the others of its poll go on. */
export async function applyChanges(context: Context, system: System, changes: readonly News[], followed: Followed): Promise<void> {
  if (changes.length === 0) return
  const { cursor, remote } = changes.at(-1)!
  try {
    await applyRemotes(context, system, changes.map((change) => change.remote), followed, cursor)
  } catch (error) {
    if (!(error instanceof links.LinkConflict)) throw error
    if (changes.length > 1) {
      for (const change of changes) await applyChanges(context, system, [change], followed)
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
  const submissions = ours.flatMap(({ remote, stream, commands, correlation }): Submission[] => commands.map((command) => ({
    subject: { company: system.company, order: stream.slice('order/'.length) }, command,
    circumstance: { cause: `${system.name}/${remote.kind}/${remote.theirId}`, correlation },
  })))
  const keep = async (tx: Tx, outcomes: readonly Outcome[]): Promise<void> => {
    // a change that no version tells of must not become what we last heard: the night finds it
    await links.save(tx, ours.filter(({ isHeard }) => !isHeard).map(({ remote, stream, revision }) =>
      linkOf({ company: system.company, system: system.name, kind: remote.kind, ourId: ourIdOf(remote, system.name), stream, revision }, remote)))
    for (const [index, outcome] of outcomes.entries()) await note(context, tx, system, submissions[index]!, outcome)
    if (cursor !== undefined) await runs.setCursor(tx, system.company, system.name, remotes[0]!.kind, cursor)
  }
  const outcomes = submissions.length > 0 ? await submitAll(context, submissions, keep) : await context.store.write(async (tx) => { await keep(tx, []); return [] })
  for (const outcome of outcomes) {
    if (outcome.outcome === 'refused') followed[outcome.findings.some((f) => f.code === 'too-early') ? 'parked' : 'refused']++
    else if (outcome.changed) followed.applied++
  }
}

interface OurNews { remote: Remote; isHeard: boolean; stream: string; commands: Command[]; revision: number; correlation: string }

/** Those of the remotes that are about orders of ours and say something, with what follows from them; with few queries for all. */
async function newsOf({ store }: Context, system: System, remotes: readonly Remote[], followed: Followed): Promise<OurNews[]> {
  const { company, name } = system
  const known = await ordersAmong(store, company, remotes.flatMap((remote) => orderIdOf(remote) ?? []))
  const mine = remotes.filter((remote) => known.has(orderIdOf(remote) ?? ''))
  followed.foreign += remotes.length - mine.length
  const heard = new Map<string, Link>()
  for (const [kind, said] of Map.groupBy(mine, (remote) => remote.kind)) {
    for (const link of (await links.ofOurs(store, company, name, kind, said.map((remote) => ourIdOf(remote, name)))).values()) heard.set(`${kind} ${link.ourId}`, link)
  }
  const correlations = await correlationsOf(store, company, mine.filter((remote) => commandsOf(remote, system).length > 0).map(streamOf))
  return mine.flatMap((remote): OurNews[] => {
    const link = heard.get(`${remote.kind} ${ourIdOf(remote, name)}`)
    const commands = commandsOf(remote, system)
    const isHeard = link?.theirId === remote.theirId && link.version === remote.version && link.asOf === remote.asOf
    if (!isHeard) followed.changes++
    // polls overlap: what was heard before and moves nothing is not written again
    return isHeard && commands.length === 0 ? [] : [{ remote, isHeard, stream: streamOf(remote), commands, revision: link?.revision ?? 0, correlation: correlations.get(streamOf(remote)) ?? orderIdOf(remote)! }]
  })
}

const streamOf = (remote: Remote): string => `order/${orderIdOf(remote)}`

function commandsOf(remote: Remote, system: System): Command[] {
  return system.authority.includes(remote.kind) ? REPORTS[remote.kind]?.(remote, system.name) ?? [] : []
}

async function note(context: Context, tx: Tx, system: System, submission: Submission, outcome: Outcome): Promise<void> {
  if (outcome.outcome === 'accepted') return outcome.changed ? noteUndelivered(context, tx, submission) : undefined
  if (outcome.findings.some((finding) => finding.code === 'too-early')) return park(context, tx, submission, outcome)
  await cases.open(tx, {
    id: uuidv7(), company: system.company, kind: 'contradiction', system: system.name, subject: `order/${submission.subject.order}`, field: submission.command.type,
    text: `${system.name} reports what can't be: ${outcome.findings.map((f) => f.text).join(' ')} Look at the order there and here, then correct the one that is wrong.`,
    seenAt: instant(context), detail: { command: submission.command },
  })
}
