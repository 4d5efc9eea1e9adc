import { integer, string, table, text } from './table'

export interface OrderRow {
  company: string; id: string; number: string | null; natural_key: string | null; buyer: string | null; reference: string | null; buyers_release: string; generation: number
  status: string; version: number; revision: number; channel: string; document: string | null; currency: string | null; payable_minor: number | null
  received_at: string; confirmed_at: string | null; requested_delivery: string | null; state: string; state_parts: number
}
export const orders = table<OrderRow>('orders', ['company', 'id'], {
  company: string, id: string, number: string, natural_key: string, buyer: string, reference: text, buyers_release: text, generation: integer,
  status: string, version: integer, revision: integer, channel: string, document: string, currency: string, payable_minor: integer,
  received_at: string, confirmed_at: string, requested_delivery: string, state: text, state_parts: integer,
})

export interface PartRow { company: string; order_id: string; no: number; system: string; body: string }
export const parts = table<PartRow>('parts', ['company', 'order_id', 'no'], { company: string, order_id: string, no: integer, system: string, body: text })

export interface OrderDocumentRow {
  company: string; kind: string; issuer: string; number: string; stream: string; issued_on: string | null; currency: string | null; amount_minor: number | null
  state: string; body: string; lines: string
}
export const orderDocuments = table<OrderDocumentRow>('order_documents', ['company', 'kind', 'issuer', 'number'], {
  company: string, kind: string, issuer: string, number: string, stream: string, issued_on: string, currency: text, amount_minor: integer, state: string, body: text, lines: text,
})

/** Which order lines a document is about, for looking up and for sums; the exact quantities are in the document's `lines`. */
export interface OrderDocumentLineRow {
  company: string; kind: string; issuer: string; number: string; no: number; order_id: string; order_line: string; quantity_e4: number | null; amount_minor: number | null
}
export const orderDocumentLines = table<OrderDocumentLineRow>('order_document_lines', ['company', 'kind', 'issuer', 'number', 'no'], {
  company: string, kind: string, issuer: string, number: string, no: integer, order_id: string, order_line: string, quantity_e4: integer, amount_minor: integer,
})

export interface AllocationRow { company: string; payment: string; invoice: string; no: number; currency: string; amount_minor: number }
export const allocations = table<AllocationRow>('allocations', ['company', 'payment', 'invoice', 'no'],
  { company: string, payment: string, invoice: string, no: integer, currency: string, amount_minor: integer })

export interface ApprovalRow {
  company: string; subject: string; round: number; step: string; role: string; why: string; state: string
  asked_at: string; due_at: string | null; decided_by: string | null; decided_at: string | null; reason: string | null
}
export const approvals = table<ApprovalRow>('approvals', ['company', 'subject', 'round', 'step'], {
  company: string, subject: string, round: integer, step: string, role: string, why: text, state: string,
  asked_at: string, due_at: string, decided_by: string, decided_at: string, reason: text,
})

/** `capacity`, `theirs` and `ours` in units of 10^-scale. */
export interface ResourceRow { company: string; resource: string; unit: string; scale: number; capacity: number; theirs: number; ours: number; as_of: string }
export const resources = table<ResourceRow>('resources', ['company', 'resource'],
  { company: string, resource: string, unit: string, scale: integer, capacity: integer, theirs: integer, ours: integer, as_of: string })

/** `counted` is the share of `quantity` that the owning system's copy already has in its own figure. */
export interface CommitmentRow { company: string; resource: string; order_id: string; line: string; quantity: number; counted: number; state: string }
export const commitments = table<CommitmentRow>('commitments', ['company', 'resource', 'order_id', 'line'],
  { company: string, resource: string, order_id: string, line: string, quantity: integer, counted: integer, state: string })

export interface CounterRow { company: string; range_name: string; value: number }
export const counters = table<CounterRow>('counters', ['company', 'range_name'], { company: string, range_name: string, value: integer })

/** An invoice as the customer owes it; amounts in minor units. */
export interface OpenItemRow {
  company: string; issuer: string; invoice: string; buyer: string | null; currency: string; amount_minor: number; paid_minor: number; credited_minor: number
  issued_on: string | null; due_on: string | null; level: number; reminded_on: string | null
}
export const openItems = table<OpenItemRow>('open_items', ['company', 'issuer', 'invoice'], {
  company: string, issuer: string, invoice: string, buyer: string, currency: string, amount_minor: integer, paid_minor: integer, credited_minor: integer,
  issued_on: string, due_on: string, level: integer, reminded_on: string,
})
