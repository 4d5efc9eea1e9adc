import { z } from 'zod'
import { currencyCode, dateText, decimalText, parseBody, word } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { created, type Inquiry, ok, Refusal, type Route } from '../route'
import { idempotent } from '../idempotency'
import { type Invoice } from './invoice'
import { minorAmount, type OrderCommitment } from './orderCommitment'
import { openMinor } from './payment'

const creditNoteSchema = z.strictObject({
  externalId: word, invoice: word, orderExternalId: word, orderNumber: word, returnNumber: z.string().max(200).optional(), reason: z.string().max(200).optional(), debtor: word, currency: currencyCode, issuedOn: dateText,
  totalMinor: minorAmount.min(1), lines: z.array(z.strictObject({ ref: word, quantity: decimalText, amountMinor: minorAmount })).min(1).max(10_000),
})
export type CreditNote = z.infer<typeof creditNoteSchema>

/** What is taken off a posted invoice again, by a document of its own number. */
export const creditNoteRoutes: Route[] = [
  idempotent({ method: 'POST', path: '/credit-notes', answer: post }),
  { method: 'GET', path: '/credit-notes', answer: (inquiry) => {
    const externalId = inquiry.query.get('externalId')
    const page = readPage<CreditNote>(inquiry, { type: 'creditNote', orderBy: 'externalId', ...(externalId === null ? {} : { externalId }) })
    return ok({ data: page.rows.map(creditNoteBody), next: page.next ?? null, hasMore: page.next !== undefined })
  } },
  { method: 'GET', path: '/credit-notes/:number', answer: ({ records, parameters }) => {
    const number = parameters.get('number') ?? ''
    const row = records.get<CreditNote>('creditNote', number)
    if (!row) throw new Refusal(404, 'not-found', `there is no credit note ${number}`)
    return ok(creditNoteBody(row))
  } },
]

export const creditNoteBody = (row: Row<CreditNote>): unknown => ({ number: row.id, ...row.body, status: row.status, version: row.version, updatedAt: row.changedAt })

function post({ body, records }: Inquiry): ReturnType<typeof created> {
  const note = parseBody(creditNoteSchema, body)
  const invoice = records.get<Invoice>('invoice', note.invoice)
  if (!invoice) throw new Refusal(422, 'unknown-invoice', `there is no invoice ${note.invoice}`)
  if (invoice.body.currency !== note.currency) throw new Refusal(422, 'currency-differs', `${note.invoice} is in ${invoice.body.currency}, the credit note in ${note.currency}`)
  const sum = note.lines.reduce((amount, line) => amount + line.amountMinor, 0)
  if (sum !== note.totalMinor) throw new Refusal(422, 'sum-differs', `the lines come to ${sum}, the total says ${note.totalMinor}`)
  const left = invoice.body.totalMinor - (invoice.body.creditedMinor ?? 0)
  if (note.totalMinor > left) throw new Refusal(422, 'over-credited', `${left} of ${note.invoice} are not credited, not ${note.totalMinor}`)
  takeOff(records, invoice, note)
  const year = note.issuedOn.slice(0, 4)
  return created(creditNoteBody(records.insert<CreditNote>({
    type: 'creditNote', id: `CN-${year}-${String(records.next(`creditNote-${year}`, 1)).padStart(6, '0')}`, externalId: note.externalId, reference: note.invoice, status: 'posted', body: note,
  })))
}

/** The invoice is cleared by it as by a payment, and the order's commitment with it. */
function takeOff(records: Records, invoice: Row<Invoice>, { totalMinor, orderExternalId }: CreditNote): void {
  const body = { ...invoice.body, creditedMinor: (invoice.body.creditedMinor ?? 0) + totalMinor }
  records.update({ ...invoice, status: openMinor(body) <= 0 ? 'paid' : invoice.status, body })
  const order = records.byExternalId<OrderCommitment>('order', orderExternalId)[0]
  if (!order || order.status === 'withdrawn') return
  const creditedMinor = (order.body.creditedMinor ?? 0) + totalMinor
  records.update({ ...order, status: order.body.settledMinor + creditedMinor >= order.body.amountMinor ? 'settled' : order.status, body: { ...order.body, creditedMinor } })
}
