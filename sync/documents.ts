import { type DocumentEvent } from '../orders/decision'
import { type LineQuantity } from '../orders/event'
import { type Order } from '../orders/order'
import { type OrderDocumentRecord } from '../store/records'

/** The row of an OrderDocument after one of its events: what a later event does not say again stays as it was. */
export function documentRecord(order: Pick<Order, 'company' | 'id' | 'currency'>, event: DocumentEvent, stream: string, before?: OrderDocumentRecord): OrderDocumentRecord {
  const data = event.data as { lines?: LineQuantity[]; amount?: string; shippedOn?: string; issuedOn?: string; bookedOn?: string; currency?: string }
  return {
    company: order.company, kind: event.kind, issuer: event.issuer, number: event.number, stream, state: event.type,
    issuedOn: data.issuedOn ?? data.shippedOn ?? data.bookedOn ?? before?.issuedOn, currency: data.amount === undefined ? undefined : data.currency ?? order.currency, amount: data.amount,
    body: { ...before?.body, ...event.data },
    lines: (data.lines ?? []).map((line, index) => ({ line: String(index + 1), order: order.id, orderLine: line.line, quantity: line.quantity })),
  }
}
