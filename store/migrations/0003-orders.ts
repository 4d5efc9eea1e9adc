import { createTable, digest, id, instant, integer, key, type Migration, name, optional, text } from './table'

/** The agreed orders as last folded, their parts, documents, approvals, and what they hold of scarce things. */
export const orders: Migration = {
  name: '0003-orders',
  async up(context) {
    const company = () => ({ company: key(name()) })
    await createTable(context, 'orders', {
      ...company(), id: key(id()), number: optional(name(128)), natural_key: optional(digest()), buyer: optional(id()), reference: optional(text()), buyers_release: text(),
      generation: integer(), status: name(32), version: integer(), revision: integer(), channel: name(128), document: optional(digest()), currency: optional(name(16)),
      payable_minor: optional(integer()), received_at: instant(), confirmed_at: optional(instant()), requested_delivery: optional(instant()), state: text(), state_parts: integer(),
    }, {
      unique: { orders_number: ['company', 'number'], orders_natural_key: ['natural_key'] },
      indexes: { orders_status: ['company', 'status', 'received_at'], orders_buyer: ['company', 'buyer', 'received_at'], orders_received: ['company', 'received_at'] },
    })
    await createTable(context, 'parts', { ...company(), order_id: key(id()), no: key(integer()), system: name(), body: text() })
    await createTable(context, 'order_documents', {
      ...company(), kind: key(name(16)), issuer: key(name(128)), number: key(id()), stream: name(400), issued_on: optional(instant()), currency: optional(text()),
      amount_minor: optional(integer()), state: name(), body: text(), lines: text(),
    }, { indexes: { order_documents_issued: ['company', 'kind', 'issued_on'] } })
    await createTable(context, 'order_document_lines', {
      ...company(), kind: key(name(16)), issuer: key(name(128)), number: key(id()), no: key(integer()), order_id: id(), order_line: id(), quantity_e4: optional(integer()), amount_minor: optional(integer()),
    }, { indexes: { order_document_lines_order: ['company', 'order_id'] } })
    await createTable(context, 'allocations', { ...company(), payment: key(id()), invoice: key(id()), no: key(integer()), currency: name(16), amount_minor: integer() },
      { indexes: { allocations_invoice: ['company', 'invoice'] } })
    await createTable(context, 'approvals', {
      ...company(), subject: key(name(400)), round: key(integer()), step: key(name()), role: name(), why: text(), state: name(16),
      asked_at: instant(), due_at: optional(instant()), decided_by: optional(id()), decided_at: optional(instant()), reason: optional(text()),
    }, { indexes: { approvals_open: ['company', 'state', 'role', 'asked_at'] } })
    await createTable(context, 'resources', {
      ...company(), resource: key(id()), unit: name(16), scale: integer(), capacity: integer(), theirs: integer(), ours: integer(), as_of: instant(),
    })
    await createTable(context, 'commitments', { ...company(), resource: key(id()), order_id: key(name(64)), line: key(id()), quantity: integer(), counted: integer(), state: name(16) },
      { indexes: { commitments_order: ['company', 'order_id'] } })
    await createTable(context, 'counters', { ...company(), range_name: key(name(128)), value: integer() })
  },
}
