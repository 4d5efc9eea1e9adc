import { amountOf, minorOf } from './minor'
import { type OrderDocumentLineRow, orderDocumentLines, type OrderDocumentRow, orderDocuments } from './models/orders'
import { type OrderDocumentRecord } from './records'
import { insertMany, put, remove, select, selectOne } from './rows'
import { scaledOrNull } from './scaled'
import { type Db, type Tx } from './store'

type Kind = OrderDocumentRecord['kind']

/** Writes the document as it is now, over the one of the same (kind, issuer, number) where it is not known to be `fresh`, and which order lines it is about. */
export async function save(tx: Tx, document: OrderDocumentRecord, { fresh = false } = {}): Promise<void> {
  const key = keyOf(document)
  await put(tx, orderDocuments, toRow(document))
  if (!fresh) await remove(tx, orderDocumentLines, key)
  await insertMany(tx, orderDocumentLines, lineRows(document))
}

/** Which order lines a document is about, as it stands beside it. */
export const lineRows = (document: OrderDocumentRecord): OrderDocumentLineRow[] => document.lines.map((line, index) => ({
  ...keyOf(document), no: index + 1, order_id: line.order, order_line: line.orderLine, quantity_e4: scaledOrNull(line.quantity, 4, 'down'),
  amount_minor: minorOf(line.amount, document.currency).minor,
}))

/** The same as it is kept. */
export const linesOf = (db: Db, document: OrderDocumentRecord): Promise<OrderDocumentLineRow[]> => select(db, orderDocumentLines, keyOf(document), { order: ['no'] })

export async function get(db: Db, company: string, kind: Kind, issuer: string, number: string): Promise<OrderDocumentRecord | undefined> {
  const row = await selectOne(db, orderDocuments, { company, kind, issuer, number })
  return row && fromRow(row)
}

/** Those of these documents that are there. */
export const many = async (db: Db, company: string, kind: Kind, issuer: string, numbers: readonly string[]): Promise<OrderDocumentRecord[]> =>
  (await select(db, orderDocuments, { company, kind, issuer, number: [...new Set(numbers)] })).map(fromRow)

/** Documents that have a line of the order, by kind, issuer and number. */
export async function ofOrder(db: Db, company: string, order: string): Promise<OrderDocumentRecord[]> {
  const rows = await db.query<OrderDocumentRow>(
    `SELECT d.* FROM order_documents d WHERE d.company = $1 AND EXISTS (SELECT 1 FROM order_document_lines l
      WHERE l.company = d.company AND l.kind = d.kind AND l.issuer = d.issuer AND l.number = d.number AND l.order_id = $2) ORDER BY d.kind, d.issuer, d.number`, [company, order])
  return rows.map(fromRow)
}

/** The latest issued first. */
export async function list(db: Db, company: string, kind: Kind, { limit = 200, offset = 0 }: { limit?: number; offset?: number } = {}): Promise<OrderDocumentRecord[]> {
  return (await select(db, orderDocuments, { company, kind }, { order: [['issued_on', 'DESC'], 'issuer', 'number'], limit, offset })).map(fromRow)
}

const keyOf = ({ company, kind, issuer, number }: OrderDocumentRecord) => ({ company, kind, issuer, number })

/** The body, and the amount where minor units do not say it exactly. */
const bodyOf = (document: OrderDocumentRecord): string => JSON.stringify({ body: document.body, amount: minorOf(document.amount, document.currency).text })

const toRow = (document: OrderDocumentRecord): OrderDocumentRow => ({
  ...keyOf(document), stream: document.stream, issued_on: document.issuedOn ?? null, currency: document.currency ?? null,
  amount_minor: minorOf(document.amount, document.currency).minor, state: document.state, body: bodyOf(document), lines: JSON.stringify(document.lines),
})

function fromRow(row: OrderDocumentRow): OrderDocumentRecord {
  const kept = JSON.parse(row.body) as Pick<OrderDocumentRecord, 'body' | 'amount'>
  return {
    company: row.company, kind: row.kind as Kind, issuer: row.issuer, number: row.number, stream: row.stream, issuedOn: row.issued_on ?? undefined, currency: row.currency ?? undefined,
    amount: amountOf(row.amount_minor, row.currency, kept.amount), state: row.state, body: kept.body, lines: JSON.parse(row.lines) as OrderDocumentRecord['lines'],
  }
}
