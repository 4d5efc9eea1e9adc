import { z } from 'zod'
import { dateText, parseBody, todayBody } from '../body'
import { type Records, type Row } from '../records'
import { type Answer, type Inquiry, ok, Refusal, type Route } from '../route'
import { type Consignment, consignmentOf, type Scan } from './consignment'
import { depotOf } from './depot'

const deliverBody = todayBody.extend({ signer: z.string().min(1).max(100).default('M. Muster') })
const exceptBody = z.strictObject({ today: dateText, consignment: z.string().optional(), reason: z.enum(['DAMAGED', 'REFUSED']), remark: z.string().max(200).default('') })

/** What drivers and depots do; a second call finds nothing left to do. */
export const tourRoutes: Route[] = [
  { method: 'POST', path: '/operator/collect', answer: (inquiry) => step(inquiry, 'MANIFESTED', [['COL', '13:05', 'COLLECTED']]) },
  { method: 'POST', path: '/operator/carry', answer: (inquiry) => step(inquiry, 'COLLECTED', [['TRN', '13:50', 'IN_TRANSIT'], ['OFD', '14:20', 'OUT_FOR_DELIVERY']]) },
  { method: 'POST', path: '/operator/deliver', answer: deliver },
  { method: 'POST', path: '/operator/except', answer: except },
]

function step({ body, records }: Inquiry, from: string, scans: readonly (readonly [Scan['code'], string, string])[]): Answer {
  const { today } = parseBody(todayBody, body)
  const due = records.all<Consignment>('consignment', [from])
  for (const row of due) scans.reduce((now, [code, time, status]) => records.update({ ...now, status, body: { ...now.body, scans: [...now.body.scans, scanned(records, now, code, today, time)] } }), row)
  return ok({ consignments: due.map(({ id }) => id) })
}

function deliver({ body, records }: Inquiry): Answer {
  const { today, signer } = parseBody(deliverBody, body)
  const due = records.all<Consignment>('consignment', ['COLLECTED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY'])
  for (const row of due) {
    const scan = scanned(records, row, 'POD', today, '15:40')
    records.update({ ...row, status: 'DELIVERED', body: { ...row.body, scans: [...row.body.scans, scan], pod: { signer, at: scan.at } } })
  }
  return ok({ consignments: due.map(({ id }) => id) })
}

/** Of what is under way: the one that is named, else the first. */
function except({ body, records }: Inquiry): Answer {
  const { today, consignment, reason, remark } = parseBody(exceptBody, body)
  const row = consignment === undefined ? records.all<Consignment>('consignment', UNDER_WAY)[0] : consignmentOf(records, consignment)
  if (!row || !UNDER_WAY.includes(row.status)) throw new Refusal(409, 'NOTHING_UNDER_WAY', 'there is no such consignment under way')
  records.update({ ...row, status: 'EXCEPTION', body: { ...row.body, scans: [...row.body.scans, { ...scanned(records, row, 'EXC', today, '15:10'), reason, ...(remark === '' ? {} : { remark }) }] } })
  return ok({ consignment: row.id, reference: row.body.orderRef })
}

const UNDER_WAY = ['COLLECTED', 'IN_TRANSIT', 'OUT_FOR_DELIVERY']

function scanned(records: Records, row: Row<Consignment>, code: Scan['code'], today: string, time: string): Scan {
  const { offset, place } = depotOf(records, row.body.consignee.country)
  return { code, at: `${today}T${time}:00${offset}`, place }
}
