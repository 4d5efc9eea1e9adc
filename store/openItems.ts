import { type Decimal, isNegative, isZero } from '../orders/decimal'
import { fromMinor, isCurrency, toMinor } from '../orders/money'
import { type OpenItemRow, openItems } from './models/orders'
import { insertIfNew, select } from './rows'
import { type Db, type Tx } from './store'

/** A posted invoice as the customer owes it. */
export interface OpenItem {
  company: string
  issuer: string
  invoice: string
  /** Partner code. */
  buyer?: string
  currency: string
  amount: Decimal
  paid: Decimal
  credited: Decimal
  /** What is not settled; below zero where more was paid than billed. */
  open: Decimal
  issuedOn?: string
  dueOn?: string
  /** The highest reminder that went out; 0 where there was none. */
  level: number
  remindedOn?: string
}

type Billed = Pick<OpenItem, 'company' | 'issuer' | 'invoice' | 'buyer' | 'amount' | 'issuedOn' | 'dueOn'> & { currency: string | undefined }

/** Counts what an invoice bills: one over several orders comes in shares. What is no amount of a currency is not counted. */
export async function billed(tx: Tx, { company, issuer, invoice, buyer, currency, amount, issuedOn, dueOn }: Billed): Promise<void> {
  if (currency === undefined || !isCurrency(currency)) return
  const row: OpenItemRow = {
    company, issuer, invoice, buyer: buyer ?? null, currency, amount_minor: toMinor(amount, currency), paid_minor: 0, credited_minor: 0, issued_on: issuedOn ?? null, due_on: dueOn ?? null, level: 0, reminded_on: null,
  }
  if (await insertIfNew(tx, openItems, row)) return
  await tx.execute('UPDATE open_items SET amount_minor = amount_minor + $1 WHERE company = $2 AND issuer = $3 AND invoice = $4', [row.amount_minor, company, issuer, invoice])
}

/** Counts what settles an invoice: a payment, or a credit note. */
export async function settled(tx: Tx, { company, invoice, currency, paid = '0', credited = '0' }: { company: string; invoice: string; currency: string | undefined; paid?: Decimal; credited?: Decimal }): Promise<void> {
  if (currency === undefined || !isCurrency(currency)) return
  await tx.execute('UPDATE open_items SET paid_minor = paid_minor + $1, credited_minor = credited_minor + $2 WHERE company = $3 AND invoice = $4', [toMinor(paid, currency), toMinor(credited, currency), company, invoice])
}

export const get = async (db: Db, company: string, invoice: string): Promise<OpenItem | undefined> => (await many(db, company, [invoice]))[0]

/** Those of these invoices that are known, settled or not. */
export const many = async (db: Db, company: string, invoices: readonly string[]): Promise<OpenItem[]> =>
  (await select(db, openItems, { company, invoice: [...new Set(invoices)] }, { order: ['invoice', 'issuer'] })).map(fromRow)

/** What a customer has not settled, due first. */
export const openOf = async (db: Db, company: string, buyer: string): Promise<OpenItem[]> =>
  (await db.query<OpenItemRow>('SELECT * FROM open_items WHERE company = $1 AND buyer = $2 AND amount_minor <> paid_minor + credited_minor ORDER BY due_on, invoice', [company, buyer])).map(fromRow)

/** What is not settled and was due before a day (`YYYY-MM-DD`), due first. */
export const dueBefore = async (db: Db, company: string, day: string): Promise<OpenItem[]> =>
  (await db.query<OpenItemRow>('SELECT * FROM open_items WHERE company = $1 AND due_on < $2 AND amount_minor > paid_minor + credited_minor ORDER BY due_on, invoice', [company, day])).map(fromRow)

/** Notes that an open invoice was reminded of; false where it has that level already, or is settled. */
export async function raise(tx: Tx, company: string, invoice: string, level: number, on: string): Promise<boolean> {
  const { changes } = await tx.execute('UPDATE open_items SET level = $1, reminded_on = $2 WHERE company = $3 AND invoice = $4 AND level = $5 AND amount_minor > paid_minor + credited_minor', [level, on, company, invoice, level - 1])
  return changes > 0
}

/** What these customers have not settled although they were reminded of it, by customer. */
export async function remindedOf(db: Db, company: string, buyers: readonly string[]): Promise<Map<string, OpenItem[]>> {
  const items = (await select(db, openItems, { company, buyer: [...buyers], level: { gt: 0 } }, { order: ['due_on', 'invoice'] })).map(fromRow)
  return Map.groupBy(items.filter(({ open }) => !isNegative(open) && !isZero(open)), (item) => item.buyer!)
}

const fromRow = (row: OpenItemRow): OpenItem => {
  const money = (minor: number): Decimal => fromMinor(minor, row.currency)
  return {
    company: row.company, issuer: row.issuer, invoice: row.invoice, buyer: row.buyer ?? undefined, currency: row.currency, amount: money(row.amount_minor), paid: money(row.paid_minor), credited: money(row.credited_minor),
    open: money(row.amount_minor - row.paid_minor - row.credited_minor), issuedOn: row.issued_on ?? undefined, dueOn: row.due_on ?? undefined, level: row.level, remindedOn: row.reminded_on ?? undefined,
  }
}
