import { parseBody, todayBody } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { type Inquiry, ok, Refusal, type Route } from '../route'
import { type PlantAsk } from '../system'
import { bankAccount } from './account'
import { type Invoice } from './invoice'
import { type OrderCommitment } from './orderCommitment'

export interface Payment {
  /** Our bank account, its statement (one a day) and the entry on it: two equal bookings are two payments. */
  account: string
  statement: string
  entry: number
  amountMinor: number
  currency: string
  bookedOn: string
  debtor: string
  invoice: string
  text: string
}

export const paymentRoutes: Route[] = [
  { method: 'GET', path: '/payments', answer: (inquiry) => {
    const page = readPage<Payment>(inquiry, { type: 'payment', orderBy: 'id' })
    return ok({ data: page.rows.map((row) => paymentBody(inquiry.records, row)), next: page.next ?? null, hasMore: page.next !== undefined })
  } },
  { method: 'GET', path: '/payments/:id', answer: ({ records, parameters }) => {
    const id = parameters.get('id') ?? ''
    const row = records.get<Payment>('payment', id)
    if (!row) throw new Refusal(404, 'not-found', `there is no payment ${id}`)
    return ok(paymentBody(records, row))
  } },
  { method: 'POST', path: '/operator/pay', answer: pay },
]

export function paymentBody(records: Records, row: Row<Payment>): unknown {
  const invoice = records.get<Invoice>('invoice', row.body.invoice)
  return { id: row.id, ...row.body, invoiceExternalId: invoice?.externalId ?? null, orderExternalId: invoice?.body.orderExternalId ?? null, status: row.status,
    version: row.version, updatedAt: row.changedAt }
}

/** Customers pay what is open of all posted invoices; a second time nothing is open. */
function pay({ body, records }: Inquiry): ReturnType<typeof ok> {
  const { today } = parseBody(todayBody, body)
  const due = records.all<Invoice>('invoice').filter((row) => row.status === 'posted' || row.status === 'part-paid')
  return ok({ paid: due.map((row) => settle(records, row, row.body.totalMinor - row.body.paidMinor, today, false).id) })
}

/** `silently`: no version, stamp or feed shows it. */
function settle(records: Records, row: Row<Invoice>, amountMinor: number, today: string, silently = false): Row<Payment> {
  const write = <T>(changed: Row<T>): void => { if (silently) records.overwrite(changed); else records.update(changed) }
  const paidMinor = row.body.paidMinor + amountMinor
  write({ ...row, status: paidMinor >= row.body.totalMinor ? 'paid' : 'part-paid', body: { ...row.body, paidMinor } })
  const order = records.byExternalId<OrderCommitment>('order', row.body.orderExternalId)[0]
  if (order) {
    const settledMinor = order.body.settledMinor + amountMinor
    write({ ...order, status: settledMinor >= order.body.amountMinor ? 'settled' : order.status, body: { ...order.body, settledMinor } })
  }
  return book(records, row, amountMinor, today, silently)
}

function book(records: Records, invoice: Row<Invoice>, amountMinor: number, today: string, hidden: boolean): Row<Payment> {
  const account = bankAccount(records)
  return records.insert<Payment>({
    type: 'payment', id: `PAY-${String(records.next('payment', 1)).padStart(6, '0')}`, reference: invoice.id, status: 'booked', hidden,
    body: { account, statement: today.replaceAll('-', ''), entry: records.next(`entry-${account}-${today}`, 1), amountMinor, currency: invoice.body.currency, bookedOn: today,
      debtor: invoice.body.debtor, invoice: invoice.id, text: `${invoice.id} ${invoice.body.orderNumber}` },
  })
}

/**
 * A payment that no feed shows, of what is open of an invoice: its customer does not pay it again. Where nothing is open, its
 * total a second time (an identical booking, as banks really have them). Target: invoice by `externalId` or order number;
 * `with.amountMinor`, `with.today`; with `with.once` it is refused where nothing is open.
 */
export function plantPayment(records: Records, ask: PlantAsk): Record<string, unknown> {
  const rows = ask.externalId ? records.byExternalId<Invoice>('invoice', ask.externalId)
    : ask.reference ? records.byReference<Invoice>('invoice', ask.reference) : records.all<Invoice>('invoice')
  const row = rows.find((one) => one.status !== 'paid') ?? rows[0]
  if (!row) throw new Refusal(409, 'nothing-fits', 'there is no such invoice')
  const open = row.body.totalMinor - row.body.paidMinor
  if (open <= 0 && ask.with['once'] !== undefined) throw new Refusal(409, 'nothing-open', 'every invoice is paid')
  const amountMinor = ask.with['amountMinor'] === undefined ? (open || row.body.totalMinor) : Number(ask.with['amountMinor'])
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) throw new Refusal(400, 'invalid', 'with.amountMinor must be a whole number above 0')
  const today = ask.with['today'] ?? row.body.issuedOn
  const payment = open > 0 ? settle(records, row, amountMinor, today, true) : book(records, row, amountMinor, today, true)
  return { payment: payment.id, invoice: row.id, invoiceExternalId: row.externalId, orderExternalId: row.body.orderExternalId, amountMinor }
}
