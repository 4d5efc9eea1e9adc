import { type DocumentEvent } from '../orders/decision'
import { type Circumstance, type LineQuantity } from '../orders/event'
import { type Order } from '../orders/order'
import * as allocations from '../store/allocations'
import * as openItems from '../store/openItems'
import * as orderDocuments from '../store/orderDocuments'
import { type OrderDocumentRecord } from '../store/records'
import { type Tx } from '../store/store'
import * as streams from '../store/streams'

/** What an event of a document may say; of a payment over several invoices each event is a share of it. */
interface Said {
  lines?: LineQuantity[]; amount?: string; total?: string; shippedOn?: string; issuedOn?: string; bookedOn?: string; receivedOn?: string; dueOn?: string; currency?: string; order?: string; invoice?: string
}

/** An event of a document that an order brought. */
export interface Brought { order: Order; circumstance: Circumstance; document: DocumentEvent }

/** What is added to the streams of documents, each to where it stands now. */
export async function documentCommits(tx: Tx, brought: readonly Brought[]): Promise<streams.Commit[]> {
  const commits: streams.Commit[] = []
  for (const [company, own] of Map.groupBy(brought, ({ order }) => order.company)) {
    const versions = await streams.versions(tx, company, own.map(({ document }) => streamOf(document)))
    for (const { circumstance, document } of own) {
      const stream = streamOf(document)
      const expected = versions.get(stream) ?? 0
      versions.set(stream, expected + 1)
      commits.push({ company, stream, expected, circumstance, events: [{ type: document.type, data: document.data }] })
    }
  }
  return commits
}

const streamOf = ({ kind, issuer, number }: DocumentEvent): string => `${kind}/${issuer}/${number}`

/** Keeps what such events say. A document whose stream was begun by `commits` has no row yet before the first of them. */
export async function keepDocuments(tx: Tx, brought: readonly Brought[], commits: readonly streams.Commit[]): Promise<void> {
  const placeOf = (company: string, stream: string): string => JSON.stringify([company, stream])
  const begun = new Set(commits.filter(({ expected }) => expected === 0).map(({ company, stream }) => placeOf(company, stream)))
  for (const one of brought) await keepDocument(tx, one, begun.delete(placeOf(one.order.company, streamOf(one.document))))
}

/** The document's row, and what it comes to in the customer's account. */
async function keepDocument(tx: Tx, { order, document }: Brought, fresh: boolean): Promise<void> {
  const { company, currency } = order
  const before = fresh ? undefined : await orderDocuments.get(tx, company, document.kind, document.issuer, document.number)
  await orderDocuments.save(tx, documentRecord(order, document, streamOf(document), before), { fresh })
  const { invoice, amount, issuedOn, dueOn } = document.data as Said
  if (document.kind === 'invoice' && amount) await openItems.billed(tx, { company, issuer: document.issuer, invoice: document.number, buyer: order.buyer, currency, amount, issuedOn, dueOn })
  if (document.kind === 'creditNote' && invoice && amount) {
    await allocations.add(tx, currency!, { company, payment: allocations.creditNoteKey(document), invoice, amount })
    await openItems.settled(tx, { company, invoice, currency, credited: amount })
  }
  if (document.kind === 'payment' && invoice && amount) {
    await allocations.add(tx, currency!, { company, payment: document.number, invoice, amount })
    await openItems.settled(tx, { company, invoice, currency, paid: amount })
  }
}

/** The row of an OrderDocument after one of its events: what a later event does not say again stays as it was. */
export function documentRecord(order: Pick<Order, 'company' | 'id' | 'currency'>, event: DocumentEvent, stream: string, before?: OrderDocumentRecord): OrderDocumentRecord {
  const data = event.data as Said
  const amount = data.total ?? data.amount
  return {
    company: order.company, kind: event.kind, issuer: event.issuer, number: event.number, stream, state: event.type,
    issuedOn: data.issuedOn ?? data.shippedOn ?? data.bookedOn ?? data.receivedOn ?? before?.issuedOn, currency: amount === undefined ? undefined : data.currency ?? order.currency, amount,
    body: data.total === undefined ? { ...before?.body, ...event.data } : shared(before, data),
    lines: [...(data.total === undefined ? [] : before?.lines ?? []), ...(data.lines ?? []).map((line) => ({ order: order.id, orderLine: line.line, quantity: line.quantity }))].map((line, index) => ({ ...line, line: String(index + 1) })),
  }
}

/** Of a payment that is on several invoices, or on one of them in part, and of an invoice over several orders: each share with its order. */
function shared(before: OrderDocumentRecord | undefined, { order, invoice, amount, total: _total, ...rest }: Said): OrderDocumentRecord['body'] {
  const { shares = [], ...known } = (before?.body ?? {}) as { shares?: unknown[] }
  return { ...known, ...rest, shares: [...shares, { order, invoice, amount }] }
}
