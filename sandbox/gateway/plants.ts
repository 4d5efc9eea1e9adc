import { type Records, type Row } from '../records'
import { Refusal } from '../route'
import { type Plant, type PlantAsk } from '../system'
import { type Charge } from './charge'
import { type Refund } from './refund'

/** What people do past all interfaces, so that no event tells of it. */
export const plants: ReadonlyMap<string, Plant> = new Map<string, Plant>([['charge-edited', editOf<Charge>('charge')], ['refund-edited', editOf<Refund>('refund')], ['refund-deleted', deleteRefund]])

/** Somebody types another amount into a charge or refund: `with.by` more, in minor units. */
function editOf<T extends Charge | Refund>(type: 'charge' | 'refund'): Plant {
  return (records, ask) => {
    const row = rowOf<T>(records, type, ask)
    const amount = row.body.amount + Number(ask.with['by'] ?? '1')
    records.overwrite({ ...row, body: { ...row.body, amount } })
    return { [type]: row.id, externalId: row.externalId, before: { amount: row.body.amount }, after: { amount } }
  }
}

/** Somebody takes a refund away. */
function deleteRefund(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = rowOf<Refund>(records, 'refund', ask)
  records.remove('refund', row.id)
  return { refund: row.id, externalId: row.externalId }
}

function rowOf<T>(records: Records, type: string, { externalId }: PlantAsk): Row<T> {
  const row = (externalId === undefined ? records.all<T>(type) : records.byExternalId<T>(type, externalId))[0]
  if (!row) throw new Refusal(409, 'nothing-fits', `there is no such ${type}`)
  return row
}
