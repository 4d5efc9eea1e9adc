import { z } from 'zod'
import { dateText, decimalText, parseBody, word } from '../body'
import { plus } from '../decimal'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Answer, created, type Inquiry, ok, Refusal, type Route } from '../route'
import { depotOf } from './depot'

const contentSchema = z.strictObject({
  shipperRef: word, orderRef: word, service: z.enum(['ECONOMY', 'STANDARD', 'EXPRESS']), handOverOn: dateText,
  consignee: z.strictObject({
    name: word, gln: z.string().optional(), street: z.string().optional(), postcode: z.string().optional(), city: z.string().optional(), country: z.string().length(2).optional(), phone: z.string().optional(),
  }),
  pieces: z.array(z.strictObject({ ref: word, weightKg: decimalText.optional() })).min(1).max(999),
})
type Content = z.infer<typeof contentSchema>

/** `at` is the depot's own time, with its offset. */
export interface Scan { code: 'MAN' | 'COL' | 'TRN' | 'OFD' | 'POD' | 'EXC' | 'VOI'; at: string; place: string; reason?: 'DAMAGED' | 'REFUSED'; remark?: string }

export interface Consignment extends Content {
  trackingNumber: string
  scans: Scan[]
  pod?: { signer: string; at: string }
}

/** Nothing but a look by `shipperRef` keeps a repeat from becoming a second consignment, with a second label to pay. */
export const consignmentRoutes: Route[] = [
  { method: 'POST', path: '/consignments', answer: ({ body, records }) => {
    const content = parseBody(contentSchema, body)
    const serial = records.next('consignment', 1)
    const depot = depotOf(records, content.consignee.country)
    return created(consignmentBody(records.insert<Consignment>({
      type: 'consignment', id: `CN${String(serial).padStart(7, '0')}`, externalId: content.shipperRef, reference: content.orderRef, status: 'MANIFESTED',
      body: { ...content, trackingNumber: trackingNumber(serial), scans: [{ code: 'MAN', at: `${content.handOverOn}T12:15:00${depot.offset}`, place: depot.place }] },
    })))
  } },
  { method: 'GET', path: '/consignments', answer: (inquiry) => {
    const shipperRef = inquiry.query.get('shipperRef')
    const page = readPage<Consignment>(inquiry, { type: 'consignment', orderBy: 'id', open: ['MANIFESTED', 'COLLECTED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY', 'EXCEPTION'], ...(shipperRef === null ? {} : { externalId: shipperRef }) })
    return ok({ consignments: page.rows.map(consignmentBody), page: { continuation: page.next ?? null } })
  } },
  { method: 'GET', path: '/consignments/:no', answer: ({ records, parameters }) => ok(consignmentBody(consignmentOf(records, parameters.get('no')))) },
  { method: 'GET', path: '/consignments/:no/labels', answer: ({ records, parameters }) => ok(labels(consignmentOf(records, parameters.get('no')))) },
  { method: 'PUT', path: '/consignments/:no', answer: change },
  { method: 'POST', path: '/consignments/:no/void', answer: voided },
]

export const consignmentBody = (row: Row<Consignment>): unknown => {
  const { pieces, ...rest } = row.body
  return {
    consignmentNo: row.id, ...rest, status: row.status, revision: row.version, statusAt: row.changedAt,
    pieces: pieces.map((piece, index) => ({ ...piece, barcode: barcode(row.body.trackingNumber, index) })),
    // what was not weighed here or there is weighed at the depot
    totalWeightKg: pieces.every(({ weightKg }) => weightKg !== undefined) ? pieces.reduce((sum, piece) => plus(sum, piece.weightKg!), '0') : null,
  }
}

function change({ body, parameters, records }: Inquiry): Answer {
  const row = consignmentOf(records, parameters.get('no'))
  const content = parseBody(contentSchema, body)
  const { trackingNumber: number, scans, pod: _pod, ...given } = row.body
  if (JSON.stringify(given) === JSON.stringify(content)) return ok(consignmentBody(row))
  if (row.status !== 'MANIFESTED') throw new Refusal(409, 'TOO_LATE', `${row.id} is ${row.status}: it cannot be changed any more`)
  return ok(consignmentBody(records.update({ ...row, reference: content.orderRef, body: { ...content, trackingNumber: number, scans } })))
}

function voided({ parameters, records }: Inquiry): Answer {
  const row = consignmentOf(records, parameters.get('no'))
  if (row.status === 'VOID') return ok(consignmentBody(row))
  if (row.status !== 'MANIFESTED') throw new Refusal(409, 'TOO_LATE', `${row.id} is ${row.status}: it cannot be voided any more`)
  const { offset, place } = depotOf(records, row.body.consignee.country)
  return ok(consignmentBody(records.update({ ...row, status: 'VOID', body: { ...row.body, scans: [...row.body.scans, { code: 'VOI', at: `${row.body.handOverOn}T12:30:00${offset}`, place }] } })))
}

export function consignmentOf(records: Records, no = ''): Row<Consignment> {
  const row = records.get<Consignment>('consignment', no)
  if (!row) throw new Refusal(404, 'UNKNOWN_CONSIGNMENT', `there is no consignment ${no}`)
  return row
}

/** One label a piece, as a printer of the warehouse takes it. */
const labels = ({ id, body }: Row<Consignment>): unknown => ({
  consignmentNo: id, format: 'ZPL', labels: body.pieces.map((piece, index) => ({
    piece: piece.ref, zpl: `^XA^FO40,40^A0N,40,40^FD${plain(body.consignee.name)}^FS^FO40,100^A0N,30,30^FD${index + 1}/${body.pieces.length} ${body.service}^FS^FO40,160^BCN,120^FD${barcode(body.trackingNumber, index)}^FS^XZ` })),
})

/** What steers the printer in a label's language is no text. */
const plain = (text: string): string => text.replace(/[\^~\\]/g, ' ').slice(0, 60)

const barcode = (number: string, index: number): string => `${number}-${String(index + 1).padStart(3, '0')}`

const WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7]

/** Form S10 of the UPU: a service, eight digits with their check digit, a country. */
function trackingNumber(serial: number): string {
  const digits = String(serial).padStart(8, '0')
  const rest = 11 - [...digits].reduce((sum, digit, index) => sum + Number(digit) * WEIGHTS[index]!, 0) % 11
  return `NX${digits}${rest === 10 ? 0 : rest === 11 ? 5 : rest}DE`
}
