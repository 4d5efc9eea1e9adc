import { type StoredEvent } from '../../../orders/event'
import { type Around } from '../../../store/around'
import { found, type Found } from './found'

interface Linked { system: string; kind: string; ourId: string; theirId: string; revision: number }

/**
 * The link of each record that we sent, against the last event that says what it is there, and the message that made it.
 * Records that we only follow have no such event.
 */
export function linksDiffer(stream: string, events: readonly StoredEvent[], around: Around): Found[] {
  const linked = events.filter((event) => event.type === 'linked')
  const last = new Map(linked.map(({ data }) => data as unknown as Linked).map((data) => [nameOf(data), data]))
  const rows = new Map((around.links.get(stream) ?? []).map((row) => [nameOf({ system: row.system, kind: row.kind, ourId: row.our_id }), row]))
  const messages = around.messages.get(stream) ?? []
  const known = new Set(messages.map((message) => message.id))
  const defects: Found[] = []
  for (const [name, { system, kind, ourId, theirId }] of last) {
    const row = rows.get(name)
    // what was gone there is sent again: until that is done there is no link
    const again = messages.some((message) => message.system === system && message.kind === kind && message.our_id === ourId && (message.resends ?? 0) > 0 && message.state !== 'done')
    if (!row && !again) defects.push(found('link-missing', `the link of ${kind} ${ourId} to ${theirId} in ${system} is gone`))
    else if (row && row.their_id !== theirId) defects.push(found('link-changed', `the link of ${kind} ${ourId} says ${row.their_id} in ${system}, and its event says ${theirId}`))
  }
  for (const { cause, sequence } of linked) {
    if (cause.startsWith('message/') && !known.has(cause.slice('message/'.length))) defects.push(found('message-missing', `the ${cause.replace('/', ' ')} that event ${sequence} came from is gone`, sequence))
  }
  return defects
}

const nameOf = ({ system, kind, ourId }: Pick<Linked, 'system' | 'kind' | 'ourId'>): string => JSON.stringify([system, kind, ourId])
