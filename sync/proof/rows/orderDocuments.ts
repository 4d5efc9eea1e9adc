import { isDeepStrictEqual } from 'node:util'
import { sameValue } from '../../../orders/compare'
import { add, sum } from '../../../orders/decimal'
import { isCurrency } from '../../../orders/money'
import { type DocumentEvent } from '../../../orders/decision'
import { type StoredEvent } from '../../../orders/event'
import * as allocations from '../../../store/allocations'
import * as openItems from '../../../store/openItems'
import * as orderDocuments from '../../../store/orderDocuments'
import { type OrderDocumentLineRow } from '../../../store/models/orders'
import { type OrderDocumentRecord } from '../../../store/records'
import { type Db } from '../../../store/store'
import { documentRecord } from '../../documents'
import { found, type Found } from './found'

export const DOCUMENT_KINDS: readonly string[] = ['despatch', 'invoice', 'payment', 'creditNote', 'return'] satisfies DocumentEvent['kind'][]

/** A document of an order as its row has it, against its events; and of a payment or credit note which invoice it is on. */
export async function documentDiffers(db: Db, company: string, stream: string, events: readonly StoredEvent[]): Promise<Found[]> {
  const expected = recordOf(company, stream, events)
  if (!expected) return []
  const { kind, issuer, number } = expected
  const row = await orderDocuments.get(db, company, kind, issuer, number)
  if (!row) return [found('order-document-missing', `the ${kind} ${number} of ${issuer} is gone, and its events are there`)]
  const differing = [
    ...(['stream', 'state', 'issuedOn', 'currency'] as const).filter((member) => row[member] !== expected[member]),
    ...(sameValue(row.amount ?? '', expected.amount ?? '') ? [] : ['amount']),
    ...(['body', 'lines'] as const).filter((member) => !isDeepStrictEqual(row[member], plain(expected[member]))),
  ]
  if (differing.length === 0 && saidOf(await orderDocuments.linesOf(db, expected)) !== saidOf(orderDocuments.lineRows(expected))) differing.push('lines')
  const changed = differing.length === 0 ? [] : [found('order-document-changed', `the row of the ${kind} ${number} of ${issuer} says another ${differing.join(', ')} than its events`)]
  if (kind === 'payment' || kind === 'creditNote') return [...changed, ...await allocationsDiffer(db, company, { kind, number, key: kind === 'payment' ? number : allocations.creditNoteKey({ issuer, number }) }, events)]
  return kind === 'invoice' ? [...changed, ...await openItemDiffers(db, expected, events)] : changed
}

/** The document as its events come to; what was erased of a person is not in it. */
export function recordOf(company: string, stream: string, events: readonly StoredEvent[]): OrderDocumentRecord | undefined {
  const [kind, issuer, ...rest] = stream.split('/')
  let record: OrderDocumentRecord | undefined
  for (const { type, data } of events) {
    if (type === 'erased') continue
    const { order, currency } = data as { order: string; currency?: string }
    record = documentRecord({ company, id: order, currency }, { kind: kind as DocumentEvent['kind'], issuer: issuer!, number: rest.join('/'), type, data }, stream, record)
  }
  return record
}

/** What the customer owes of an invoice, against what it bills and what is on it. */
async function openItemDiffers(db: Db, { company, issuer, number: invoice, currency }: OrderDocumentRecord, events: readonly StoredEvent[]): Promise<Found[]> {
  const billed = events.flatMap(({ data }) => (data as { amount?: string }).amount ?? [])
  const item = (await openItems.many(db, company, [invoice])).find((one) => one.issuer === issuer)
  // what is no amount of a currency was never counted
  if (!item) return billed.length === 0 || currency === undefined || !isCurrency(currency) ? [] : [found('open-item-missing', `what is owed of the invoice ${invoice} is gone, and its events are there`)]
  const { dueOn } = events.find(({ data }) => data.amount !== undefined)?.data as { dueOn?: string } | undefined ?? {}
  const on = await allocations.ofInvoice(db, company, invoice)
  const settled = (credits: boolean): string => sum(on.filter(({ payment }) => allocations.isCreditNote(payment) === credits).map((row) => row.amount))
  const differing = [...(sameValue(item.amount, sum(billed)) ? [] : ['amount']), ...(sameValue(item.paid, settled(false)) ? [] : ['paid']), ...(sameValue(item.credited, settled(true)) ? [] : ['credited']), ...(item.currency === currency ? [] : ['currency']), ...(item.dueOn === dueOn ? [] : ['due date'])]
  return differing.length === 0 ? [] : [found('open-item-changed', `what is owed of the invoice ${invoice} says another ${differing.join(', ')} than its events`)]
}

interface Settling { kind: 'payment' | 'creditNote'; number: string; key: string }

async function allocationsDiffer(db: Db, company: string, { kind, number, key }: Settling, events: readonly StoredEvent[]): Promise<Found[]> {
  const wanted = summed(events.map(({ data }) => data as { invoice?: string; amount?: string }))
  const rows = summed(await allocations.ofPayment(db, company, key))
  return [...wanted].flatMap(([invoice, amount]) => {
    const there = rows.get(invoice)
    if (there === undefined) return [found('allocation-missing', `the ${kind} ${number} does not say any more that it is on the invoice ${invoice}`)]
    return sameValue(there, amount) ? [] : [found('allocation-changed', `the ${kind} ${number} says ${there} on the invoice ${invoice}, and its events say ${amount}`)]
  })
}

/** A payment may be on an invoice in several steps. */
function summed(shares: readonly { invoice?: string; amount?: string }[]): Map<string, string> {
  const sums = new Map<string, string>()
  for (const { invoice, amount } of shares) if (invoice && amount) sums.set(invoice, add(sums.get(invoice) ?? '0', amount))
  return sums
}

const saidOf = (rows: readonly OrderDocumentLineRow[]): string => JSON.stringify(rows.map((row) => [row.no, row.order_id, row.order_line, row.quantity_e4, row.amount_minor]))

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
