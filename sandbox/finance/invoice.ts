import { z } from 'zod'
import { currencyCode, dateText, decimalText, parseBody, word } from '../body'
import { readPage } from '../paging'
import { type Records, type Row } from '../records'
import { created, type Inquiry, ok, Refusal, type Route } from '../route'
import { accountOf } from './account'
import { idempotent } from '../idempotency'
import { minorAmount, type OrderCommitment } from './orderCommitment'

const lineSchema = z.strictObject({
  ref: word, item: word, quantity: decimalText, unitPrice: z.string().max(60).optional(), amountMinor: minorAmount,
  orderExternalId: word.optional(), orderNumber: word.optional(), despatch: word.optional(),
})
/** Of one order, or of several: then each line says of which. */
const invoiceSchema = z.strictObject({
  externalId: word, orderExternalId: word.optional(), orderNumber: word.optional(), despatch: z.string().max(200).optional(), debtor: word, currency: currencyCode, issuedOn: dateText,
  terms: z.string().optional(), totalMinor: minorAmount,
  lines: z.array(lineSchema).min(1).max(10_000),
}).refine(({ orderExternalId, lines }) => (orderExternalId === undefined ? lines.every((line) => line.orderExternalId !== undefined) : lines.every((line) => line.orderExternalId === undefined)),
  'an invoice is of one order, or each of its lines says of which')
export type Invoice = z.infer<typeof invoiceSchema> & { dueOn: string; paidMinor: number; creditedMinor?: number }

/** The orders that an invoice bills, with each one's share. */
export function ordersOf({ orderExternalId, totalMinor, lines }: Pick<Invoice, 'orderExternalId' | 'totalMinor' | 'lines'>): { externalId: string; amountMinor: number }[] {
  if (orderExternalId !== undefined) return [{ externalId: orderExternalId, amountMinor: totalMinor }]
  return [...Map.groupBy(lines, (line) => line.orderExternalId!)].map(([externalId, own]) => ({ externalId, amountMinor: own.reduce((sum, line) => sum + line.amountMinor, 0) }))
}

export const invoiceRoutes: Route[] = [
  idempotent({ method: 'POST', path: '/invoices', answer: post }),
  { method: 'GET', path: '/invoices', answer: (inquiry) => {
    const externalId = inquiry.query.get('externalId')
    const page = readPage<Invoice>(inquiry, { type: 'invoice', orderBy: 'externalId', open: ['posted', 'part-paid'], ...(externalId === null ? {} : { externalId }) })
    return ok({ data: page.rows.map(invoiceBody), next: page.next ?? null, hasMore: page.next !== undefined })
  } },
  { method: 'GET', path: '/invoices/:number', answer: ({ records, parameters }) => {
    const number = parameters.get('number') ?? ''
    const row = records.get<Invoice>('invoice', number)
    if (!row) throw new Refusal(404, 'not-found', `there is no invoice ${number}`)
    return ok(invoiceBody(row))
  } },
]

export const invoiceBody = (row: Row<Invoice>): unknown => ({ number: row.id, ...row.body, status: row.status, version: row.version, updatedAt: row.changedAt })

function post({ body, records }: Inquiry): ReturnType<typeof created> {
  const invoice = parseBody(invoiceSchema, body)
  const account = accountOf(records, invoice.debtor, invoice.currency)
  const sum = invoice.lines.reduce((amount, line) => amount + line.amountMinor, 0)
  if (sum !== invoice.totalMinor) throw new Refusal(422, 'sum-differs', `the lines come to ${sum}, the total says ${invoice.totalMinor}`)
  raiseInvoiced(records, invoice)
  const year = invoice.issuedOn.slice(0, 4)
  const row = records.insert<Invoice>({
    type: 'invoice', id: `INV-${year}-${String(records.next(`invoice-${year}`, 1)).padStart(6, '0')}`, externalId: invoice.externalId, reference: invoice.orderNumber ?? '',
    status: 'posted', body: { ...invoice, dueOn: dueOn(invoice.issuedOn, invoice.terms ?? account.terms), paidMinor: 0 },
  })
  return created(invoiceBody(row))
}

/** The commitment of each order, where there is one, is `invoiced` once all of it is. */
function raiseInvoiced(records: Records, invoice: z.infer<typeof invoiceSchema>): void {
  for (const { externalId, amountMinor } of ordersOf(invoice)) {
    const order = records.byExternalId<OrderCommitment>('order', externalId)[0]
    if (!order || order.status === 'withdrawn') continue
    const invoicedMinor = order.body.invoicedMinor + amountMinor
    records.update({ ...order, status: invoicedMinor >= order.body.amountMinor ? 'invoiced' : order.status, body: { ...order.body, invoicedMinor } })
  }
}

/** The day an invoice is due: the largest number of the terms that is no percentage is the days, 30 where there is none. */
export function dueOn(issuedOn: string, terms: string): string {
  const days = [...terms.matchAll(/(\d+)(?![\d.,]*\s*%)(?![\d]*[.,]\d)/g)].map((match) => Number(match[1])).filter((number) => number <= 365)
  const due = new Date(`${issuedOn}T00:00:00Z`)
  due.setUTCDate(due.getUTCDate() + (days.length > 0 ? Math.max(...days) : 30))
  return due.toISOString().slice(0, 10)
}
