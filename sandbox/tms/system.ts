import { planted } from '../planting'
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
  plants: new Map([['status-set', setStatus], ['consignment-lost', lose], ['consignment-booked', bookBeside], ['proof-edited', editProof]]),
  errorBody: ({ code, message, status }) => ({ fault: { httpStatus: status, id: code, text: message } }),
  feedBody: ({ rows, next, more }) => ({ consignments: rows.map((row) => consignmentBody(row as Row<Consignment>)), page: { continuation: next, more } }),
}

/** Somebody sets a consignment to another status (`with.status`) past all interfaces. */
function setStatus(records: Records, ask: PlantAsk): Record<string, unknown> {
  const status = ask.with['status'] ?? 'VOID'
  const row = consignment(records, ask)
  records.overwrite({ ...row, status })
  return { consignmentNo: row.id, shipperRef: row.externalId, before: { status: row.status }, after: { status } }
}

/** Somebody books the same goods once more, under a reference of his own (`with.shipperRef`). */
function bookBeside(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = consignment(records, ask)
  const shipperRef = ask.with['shipperRef'] ?? `${row.externalId.split('/')[0]!}/by-hand/1`
  const copy = records.insert<Consignment>({ type: 'consignment', id: `${row.id}-2`, externalId: shipperRef, reference: row.reference ?? '', status: row.status, hidden: true, body: { ...row.body, shipperRef } })
  return { consignmentNo: copy.id, shipperRef }
}

/** Somebody sets another time of the proof of delivery (`with.at`). */
function editProof(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = consignment(records, ask)
  if (!row.body.pod) throw new Refusal(409, 'NOTHING_FITS', `${row.id} has no proof of delivery`)
  const pod = { ...row.body.pod, at: ask.with['at'] ?? row.body.pod.at.replace(/T\d\d/, 'T23') }
  records.overwrite({ ...row, body: { ...row.body, pod } })
  return { consignmentNo: row.id, shipperRef: row.externalId, before: { at: row.body.pod.at }, after: { at: pod.at } }
}

function lose(records: Records, ask: PlantAsk): Record<string, unknown> {
  const row = consignment(records, ask)
  records.remove('consignment', row.id)
  return { consignmentNo: row.id, shipperRef: row.externalId }
}

const consignment = (records: Records, ask: PlantAsk): Row<Consignment> => planted(records, 'consignment', ask, { code: 'NOTHING_FITS', text: 'there is no such consignment' })
