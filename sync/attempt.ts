import { type Connector } from '../connectors/connector'
import * as documents from '../store/documents'
import * as links from '../store/links'
import { type Message } from '../store/records'
import { type Context, machineOf } from './context'
import { hearing } from './hearing'
import { type Attempt, send } from './send'
import { type Step, traced } from './trace'

/** One attempt at a message, with the link that it needs, traced and logged. Throws only where the store cannot be read. */
export async function attemptAt(context: Context, connector: Connector, message: Message): Promise<Attempt> {
  // what is to be made is known by our id alone
  const link = message.action === 'create' ? undefined : await links.byOurs(context.store, message.company, message.system, message.kind, message.ourId)
  const { nowMs } = machineOf(context)
  const started = nowMs()
  const { system, kind, action, ourId } = message
  const { heard, trips } = hearing()
  const attempt = await traced(context, `${action} ${kind} in ${system}`, { correlation: message.correlation, attributes: { system, kind, action, ourId, message: message.id, attempt: message.attempt }, ended: endOf },
    async () => send(context, connector, await withBytes(context, message), link, heard))
  const ms = nowMs() - started
  context.log(attempt.state === 'done' ? 'info' : 'warn', 'message', {
    system: message.system, kind: message.kind, action: message.action, ourId: message.ourId, attempt: message.attempt, state: attempt.state,
    ms, correlation: message.correlation, ...(attempt.state === 'done' ? { theirId: attempt.remote.theirId } : { fault: attempt.fault.kind, text: attempt.fault.message }),
  })
  return trips.length === 0 ? attempt : { ...attempt, exchange: { startedMs: started, ms, trips } }
}

const endOf = (attempt: Attempt): ReturnType<NonNullable<Step<Attempt>['ended']>> => (attempt.state === 'done'
  ? { attributes: { state: attempt.state, theirId: attempt.remote.theirId } } : { attributes: { state: attempt.state, fault: attempt.fault.kind }, failed: attempt.fault.message })

/** A document is kept once: its message names it, and its bytes are read when it goes out. */
async function withBytes(context: Context, message: Message): Promise<Message> {
  if (message.kind !== 'document') return message
  const body = message.body as { sha256: string }
  return { ...message, body: { ...body, bytes: await documents.read(context.store, body.sha256) } }
}
