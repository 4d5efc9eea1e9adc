import { type Remote } from '../../connectors/connector'
import { sameValue } from '../../orders/compare'
import { type Link } from '../../store/records'

/**
 * A payment counts by its place in the bank's statement, and keeps the one that it was first heard with: who renames a journal or a statement there makes
 * no second payment of it. An id that was given out again, as after a restore, is another booking.
 */
export function asFirstNamed(link: Link | undefined, remote: Remote): Remote {
  const { body = {} } = remote
  if (remote.kind !== 'payment' || link?.kind !== 'payment' || link.theirId !== remote.theirId || link.currency !== remote.currency) return remote
  if (link.body?.entry !== body.entry || link.body?.bookedOn !== body.bookedOn || !sameValue(link.amount ?? '0', remote.amount ?? '0')) return remote
  return { ...remote, body: { ...body, account: link.body?.account, statement: link.body?.statement } }
}
