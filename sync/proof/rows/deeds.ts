import { type StoredEvent } from '../../../orders/event'
import * as cases from '../../../store/cases'
import { type Db } from '../../../store/store'
import { resultDigest } from '../../deeds'
import { found, type Found } from './found'

/** A case that a person closed, as its row has it, against the entry that says so. */
export async function caseDiffers(db: Db, stream: string, events: readonly StoredEvent[]): Promise<Found[]> {
  const id = stream.slice('case/'.length)
  const closed = events.findLast(({ type }) => type === 'caseClosed')
  if (!closed) return []
  const row = await cases.byId(db, id)
  if (!row) return [found('case-missing', `the case ${id}, which ${closed.actor} closed, is gone`, closed.sequence)]
  const { result } = closed.data as { result: string }
  const differing = [
    ...(row.state === 'closed' ? [] : ['state']), ...(row.closedBy === closed.actor ? [] : ['who closed it']), ...(row.closedAt === closed.at ? [] : ['when']), ...(resultDigest(id, row.result ?? '') === result ? [] : ['result']),
  ]
  return differing.length === 0 ? [] : [found('case-changed', `the row of the case ${id} says another ${differing.join(', ')} than the entry of who closed it`, closed.sequence)]
}
