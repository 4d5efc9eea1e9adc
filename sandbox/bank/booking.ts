import Big from 'big.js'
import { z } from 'zod'
import { parseBody, todayBody, word } from '../body'
import { type Records, type Row } from '../records'
import { type Answer, created, type Inquiry, ok, Refusal, type Route } from '../route'
import { accountOf } from './account'

const amount = z.string().regex(/^\d{1,15}\.\d{2}$/, 'must be an amount such as "1000.00"')
const transferSchema = z.object({
  debtor: word, debtorIban: z.string().optional(), amount, endToEndId: z.string().max(35).optional(),
  /** Lines of at most 140 characters, as people write them. */
  remittance: z.array(z.string().max(140)).max(4).default([]),
})
/** `name`: once for each name, so that a day that is played again pays nothing twice. */
const transferBody = todayBody.extend({ name: word.optional(), account: z.string().optional(), ...transferSchema.shape })
const batchBody = todayBody.extend({ name: word.optional(), account: z.string().optional(), parts: z.array(transferSchema).min(2).max(100) })
const returnBody = todayBody.extend({ booking: word, reason: z.string().regex(/^[A-Z]{2}\d{2}$/, 'must be a return reason of ISO 20022 such as AC04').default('MD06') })

export type Transfer = z.infer<typeof transferSchema>

/** One entry of a statement. Money that comes in is a credit; one that was taken back is a debit that names what it takes back. */
export interface Booking {
  account: string
  sign: 'CRDT' | 'DBIT'
  amount: string
  bookedOn: string
  parts: Transfer[]
  returns?: { booking: string; reason: string }
  /** Id of the statement that it stands on, once its day is closed. */
  statement?: string
}

export const bookingRoutes: Route[] = [
  { method: 'POST', path: '/operator/transfer', answer: ({ body, records }) => {
    const { today, account, name, ...transfer } = parseBody(transferBody, body)
    return created(bookingBody(once(records, name, { account: accountOf(records, account).id, sign: 'CRDT', amount: transfer.amount, bookedOn: today, parts: [transfer] })))
  } },
  { method: 'POST', path: '/operator/batch', answer: ({ body, records }) => {
    const { today, account, name, parts } = parseBody(batchBody, body)
    return created(bookingBody(once(records, name, { account: accountOf(records, account).id, sign: 'CRDT', amount: parts.reduce((sum, part) => sum.plus(part.amount), new Big(0)).toFixed(2), bookedOn: today, parts })))
  } },
  { method: 'POST', path: '/operator/return', answer: takeBack },
]

export const bookingBody = ({ id, status, body }: Row<Booking>): unknown => ({ bookingId: id, bookingStatus: status, ...body })

/** The payer's bank takes back what it has sent: once for each booking. */
function takeBack({ body, records }: Inquiry): Answer {
  const { today, booking, reason } = parseBody(returnBody, body)
  const first = records.get<Booking>('booking', booking)
  if (first?.body.sign !== 'CRDT') throw new Refusal(404, 'RESOURCE_UNKNOWN', `there is no credit ${booking}`)
  const back = records.all<Booking>('booking').find((row) => row.body.returns?.booking === booking)
  if (back) return ok(bookingBody(back))
  return created(bookingBody(book(records, { ...first.body, statement: undefined, sign: 'DBIT', bookedOn: today, returns: { booking, reason } })))
}

const once = (records: Records, name: string | undefined, body: Booking): Row<Booking> =>
  (name === undefined ? undefined : records.byExternalId<Booking>('booking', name)[0]) ?? book(records, body, name)

function book(records: Records, body: Booking, name = ''): Row<Booking> {
  if (records.all<{ account: string; date: string }>('statement').some((row) => row.body.account === body.account && row.body.date >= body.bookedOn)) {
    throw new Refusal(409, 'DAY_CLOSED', `${body.bookedOn} is closed: book it on a later day`)
  }
  return records.insert<Booking>({ type: 'booking', id: `BK${String(records.next('booking', 1)).padStart(8, '0')}`, externalId: name, reference: body.account, status: 'BOOK', body })
}
