import { type Connector, type Call, type Outgoing, type Remote } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import { type Message, type MessageState } from '../store/records'
import { type Context, machineOf } from './context'
import { type KeptTrip } from './hearing'
import { type Machine } from './machine'
import { pause, RETRY } from './retry'
import { isForgotten, type Known, movedOf, ownOf, seenOf, shows, thereAfterAll } from './shown'

/** How one attempt at a message ended. */
export type Attempt = { exchange?: Exchanged } & (
  | { state: 'done'; remote: Remote }
  | { state: Exclude<MessageState, 'done' | 'sending'>; fault: Fault; notBeforeMs: number; unsure: boolean
    /** How many attempts so far ended with the system having us wait. (Default: none) */
    waits?: number
    /** In how many attempts in a row up to this one a call that only reads was refused. (Default: none) */
    refusedReads?: number })

/** What went to and fro for it: when it began by the real clock, how long it took, and every trip. */
export interface Exchanged { startedMs: number; ms: number; trips: KeptTrip[] }

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
    fresh: message.unsure || (message.resends ?? 0) > 0,
    ...(heard ? { heard } : {}),
    guard: () => { if (machine.nowMs() >= deadline) throw new Fault('again', 'The lease of this message is over; it was not sent.', { uncalled: true }) },
  }
  let isSent = false
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
    isSent = true
    return { state: 'done', remote: movedOf(outgoing, ownOf(outgoing, await connector.send(outgoing, call), connector, 'unknown'), connector, known) }
  } catch (error) {
    const fault = error instanceof Fault ? error : new Fault('unknown', `${connector.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    const reads = (message.fault?.refusedReads ?? 0) + 1
    if (isRefusedRead(fault) && reads < BELIEVED_READS) return { ...failed(machine, connector, message, new Fault('again', fault.message, fault.detail)), refusedReads: reads }
    if (fault.kind !== 'refused' || fault.detail.code === undefined || outgoing.action === 'change') return failed(machine, connector, message, fault)
    const there = await thereAfterAll(connector, outgoing, call)
    if (there === 'unseen') return failed(machine, connector, message, message.unsure ? new Fault('unknown', fault.message, fault.detail) : fault)
    if (there) return { state: 'done', remote: there }
    // only a look was refused, and one more was not
    return failed(machine, connector, message, isSent ? fault : new Fault('again', fault.message, fault.detail))
  }
}

/** A refused read says nothing of what was to be written, and what stands before a system says "not here" while it is restarted: it stands only in so many attempts in a row, over some minutes. */
const BELIEVED_READS = 10

const isRefusedRead = ({ kind, detail }: Fault): boolean => kind === 'refused' && detail.read === true

/** Attempts at which the system only had us wait count by themselves. */
function failed({ nowMs, chance }: Machine, connector: Connector, message: Message, fault: Fault): Exclude<Attempt, { state: 'done' }> {
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
