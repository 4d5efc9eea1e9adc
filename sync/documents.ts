import { type DocumentEvent } from '../orders/decision'
import { type LineQuantity } from '../orders/event'
import { type Order } from '../orders/order'
import { type OrderDocumentRecord } from '../store/records'

const STATES: Record<string, string> = { despatched: 'despatched', received: 'received', posted: 'posted', booked: 'booked' }

/** The row of an OrderDocument after one of its events: the fold is short, since each event says the whole. */
export function documentRecord(order: Order, event: DocumentEvent, stream: string): OrderDocumentRecord {
  const data = event.data as { lines?: LineQuantity[]; amount?: string; shippedOn?: string; issuedOn?: string; bookedOn?: string; currency?: string }
  return {
    company: order.company, kind: event.kind, issuer: event.issuer, number: event.number, stream, state: STATES[event.type] ?? event.type,
    issuedOn: data.issuedOn ?? data.shippedOn ?? data.bookedOn, currency: data.amount === undefined ? undefined : data.currency ?? order.currency, amount: data.amount,
    body: event.data,
    lines: (data.lines ?? []).map((line, index) => ({ line: String(index + 1), order: order.id, orderLine: line.line, quantity: line.quantity })),
  }
}
