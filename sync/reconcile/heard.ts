import { type Remote } from '../../connectors/connector'
import { sameValue } from '../../orders/compare'
import * as links from '../../store/links'
import { type Link } from '../../store/records'
import { type Context } from '../context'
import { linkOf } from '../link'
import { type System } from '../systems'
import { STATES } from './expected'
import { type Suspicion } from './join'

/**
 * Kinds whose records are compared with our order. What happens there (a despatch, a payment) is compared with what we last
 * heard of it, so that a silent change must not become what we last heard.
 */
const OURS: readonly Link['kind'][] = ['order', 'part', 'production', 'invoice', 'return', 'creditNote', 'quotation', 'webOrder', 'authorisation']

/** Does a system now say another state or amount of a linked record than when it was last heard, and is that ours to note? */
export function isNews(link: Link, remote: Remote): boolean {
  // a word that nobody knows agrees once it is what we last heard: a person must see it first
  if (!OURS.includes(link.kind) || link.theirId !== remote.theirId || !STATES[remote.kind]?.has(remote.state)) return false
  // nothing goes over what the system said later
  if (links.isEarlier(remote, link)) return false
  return link.state !== remote.state || (remote.amount !== undefined && (link.amount === undefined || link.currency !== remote.currency || !sameValue(link.amount, remote.amount)))
}

/** Brings the link of a record up to date with what was read of it; a case about it stays. */
export async function hear(context: Context, system: System, suspicion: Suspicion, remote: Remote): Promise<void> {
  if (suspicion.type !== 'pair') return
  const link = await links.byOurs(context.store, system.company, system.name, remote.kind, suspicion.ourId)
  if (link && isNews(link, remote)) await context.store.write((tx) => links.save(tx, [linkOf(link, remote)]))
}
