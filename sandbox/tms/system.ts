import { type Records, type Row } from '../records'
import { Refusal } from '../route'
import { type PlantAsk, type System } from '../system'
import { consignmentBody, type Consignment, consignmentRoutes } from './consignment'
import { seed } from './depot'
import { tourRoutes } from './tour'

/** A carrier: consignments with pieces and labels, and the scans of each on its way. It knows no key. */
export const tms: System = {
  name: 'tms',
  routes: [...consignmentRoutes, ...tourRoutes],
  changing: ['consignment'],
  seed,
  plants: new Map([['status-set', setStatus], ['consignment-lost', lose]]),
  errorBody: ({ code, message, status }) => ({ fault: { httpStatus: status, id: code, text: message } }),
  feedBody: ({ rows, next, more }) => ({ consignments: rows.map((row) => consignmentBody(row as Row<Consignment>)), page: { continuation: next, more } }),
}

/** Somebody sets a consignment to another status (`with.status`) past all interfaces. */
function setStatus(records: Records, ask: PlantAsk): Record<string, unknown> {
  const status = ask.with['status'] ?? 'VOID'
  const row = planted(records, ask)
  records.overwrite({ ...row, status })
  return { consignmentNo: row.id, shipperRef: row.externalId, before: { status: row.status }, after: { status } }
}

function lose(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = planted(records, ask)
  records.remove('consignment', row.id)
  return { consignmentNo: row.id, shipperRef: row.externalId }
}

function planted(records: Records, ask: PlantAsk): Row<Consignment> {
  const rows = ask.externalId ? records.byExternalId<Consignment>('consignment', ask.externalId)
    : ask.reference ? records.byReference<Consignment>('consignment', ask.reference) : records.all<Consignment>('consignment')
  const row = rows[0]
  if (!row) throw new Refusal(409, 'NOTHING_FITS', 'there is no such consignment')
  return row
}
