import { z } from 'zod'
import { abs, isZero, subtract } from '../../orders/decimal'
import { type Remote } from '../connector'
import { type Row } from './changes'
import { isGoodsIssue } from './despatch'
import { onlyOrder, originsOf } from './invoice'
import { invoiceNames } from './invoiceNames'
import { idsIn } from './origins'
import { type Query, type Rpc } from './rpc'
import { type Units } from './units'
import { dateSchema, decimalSchema, instantSchema } from './wire'

/**
 * Bookings that pay customer invoices, made by a bank statement or by the pay wizard; `domain` is one of account.move.line.
 * Each is named by its place (journal, statement or move, line), since two identical ones are genuine. An `account.payment`
 * alone books none: it counts when the bank statement shows it.
 */
export async function readPayments(rpc: Rpc, units: Units, domain: readonly unknown[], query: Partial<Query> = {}): Promise<Remote[]> {
  const bookings = await rpc.search('account.move.line', [['invoice_payments.type', '=', 'out'], ...domain], { ...query, fields: BOOKING_FIELDS }, bookingSchema)
  if (bookings.length === 0) return []
  const invoices = [...new Set(bookings.map((booking) => booking.invoice_payment))]
  const invoiceLines = await rpc.search('account.invoice.line', [['invoice', 'in', invoices], ['type', '=', 'line']], { fields: ['invoice', 'origin'] }, lineSchema)
  const origins = await originsOf(rpc, units, invoiceLines)
  const places = await statements(rpc, bookings)
  const names = await invoiceNames(rpc, bookings.flatMap(({ invoice_payment: id, 'invoice_payment.': { number: of } }) => (of === null ? [] : [{ id, number: of }])))
  const companyCurrency = await currencyOfCompany(rpc)
  return bookings.map((booking) => {
    const { 'move.': move, 'invoice_payment.': invoice } = booking
    const changedAt = booking.write_date ?? booking.create_date
    const place = places.get(move.origin ?? '')
    // an invoice that we posted is named by us; any other by the sale lines that it is for
    const ours = isGoodsIssue(invoice.reference) ? invoice.reference.split('/')[0] : undefined
    const number = move.post_number ?? move.number ?? String(booking.move)
    return {
      kind: 'payment', theirId: String(booking.id), number, state: 'booked', version: `${booking.id}.${changedAt}`, asOf: changedAt,
      ...(invoice['party.'].code === null ? {} : { buyer: invoice['party.'].code }), currency: booking['second_currency.']?.code ?? companyCurrency, amount: amountOf(booking),
      body: {
        account: place?.account ?? move['journal.'].rec_name, statement: place?.statement ?? number, entry: String(booking.id), invoice: names.get(booking.invoice_payment),
        order: ours ?? onlyOrder(invoiceLines.filter((line) => line.invoice === booking.invoice_payment), origins), bookedOn: move.date, text: booking.description ?? undefined,
      },
    }
  })
}

const paidSchema = z.object({ id: z.number(), create_date: instantSchema, write_date: instantSchema.nullable() })

/** Posted customer invoices with the bookings that pay them. */
export async function readPaidInvoices(rpc: Rpc, units: Units, domain: readonly unknown[], query: Partial<Query> = {}): Promise<Row[]> {
  const invoices = await rpc.search('account.invoice', [['type', '=', 'out'], ['number', '!=', null], ...domain], { ...query, fields: ['create_date', 'write_date'] }, paidSchema)
  const bookings = invoices.length === 0 ? [] : await rpc.search('account.move.line', [['invoice_payments', 'in', invoices.map(({ id }) => id)]], { fields: ['invoice_payment'] }, joinSchema)
  const payments = new Map((await readPayments(rpc, units, [['id', 'in', bookings.map(({ id }) => id)]])).map((payment) => [Number(payment.theirId), payment]))
  return invoices.map(({ id, create_date, write_date }) => ({
    id, changedAt: write_date ?? create_date, remotes: bookings.flatMap((booking) => (booking.invoice_payment === id ? payments.get(booking.id) ?? [] : [])),
  }))
}

const joinSchema = z.object({ id: z.number(), invoice_payment: z.number() })
const lineSchema = z.object({ invoice: z.number(), origin: z.string().nullable() })

const BOOKING_FIELDS = ['move', 'debit', 'credit', 'amount_second_currency', 'second_currency.code', 'description', 'move.date', 'move.number', 'move.post_number', 'move.origin',
  'move.journal.rec_name', 'invoice_payment.number', 'invoice_payment.reference', 'invoice_payment.party.code', 'invoice_payment', 'create_date', 'write_date'] as const
const bookingSchema = z.object({
  'id': z.number(), 'move': z.number(), 'debit': decimalSchema, 'credit': decimalSchema, 'amount_second_currency': decimalSchema.nullable(), 'description': z.string().nullable(),
  'second_currency.': z.object({ code: z.string() }).nullish(), 'create_date': instantSchema, 'write_date': instantSchema.nullable(), 'invoice_payment': z.number(),
  'invoice_payment.': z.object({ 'number': z.string().nullable(), 'reference': z.string().nullable(), 'party.': z.object({ code: z.string().nullable() }) }),
  'move.': z.object({
    'date': dateSchema, 'number': z.string().nullable(), 'post_number': z.string().nullable(), 'origin': z.string().nullable(), 'journal.': z.object({ rec_name: z.string() }),
  }),
})
type Booking = z.infer<typeof bookingSchema>

/** What came in is a credit of the receivable account; what went back is negative. */
function amountOf({ debit, credit, amount_second_currency: other }: Booking): string {
  const own = subtract(credit, debit)
  if (other === null || isZero(other)) return own
  return own.startsWith('-') ? subtract('0', abs(other)) : abs(other)
}

interface Place { account: string; statement: string }
const statementSchema = z.object({ 'id': z.number(), 'name': z.string(), 'journal.': z.object({ 'rec_name': z.string(), 'bank_account.': z.object({ rec_name: z.string() }).nullish() }) })

/** Where a booking stands in the bank's statements. */
async function statements(rpc: Rpc, bookings: readonly Booking[]): Promise<Map<string, Place>> {
  const ids = idsIn(bookings.map((booking) => booking['move.'].origin), 'account.statement')
  if (ids.length === 0) return new Map()
  const rows = await rpc.search('account.statement', [['id', 'in', ids]], { fields: ['name', 'journal.rec_name', 'journal.bank_account.rec_name'] }, statementSchema)
  return new Map(rows.map((row) => [`account.statement,${row.id}`, { account: row['journal.']['bank_account.']?.rec_name ?? row['journal.'].rec_name, statement: row.name }]))
}

async function currencyOfCompany(rpc: Rpc): Promise<string | undefined> {
  const [company] = await rpc.search('company.company', [['id', '=', await rpc.company()]], { fields: ['currency.code'] }, z.object({ 'currency.': z.object({ code: z.string() }) }))
  return company?.['currency.'].code
}
