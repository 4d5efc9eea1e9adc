import { type Records, type Row } from '../records'
import { created, type Inquiry, ok, Refusal, type Route } from '../route'
import { currencyCode, dateText, parseBody, word } from '../body'
import { readPage } from '../paging'
import { type PlantAsk } from '../system'
import { z } from 'zod'
import { bankAccount } from './account'
import { idempotent } from '../idempotency'
import { type Invoice, ordersOf } from './invoice'
import { type OrderCommitment } from './orderCommitment'

/** So much of a payment on an invoice. */
export interface PaymentAllocation { invoice: string; amountMinor: number }

export interface Payment {
  /** Our bank account, its statement (one a day) and the entry on it: two equal bookings are two payments. */
  account: string
  statement: string
  entry: number | string
  amountMinor: number
  currency: string
  bookedOn: string
  /** Whose account it is booked on; `''` where nobody knows. */
  debtor: string
  counterparty?: string
  /** What it is on; the rest is on account. */
  allocations: PaymentAllocation[]
  text: string
}

/** Below zero is what went back to the customer. */
const signedMinor = z.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER).refine((amount) => amount !== 0, 'must be an amount')
const allocationsSchema = z.array(z.strictObject({ invoice: word, amountMinor: signedMinor })).max(1000)
const bookingSchema = z.strictObject({
  externalId: word, account: word, statement: word, entry: word, amountMinor: signedMinor, currency: currencyCode, bookedOn: dateText,
  text: z.string().max(2000).default(''), counterparty: z.string().max(200).optional(), allocations: allocationsSchema,
})

export const paymentRoutes: Route[] = [
  idempotent({ method: 'POST', path: '/payments', answer: post }),
  idempotent({ method: 'POST', path: '/payments/:id/allocations', answer: allocate }),
  { method: 'GET', path: '/payments', answer: (inquiry) => {
    const externalId = inquiry.query.get('externalId')
    const page = readPage<Payment>(inquiry, { type: 'payment', orderBy: 'id', ...(externalId === null ? {} : { externalId }) })
    return ok({ data: page.rows.map((row) => paymentBody(inquiry.records, row)), next: page.next ?? null, hasMore: page.next !== undefined })
  } },
  { method: 'GET', path: '/payments/:id', answer: ({ records, parameters }) => ok(paymentBody(records, paymentAt(records, parameters.get('id')))) },
]

export function paymentBody(records: Records, row: Row<Payment>): unknown {
  const allocations = row.body.allocations.map((one) => {
    const invoice = records.get<Invoice>('invoice', one.invoice)
    return { ...one, invoiceExternalId: invoice?.externalId ?? null, orderExternalId: (invoice && ordersOf(invoice.body)[0]?.externalId) ?? null }
  })
  return { id: row.id, externalId: row.externalId || null, ...row.body, entry: String(row.body.entry), allocations, unallocatedMinor: unallocated(row.body), status: row.status, version: row.version, updatedAt: row.changedAt }
}

/** A booking of a bank statement. One that stands here already, by its place in the statement, is the same one. */
function post({ body, records }: Inquiry): ReturnType<typeof created> {
  const { externalId, entry, ...booking } = parseBody(bookingSchema, body)
  const same = records.all<Payment>('payment').find((row) => row.body.account === booking.account && row.body.statement === booking.statement && String(row.body.entry) === entry)
  if (same) throw new Refusal(409, 'booked-already', `entry ${entry} of statement ${booking.statement} is ${same.id}`)
  const row = insert(records, { ...booking, entry, debtor: '', allocations: [] }, externalId)
  return created(paymentBody(records, put(records, row, booking.allocations)))
}

/** A person has said what money on account is for. */
function allocate({ body, parameters, records }: Inquiry): ReturnType<typeof ok> {
  const { allocations } = parseBody(z.strictObject({ allocations: allocationsSchema.min(1) }), body)
  return ok(paymentBody(records, put(records, paymentAt(records, parameters.get('id')), allocations)))
}

function paymentAt(records: Records, id = ''): Row<Payment> {
  const row = records.get<Payment>('payment', id)
  if (!row) throw new Refusal(404, 'not-found', `there is no payment ${id}`)
  return row
}

