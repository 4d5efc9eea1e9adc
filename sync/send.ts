import { type Connector, type Call, type Outgoing, type Remote } from '../connectors/connector'
import { Fault, type FaultKind } from '../connectors/fault'
import { compare, isDecimal } from '../orders/decimal'
import { type Link, type Message, type MessageState } from '../store/records'
import { type Context, machineOf } from './context'
import { type KeptTrip } from './hearing'
import { type Machine } from './machine'
import { pause, RETRY } from './retry'

/** How one attempt at a message ended. */
export type Attempt = { exchange?: Exchanged } & (
  | { state: 'done'; remote: Remote }
  | { state: Exclude<MessageState, 'done' | 'sending'>; fault: Fault; notBeforeMs: number; unsure: boolean
    /** How many attempts so far ended with the system having us wait. (Default: none) */
    waits?: number })

/** What went to and fro for it: when it began by the real clock, how long it took, and every trip. */
export interface Exchanged { startedMs: number; ms: number; trips: KeptTrip[] }

/** What is known of the record that a change or a cancel is about. */
export type Known = Pick<Link, 'theirId' | 'version'>

/** How long an attempt may take in all, in ms: a look, the call and the reading back. */
export const budget = (connector: Connector): number => connector.timeout * 3 + 1000

/** How long a message is ours: longer than any attempt plus the time in which a lost call may still commit there. */
export const leaseMs = (connector: Connector): number => budget(connector) + connector.settle

/**
 * One attempt at one effect on one system (architecture 5). Looks before it creates where the system has no key of ours;
 * after an attempt that may have been carried out it sends again only what a look shows as not done, or by the same key;
 * where neither is possible a person is asked. Never throws.
 */
