import { fromMinor, toMinor } from '../orders/money'
import { type AllocationRow, allocations } from './models/orders'
import { type Allocation } from './records'
import { insertMany, select } from './rows'
import { type Db, type Tx } from './store'

/** Notes that so much more of a payment or credit is on an invoice, in the currency of the payment. */
export async function add(tx: Tx, currency: string, { company, payment, invoice, amount }: Omit<Allocation, 'no'>): Promise<void> {
  const no = (await select(tx, allocations, { company, payment, invoice })).length + 1
  await insertMany(tx, allocations, [{ company, payment, invoice, no, currency, amount_minor: toMinor(amount, currency) }])
}

/** A credit note among what is on invoices. */
export const creditNoteKey = ({ issuer, number }: { issuer: string; number: string }): string => `${CREDIT_NOTE}${issuer}/${number}`
export const isCreditNote = (payment: string): boolean => payment.startsWith(CREDIT_NOTE)
/** The number of the payment or credit note. */
export const numberOf = (payment: string): string => (isCreditNote(payment) ? payment.slice(payment.indexOf('/', CREDIT_NOTE.length) + 1) : payment)

const CREDIT_NOTE = 'creditNote/'

export const ofPayment = async (db: Db, company: string, payment: string): Promise<Allocation[]> =>
  (await select(db, allocations, { company, payment }, { order: ['invoice', 'no'] })).map(fromRow)

export const ofInvoice = async (db: Db, company: string, invoice: string): Promise<Allocation[]> =>
  (await select(db, allocations, { company, invoice }, { order: ['payment', 'no'] })).map(fromRow)

const fromRow = (row: AllocationRow): Allocation =>
  ({ company: row.company, payment: row.payment, invoice: row.invoice, no: row.no, amount: fromMinor(row.amount_minor, row.currency) })
