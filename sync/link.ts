import { type Remote } from '../connectors/connector'
import { type Link, type Message } from '../store/records'

/** The proof of "once": what the system last said of the record that our message made. */
export const linkOf = (message: Pick<Message, 'company' | 'system' | 'kind' | 'ourId' | 'stream' | 'revision'>, remote: Remote): Link => ({
  company: message.company, system: message.system, kind: message.kind, ourId: message.ourId, stream: message.stream, revision: message.revision,
  theirId: remote.theirId, number: remote.number, state: remote.state, version: remote.version, asOf: remote.asOf,
  currency: remote.currency, amount: remote.amount, body: { ...remote.body, ...(remote.lines ? { lines: remote.lines } : {}) },
})