export async function send(context: Pick<Context, 'machine'>, connector: Connector, message: Message, known?: Known, heard?: Call['heard']): Promise<Attempt> {
  const machine = machineOf(context)
  const deadline = message.leaseUntilMs! - connector.settle
  const outgoing = outgoingOf(message, known?.theirId)
  const call: Call = {
    signal: machine.expiry(Math.max(0, deadline - machine.nowMs())),
    correlation: message.correlation,
    fresh: message.unsure,
    ...(heard ? { heard } : {}),
    guard: () => { if (machine.nowMs() >= deadline) throw new Fault('again', 'The lease of this message is over; it was not sent.', { uncalled: true }) },
  }
  try {
    if (message.unsure && connector.repeat === 'ask') {
      return { state: 'asking', fault: new Fault('unknown', `${connector.name} may or may not have carried it out, and has no way to look. Look there, then close the case with what you saw.`), notBeforeMs: 0, unsure: true }
    }
    if (connector.repeat === 'find' && (message.unsure || message.action === 'create')) {
      const found = ownOf(outgoing, await connector.find(outgoing.kind, outgoing.ourId, call), connector, 'again')
      if (found && shows(outgoing, found)) return { state: 'done', remote: found }
    }
    if (connector.repeat === 'key' && message.unsure && isForgotten(message, machine.nowMs())) {
      const found = await seenOf(connector, outgoing, call)
      if (found === 'unseen') return { state: 'asking', fault: new Fault('unknown', `${connector.name} may or may not have carried it out, cannot be asked for it, and may not know its key any more. Look there, then close the case with what you saw.`), notBeforeMs: 0, unsure: true }
      if (found && shows(outgoing, found)) return { state: 'done', remote: found }
    }
    return { state: 'done', remote: movedOf(outgoing, ownOf(outgoing, await connector.send(outgoing, call), connector, 'unknown'), connector, known) }
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault('unknown', `${connector.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    if (fault.kind !== 'refused' || fault.detail.code === undefined || outgoing.action === 'change') return failed(machine, connector, message, fault)
    const there = await thereAfterAll(connector, outgoing, call)
    if (there === 'unseen') return failed(machine, connector, message, message.unsure ? new Fault('unknown', fault.message, fault.detail) : fault)
    return there ? { state: 'done', remote: there } : failed(machine, connector, message, fault)
  }
}

/** How long a system surely knows a key of ours; many forget one after a day. */
export const KEY_LIVES_MS = 12 * 3_600_000

/** Was it sent so long ago that the system may have forgotten its key, and would carry it out a second time? */
export const isForgotten = ({ endedMs }: Pick<Message, 'endedMs'>, nowMs: number): boolean => endedMs !== undefined && nowMs - endedMs > KEY_LIVES_MS

/** What is there of it; `unseen` where the system has no such look-up. Throws where it could not be asked. */
export async function seenOf(connector: Connector, outgoing: Pick<Outgoing, 'kind' | 'ourId'>, call: Call): Promise<Remote | 'unseen' | undefined> {
  try {
    return ownOf(outgoing, await connector.find(outgoing.kind, outgoing.ourId, call), connector, 'again')
  } catch (error) {
    if (isNoLookUp(error)) return 'unseen'
    throw error
  }
}

/** A system that has no such look-up says so without being asked. */
const isNoLookUp = (error: unknown): boolean => error instanceof Fault && error.detail.code === undefined && error.kind === 'refused'

/** Throws where a change or a cancel of an order left it as we knew it, and not as it was to be: the success may be one that was answered before, or nothing was done. */
function movedOf(outgoing: Outgoing, remote: Remote, connector: Connector, known: Known | undefined): Remote {
  if (outgoing.action === 'create' || !MOVED.has(outgoing.kind) || remote.version !== known?.version || shows(outgoing, remote)) return remote
  throw new Fault('unknown', `${connector.name} answered the ${outgoing.action} of ${remote.kind} ${remote.theirId} with success, and shows it as it was before`)
}

const MOVED: ReadonlySet<string> = new Set<Outgoing['kind']>(['order', 'part'])

/** Throws where it is another record of ours: answers get mixed up on their way, and no other proves anything of this one. */
function ownOf<T extends Remote | undefined>(outgoing: Pick<Outgoing, 'ourId'>, remote: T, connector: Connector, doubt: FaultKind): T {
  if (remote?.ourId === undefined || remote.ourId === outgoing.ourId) return remote
  throw new Fault(doubt, `${connector.name} answered with ${remote.kind} ${remote.theirId}, which is ${remote.ourId} and not ${outgoing.ourId}: something on the way mixes up answers, or it does not look for what it is asked for`)
}

/**
 * What was refused is looked for all the same: a gateway may refuse what the system has done by then, and a repeat of what was done may be refused for that.
 * `unseen` where it could not be looked for.
 */
async function thereAfterAll(connector: Connector, outgoing: Outgoing, call: Call): Promise<Remote | 'unseen' | undefined> {
  try {
    const found = ownOf(outgoing, await connector.find(outgoing.kind, outgoing.ourId, call), connector, 'again')
    // a record that was there before, and was to have another content, is no proof
    return found && shows(outgoing.action === 'create' ? { ...outgoing, action: 'change' } : outgoing, found) ? found : undefined
  } catch (error) {
    return isNoLookUp(error) ? undefined : 'unseen'
  }
}

/** Attempts at which the system only had us wait count by themselves. */
function failed({ nowMs, chance }: Machine, connector: Connector, message: Message, fault: Fault): Attempt {
  const rule = RETRY[fault.kind]
  const unsure = message.unsure || fault.kind === 'unknown'
  const waits = (message.fault?.waits ?? 0) + (fault.kind === 'wait' ? 1 : 0)
  const attempt = fault.kind === 'wait' ? waits : message.attempt - waits
  const state = fault.kind !== 'refused' && attempt >= rule.attempts ? 'dead' : unsure && rule.state === 'waiting' ? 'unknown' : rule.state
  return {
    state: state as Exclude<MessageState, 'done' | 'sending'>, fault, unsure, ...(waits > 0 ? { waits } : {}),
    notBeforeMs: nowMs() + pause(fault.kind, attempt, connector.settle, fault.detail.waitMs, chance()),
  }
}

const outgoingOf = (message: Message, theirId: string | undefined): Outgoing => ({
  kind: message.kind as Outgoing['kind'], action: message.action as Outgoing['action'], ourId: message.ourId, revision: message.revision, body: message.body, theirId,
  // a record that is gone is made anew: under its old key the system would only repeat its old answer
  key: message.resends ? `${message.id}/${message.resends}` : message.id, correlation: message.correlation,
})

/** Does the record there show what the message wants? A create by being there, a cancel by its state, a change by its lines. */
export function shows(message: Outgoing, remote: Remote): boolean {
  if (message.action === 'create') return true
  if (message.action === 'cancel') return /cancel|withdrawn/i.test(remote.state)
  const wanted = (message.body as { lines?: { id?: string; line?: string; quantity: string }[] } | undefined)?.lines ?? []
  const there = new Map((remote.lines ?? []).map((line) => [line.id, line.quantity]))
  return wanted.length === there.size && wanted.every((line) => {
    const quantity = there.get(line.id ?? line.line ?? '')
    return quantity !== undefined && isDecimal(quantity) && compare(quantity, line.quantity) === 0
  })
}
