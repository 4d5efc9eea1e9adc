import { type Outgoing } from '../../connectors/connector'
import { type Records, type Row } from './records'
import { known, refuse, type SentOrder, type System } from './system'

/** A finance system that takes our key: the same key again is the same answer. */
export function finance(records: Records): System {
  const kept = new Map<string, Row>()
  return {
    name: 'finance', role: 'finance', repeat: 'key', follows: ['order', 'invoice', 'payment'], records,
    carryOut: (message) => {
      const before = kept.get(message.key)
      if (before) return before
      const row = message.kind === 'invoice' ? postInvoice(records, message) : commitment(records, message)
      kept.set(message.key, row)
      return row
    },
    references: () => [],
  }
}

function commitment(records: Records, message: Outgoing): Row {
  const order = message.body as SentOrder
  const content = (): Partial<Row> => ({
    reference: order.reference, buyer: order.buyer, currency: order.currency, amount: order.payable, body: { number: order.number },
    lines: order.lines.map(({ id, item, quantity }) => ({ id, item, quantity })),
  })
  if (message.action === 'create') return records.add({ kind: 'order', theirId: `C${records.next('order')}`, ourId: message.ourId, state: 'committed', ...content() })
  const row = known(records, message)
  if (message.action === 'cancel') return row.state === 'withdrawn' ? row : records.change(row, { state: 'withdrawn' })
  return row.state === 'committed' ? records.change(row, content()) : refuse(`${row.theirId} is ${row.state}`)
}

function postInvoice(records: Records, message: Outgoing): Row {
  const invoice = message.body as SentOrder
  return records.add({
    kind: 'invoice', theirId: `I${records.next('invoice')}`, ourId: message.ourId, state: 'posted', buyer: invoice.buyer, currency: invoice.currency, amount: invoice.payable,
    lines: invoice.lines.map((line) => ({ id: line.line!, item: line.item, quantity: line.quantity })), body: { order: invoice.order },
  })
}

/** The bank books what a customer pays of an invoice. */
export function payInvoice(records: Records, invoice: Row, day: string): void {
  const entry = String(records.next('entry'))
  const id = `P${records.next('payment')}`
  records.change(invoice, { state: 'paid' })
  records.add({
    kind: 'payment', theirId: id, state: 'booked', buyer: invoice.buyer, currency: invoice.currency, amount: invoice.amount,
    body: { order: invoice.body?.order, invoice: invoice.theirId, account: 'DE02', statement: day, entry, bookedOn: day },
  })
}
