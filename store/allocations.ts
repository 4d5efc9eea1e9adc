import { fromMinor, toMinor } from '../orders/money'
import { type AllocationRow, allocations } from './models/orders'
import { type Allocation } from './records'
import { put, select } from './rows'
import { type Db, type Tx } from './store'

/** Writes how much of a payment or credit goes on which invoice, in the currency of the payment. */
export async function save(tx: Tx, currency: string, given: readonly Allocation[]): Promise<void> {
  for (const { company, payment, invoice, no, amount } of given) await put(tx, allocations, { company, payment, invoice, no, currency, amount_minor: toMinor(amount, currency) })
}

export const ofPayment = async (db: Db, company: string, payment: string): Promise<Allocation[]> =>
  (await select(db, allocations, { company, payment }, { order: ['invoice', 'no'] })).map(fromRow)

export const ofInvoice = async (db: Db, company: string, invoice: string): Promise<Allocation[]> =>
  (await select(db, allocations, { company, invoice }, { order: ['payment', 'no'] })).map(fromRow)

const fromRow = (row: AllocationRow): Allocation =>
  ({ company: row.company, payment: row.payment, invoice: row.invoice, no: row.no, amount: fromMinor(row.amount_minor, row.currency) })
