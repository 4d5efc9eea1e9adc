import { type MessageRow } from './models/engine'
import { type Message, type MessageState } from './records'
import { joined } from './longText'
import { ownerOf } from './room'
import { type Db } from './store'

export const bodyOwner = (message: { id: string }) => ['message', message.id]

export async function toMessage(db: Db, row: MessageRow): Promise<Message> {
  const message: Omit<Message, 'body'> & Unread = {
    id: row.id, company: row.company, system: row.system, kind: row.kind, ourId: row.our_id, revision: row.revision, action: row.action, stream: row.stream,
    correlation: row.correlation, createdAt: row.created_at, position: row.position,
    state: row.state as MessageState, attempt: row.attempt, owner: ownerOf(row.owner), leaseUntilMs: row.state === 'sending' ? row.not_before_ms : undefined, notBeforeMs: row.not_before_ms,
    endedMs: row.ended_ms ?? undefined, unsure: row.unsure === 1, resends: row.resends ?? 0, fault: parsed<Message['fault']>(row.fault), result: parsed(row.result), doneAt: row.done_at ?? undefined,
    [BODY]: await joined(db, bodyOwner(row), row.body, row.body_parts),
  }
  return Object.defineProperty(message, 'body', READ) as Omit<Message, 'body'> as Message
}

/** Where a message has its body: as text until it is read. */
const BODY = Symbol('body')
interface Unread { [BODY]: string | { value: unknown } }

/**
 * Whoever claims, supersedes or lists messages by the hundred reads few bodies. One getter for all of them: each of its own would make a dictionary of the message
 * to the engine, and keep it there until all of the memory is swept.
 */
const READ: PropertyDescriptor = {
  enumerable: true, configurable: true,
  get(this: Unread): unknown {
    if (typeof this[BODY] === 'string') this[BODY] = { value: JSON.parse(this[BODY]) as unknown }
    return this[BODY].value
  },
}

const parsed = <T>(text: string | null): T | undefined => (text === null ? undefined : JSON.parse(text) as T)
