import { type Call, type Connector, type Outgoing, type Remote } from '../connectors/connector'
import { Fault, type FaultKind } from '../connectors/fault'
import { compare, isDecimal } from '../orders/decimal'
import { type Link, type Message } from '../store/records'

/** What is known of the record that a change or a cancel is about. */
export type Known = Pick<Link, 'theirId' | 'version'>

/** Does the record there show what the message wants? A create by being there, a cancel by its state, a change by its lines. */
export function shows(message: Pick<Outgoing, 'action' | 'body'>, remote: Remote): boolean {
  if (message.action === 'create') return true
  if (message.action === 'cancel') return /cancel|withdrawn/i.test(remote.state)
  const wanted = (message.body as { lines?: { id?: string; line?: string; quantity: string }[] } | undefined)?.lines ?? []
  const there = new Map((remote.lines ?? []).map((line) => [line.id, line.quantity]))
  return wanted.length === there.size && wanted.every((line) => {
    const quantity = there.get(line.id ?? line.line ?? '')
    return quantity !== undefined && isDecimal(quantity) && compare(quantity, line.quantity) === 0
  })
}

/** How long a system surely knows a key of ours; many forget one after a day. */
const KEY_LIVES_MS = 12 * 3_600_000

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
export function movedOf(outgoing: Outgoing, remote: Remote, connector: Connector, known: Known | undefined): Remote {
  if (outgoing.action === 'create' || !MOVED.has(outgoing.kind) || remote.version !== known?.version || shows(outgoing, remote)) return remote
  throw new Fault('unknown', `${connector.name} answered the ${outgoing.action} of ${remote.kind} ${remote.theirId} with success, and shows it as it was before`)
}

const MOVED: ReadonlySet<string> = new Set<Outgoing['kind']>(['order', 'part'])

/**
 * Throws where it is another record: answers get mixed up on their way, and no other proves anything of this one. What we made carries our id, what others
 * made and we only change need not.
 */
export function ownOf<T extends Remote | undefined>(outgoing: Pick<Outgoing, 'ourId'> & Partial<Pick<Outgoing, 'action'>>, remote: T, connector: Connector, doubt: FaultKind): T {
  if (remote === undefined || remote.ourId === outgoing.ourId || (remote.ourId === undefined && outgoing.action !== 'create')) return remote
  throw new Fault(doubt, `${connector.name} answered with ${remote.kind} ${remote.theirId}, which is ${remote.ourId ?? 'none of ours'} and not ${outgoing.ourId}: something on the way mixes up answers, or it does not look for what it is asked for`)
}

/**
 * What was refused is looked for all the same: a gateway may refuse what the system has done by then, and a repeat of what was done may be refused for that.
 * `unseen` where it could not be looked for.
 */
export async function thereAfterAll(connector: Connector, outgoing: Outgoing, call: Call): Promise<Remote | 'unseen' | undefined> {
  try {
    const found = ownOf(outgoing, await connector.find(outgoing.kind, outgoing.ourId, call), connector, 'again')
    // a record that was there before, and was to have another content, is no proof
    return found && shows(outgoing.action === 'create' ? { ...outgoing, action: 'change' } : outgoing, found) ? found : undefined
  } catch (error) {
    return isNoLookUp(error) ? undefined : 'unseen'
  }
}
