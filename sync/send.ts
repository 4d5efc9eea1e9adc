import { type Connector, type Call, type Outgoing, type Remote } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import { compare, isDecimal } from '../orders/decimal'
import { type Message, type MessageState } from '../store/records'
import { type Context, machineOf } from './context'
import { type Machine } from './machine'
import { pause, RETRY } from './retry'

/** How one attempt at a message ended. */
export type Attempt =
  | { state: 'done'; remote: Remote }
  | { state: Exclude<MessageState, 'done' | 'sending'>; fault: Fault; notBeforeMs: number; unsure: boolean }

/** How long an attempt may take in all, in ms: a look, the call and the reading back. */
export const budget = (connector: Connector): number => connector.timeout * 3 + 1000

/** How long a message is ours: longer than any attempt plus the time in which a lost call may still commit there. */
export const leaseMs = (connector: Connector): number => budget(connector) + connector.settle

/**
 * One attempt at one effect on one system (architecture 5). Looks before it creates where the system has no key of ours;
 * after an attempt that may have been carried out it sends again only what a look shows as not done, or by the same key;
 * where neither is possible a person is asked. Never throws.
 */
export async function send(context: Pick<Context, 'machine'>, connector: Connector, message: Message, theirId: string | undefined): Promise<Attempt> {
  const machine = machineOf(context)
  const deadline = message.leaseUntilMs! - connector.settle
  const outgoing = outgoingOf(message, theirId)
  const call: Call = {
    signal: machine.expiry(Math.max(0, deadline - machine.nowMs())),
    correlation: message.correlation,
    guard: () => { if (machine.nowMs() >= deadline) throw new Fault('again', 'The lease of this message is over; it was not sent.', { uncalled: true }) },
  }
  try {
    if (message.unsure && connector.repeat === 'ask') {
      return { state: 'asking', fault: new Fault('unknown', `${connector.name} may or may not have carried it out, and has no way to look. Look there, then close the case with what you saw.`), notBeforeMs: 0, unsure: true }
    }
    if (connector.repeat === 'find' && (message.unsure || message.action === 'create')) {
      const found = await connector.find(outgoing.kind, outgoing.ourId, call)
      if (found && shows(outgoing, found)) return { state: 'done', remote: found }
    }
    return { state: 'done', remote: await connector.send(outgoing, call) }
  } catch (error) {
    return failed(machine, connector, message, error instanceof Fault ? error : new Fault('unknown', `${connector.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error }))
  }
}

function failed({ nowMs, chance }: Machine, connector: Connector, message: Message, fault: Fault): Attempt {
  const rule = RETRY[fault.kind]
  const unsure = message.unsure || fault.kind === 'unknown'
  const state = fault.kind !== 'refused' && message.attempt >= rule.attempts ? 'dead' : unsure && rule.state === 'waiting' ? 'unknown' : rule.state
  return { state: state as Exclude<MessageState, 'done' | 'sending'>, fault, unsure, notBeforeMs: nowMs() + pause(fault.kind, message.attempt, connector.settle, fault.detail.waitMs, chance()) }
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
  const wanted = (message.body as { lines?: { id: string; quantity: string }[] }).lines ?? []
  const there = new Map((remote.lines ?? []).map((line) => [line.id, line.quantity]))
  return wanted.length === there.size && wanted.every((line) => {
    const quantity = there.get(line.id)
    return quantity !== undefined && isDecimal(quantity) && compare(quantity, line.quantity) === 0
  })
}
