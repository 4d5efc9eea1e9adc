import { type Connector } from '../connectors/connector'
import { open as openCircuits } from '../store/circuits'
import * as documents from '../store/documents'
import * as links from '../store/links'
import * as outbox from '../store/outbox'
import { type Message } from '../store/records'
import { Circuits } from './circuits'
import { type Context, machineOf } from './context'
import { type Attempt, leaseMs, send } from './send'
import { Settling } from './settle'
import { type System, systemsOf } from './systems'
import { type Step, traced } from './trace'

export interface Dispatched {
  claimed: number
  done: number
  refused: number
  postponed: number
  dead: number
}

/** How long a round goes on claiming, in ms: then systems are read anew. */
const ROUND_MS = 1000

/**
 * One round of the outbox: claims due messages, carries each out on its system, and commits what came of it together with
 * the link, the order's event, and the claim of the message that goes out in its place. Systems work side by side; one that is
 * down delays none of the others. Safe in any number of processes: a message has one owner at a time, and a late answer of an
 * old attempt is not accepted. With a limit, so many a system at most.
 */
export async function dispatch(context: Context, options: { limit?: number; systems?: readonly string[] } = {}): Promise<Dispatched> {
  const live = (await systemsOf(context)).filter((system) => system.mode === 'live' && (!options.systems || options.systems.includes(system.name)))
  const counts: Dispatched = { claimed: 0, done: 0, refused: 0, postponed: 0, dead: 0 }
  const circuits = await Circuits.now(context)
  const { nowMs } = machineOf(context)
  const until = options.limit === undefined ? nowMs() + ROUND_MS : 0
  const leaseOf = ({ company, connector }: System) => ({ company, owner: context.owner, nowMs: nowMs(), leaseMs: () => leaseMs(connector) })
  const settling = new Settling(context, async (tx, ended) => {
    if (nowMs() >= until) return []
    const next: Message[] = []
    for (const system of live) {
      const positions = ended.filter((message) => message.company === system.company && message.system === system.name).map(({ position }) => position)
      if (positions.length === 0 || !circuits.answers(system)) continue
      next.push(...await outbox.claimNext(tx, { ...leaseOf(system), system: system.name, limit: positions.length, after: Math.min(...positions) }))
    }
    return next
  })
  const carryOut = async (system: System, first: Message): Promise<void> => {
    for (let message: Message | undefined = first; message; ) {
      counts.claimed++
      const attempt = await attemptAt(context, system.connector, message)
      message = await settling.add({ message, attempt })
      await circuits.heard(system, attempt)
    }
  }
  const ends = await Promise.allSettled(live.map(async (system) => {
    const room = await circuits.room(system)
    if (room === 0) return
    // no more than go out at once: a message that only waits in a batch would use up its lease
    const messages = await outbox.claim(context.store, { ...leaseOf(system), systems: [system.name], limit: Math.min(options.limit ?? room, room) })
    await Promise.all(messages.map((message) => carryOut(system, message)))
  }))
  for (const { attempt } of await settling.finished()) count(counts, attempt)
  const failure = ends.find((end) => end.status === 'rejected')
  if (failure) throw failure.reason
  return counts
}

/** Dispatches until nothing is due within `patienceMs`, or the signal ends it. Back-off and settle times are waited for. */
export async function drain(context: Context, options: { patienceMs: number; signal?: AbortSignal }): Promise<Dispatched> {
  const total: Dispatched = { claimed: 0, done: 0, refused: 0, postponed: 0, dead: 0 }
  const { nowMs, sleep } = machineOf(context)
  const until = nowMs() + options.patienceMs
  while (!options.signal?.aborted) {
    const round = await dispatch(context)
    for (const key of Object.keys(total) as (keyof Dispatched)[]) total[key] += round[key]
    if (round.claimed > 0) continue
    const next = await outbox.nextDueMs(context.store)
    // what is due and not claimed belongs to a system that is off, or to another worker
    if (next === undefined || next > until || nowMs() > until) return total
    // one that does not answer is due all the time, and gets a probe now and then
    const least = (await openCircuits(context.store)).length > 0 ? 1000 : 50
    await sleep(Math.max(least, next - nowMs()), options.signal)
  }
  return total
}

async function attemptAt(context: Context, connector: Connector, message: Message): Promise<Attempt> {
  const link = await links.byOurs(context.store, message.company, message.system, message.kind, message.ourId)
  const { nowMs } = machineOf(context)
  const started = nowMs()
  const { system, kind, action, ourId } = message
  const attempt = await traced(context, `${action} ${kind} in ${system}`, { correlation: message.correlation, attributes: { system, kind, action, ourId, message: message.id, attempt: message.attempt }, ended: endOf },
    async () => send(context, connector, await withBytes(context, message), link?.theirId))
  context.log(attempt.state === 'done' ? 'info' : 'warn', 'message', {
    system: message.system, kind: message.kind, action: message.action, ourId: message.ourId, attempt: message.attempt, state: attempt.state,
    ms: nowMs() - started, correlation: message.correlation, ...(attempt.state === 'done' ? { theirId: attempt.remote.theirId } : { fault: attempt.fault.kind, text: attempt.fault.message }),
  })
  return attempt
}

const endOf = (attempt: Attempt): ReturnType<NonNullable<Step<Attempt>['ended']>> => (attempt.state === 'done'
  ? { attributes: { state: attempt.state, theirId: attempt.remote.theirId } } : { attributes: { state: attempt.state, fault: attempt.fault.kind }, failed: attempt.fault.message })

/** A document is kept once: its message names it, and its bytes are read when it goes out. */
async function withBytes(context: Context, message: Message): Promise<Message> {
  if (message.kind !== 'document') return message
  const body = message.body as { sha256: string }
  return { ...message, body: { ...body, bytes: await documents.read(context.store, body.sha256) } }
}

function count(counts: Dispatched, attempt: Attempt): void {
  if (attempt.state === 'done') counts.done++
  else if (attempt.state === 'refused') counts.refused++
  else if (attempt.state === 'dead' || attempt.state === 'asking') counts.dead++
  else counts.postponed++
}