/** Puts so much of a payment on invoices; a 422 Refusal where it has not so much left, or an invoice not so much open. */
function put(records: Records, payment: Row<Payment>, allocations: readonly PaymentAllocation[]): Row<Payment> {
  let { body } = payment
  for (const { invoice: number, amountMinor } of allocations) {
    const invoice = records.get<Invoice>('invoice', number)
    if (!invoice) throw new Refusal(422, 'unknown-invoice', `there is no invoice ${number}`)
    if (invoice.body.currency !== body.currency) throw new Refusal(422, 'currency-differs', `${number} is in ${invoice.body.currency}, the payment in ${body.currency}`)
    if (amountMinor < 0 && amountMinor < openMinor(invoice.body)) throw new Refusal(422, 'over-refunded', `${-openMinor(invoice.body)} of ${number} are paid too much, not ${-amountMinor}`)
    if (amountMinor > 0 && amountMinor > openMinor(invoice.body)) throw new Refusal(422, 'over-allocated', `${openMinor(invoice.body)} of ${number} are open, not ${amountMinor}`)
    if (amountMinor > 0 ? amountMinor > unallocated(body) : amountMinor < unallocated(body)) throw new Refusal(422, 'payment-used', `${unallocated(body)} of ${payment.id} are left, not ${amountMinor}`)
    settle(records, invoice, amountMinor)
    body = { ...body, debtor: invoice.body.debtor, allocations: [...body.allocations, { invoice: number, amountMinor }] }
  }
  return allocations.length === 0 ? payment : records.update({ ...payment, reference: body.allocations[0]!.invoice, body })
}

/** What of a payment is on no invoice. */
export const unallocated = ({ amountMinor, allocations }: Payment): number => amountMinor - allocations.reduce((sum, one) => sum + one.amountMinor, 0)

/** What of an invoice is neither paid nor credited. */
export const openMinor = ({ totalMinor, paidMinor, creditedMinor = 0 }: Invoice): number => totalMinor - paidMinor - creditedMinor

/** Counts a payment on an invoice and on the orders that it bills. `silently`: no version, stamp or feed shows it. */
export function settle(records: Records, row: Row<Invoice>, amountMinor: number, silently = false): void {
  const write = <T>(changed: Row<T>): void => { if (silently) records.overwrite(changed); else records.update(changed) }
  const body = { ...row.body, paidMinor: row.body.paidMinor + amountMinor }
  write({ ...row, status: openMinor(body) <= 0 ? 'paid' : 'part-paid', body })
  const orders = ordersOf(row.body)
  // the orders of an invoice are paid one after the other
  let before = 0
  for (const [place, { externalId, amountMinor: share }] of orders.entries()) {
    const paidOf = (total: number): number => (place === orders.length - 1 ? Math.max(0, total - before) : Math.min(share, Math.max(0, total - before)))
    const part = paidOf(body.paidMinor) - paidOf(row.body.paidMinor)
    before += share
    const order = records.byExternalId<OrderCommitment>('order', externalId)[0]
    if (!order || part === 0) continue
    const settledMinor = order.body.settledMinor + part
    write({ ...order, status: settledMinor + (order.body.creditedMinor ?? 0) >= order.body.amountMinor ? 'settled' : order.status, body: { ...order.body, settledMinor } })
  }
}

/** Books what came in on the bank account, with its next entry of the day. */
export function book(records: Records, booking: Pick<Payment, 'amountMinor' | 'currency' | 'debtor' | 'allocations' | 'text'> & { counterparty?: string }, today: string, hidden = false): Row<Payment> {
  const account = bankAccount(records)
  return insert(records, { account, statement: today.replaceAll('-', ''), entry: records.next(`entry-${account}-${today}`, 1), bookedOn: today, ...booking }, '', hidden)
}

const insert = (records: Records, body: Payment, externalId: string, hidden = false): Row<Payment> => records.insert<Payment>({
  type: 'payment', id: `PAY-${String(records.next('payment', 1)).padStart(6, '0')}`, externalId, reference: body.allocations[0]?.invoice ?? '', status: 'booked', hidden, body,
})

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
  const open = openMinor(row.body)
  if (open <= 0 && ask.with['once'] !== undefined) throw new Refusal(409, 'nothing-open', 'every invoice is paid')
  const amountMinor = ask.with['amountMinor'] === undefined ? (open > 0 ? open : row.body.totalMinor) : Number(ask.with['amountMinor'])
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) throw new Refusal(400, 'invalid', 'with.amountMinor must be a whole number above 0')
  if (open > 0) settle(records, row, amountMinor, true)
  const payment = book(records, { amountMinor, currency: row.body.currency, debtor: row.body.debtor, allocations: [{ invoice: row.id, amountMinor }], text: `${row.id} ${row.body.orderNumber ?? ''}`.trim() }, ask.with['today'] ?? row.body.issuedOn, true)
  return { payment: payment.id, invoice: row.id, invoiceExternalId: row.externalId, orderExternalId: ordersOf(row.body)[0]!.externalId, amountMinor }
}
