import { add, compare, sum } from '../../orders/decimal'
import { type Kind, type Outgoing } from '../../connectors/connector'
import { CUSTOMERS, ITEMS } from '../masterData'
import { type Records, type Row } from './records'
import { known, refuse, type SentOrder, type System } from './system'

/** An ERP without an idempotency key: whoever posts twice has two. */
export const erp = (records: Records): System => ({
  name: 'erp', role: 'erp', repeat: 'find', follows: ['order', 'customer', 'item', 'price', 'receivable'], records,
  carryOut: (message) => (message.kind === 'despatch' ? postGoodsIssue(records, message) : salesOrder(records, message)),
  references: (kind) => references(records, kind),
})

function salesOrder(records: Records, message: Outgoing): Row {
  if (message.action === 'create') {
    return records.add({ kind: 'order', theirId: `E${records.next('order')}`, ourId: message.ourId, state: 'open', ...contentOf(message.body as SentOrder) })
  }
  const row = known(records, message)
  if (message.action === 'cancel') {
    if (row.state === 'cancelled') return row
    return row.state === 'open' && deliveredOf(row) === '0' ? records.change(row, { state: 'cancelled' }) : refuse(`${row.theirId} has deliveries`)
  }
  return row.state === 'open' ? records.change(row, contentOf(message.body as SentOrder)) : refuse(`${row.theirId} is ${row.state}`)
}

const contentOf = (order: SentOrder): Partial<Row> => ({
  reference: order.reference, buyer: order.buyer, currency: order.currency, amount: order.payable, body: { number: order.number, delivered: '0' },
  lines: order.lines.map(({ id, item, quantity, unit }) => ({ id, item, quantity, unit })),
})

const deliveredOf = (row: Row): string => row.body?.delivered as string

function postGoodsIssue(records: Records, message: Outgoing): Row {
  const issue = message.body as SentOrder
  const order = records.ofOurs('order', issue.order!)[0] ?? refuse(`the order ${issue.number} is not here`)
  const delivered = add(deliveredOf(order), sum(issue.lines.map((line) => line.quantity)))
  const ordered = sum(order.lines!.map((line) => line.quantity))
  if (compare(delivered, ordered) > 0) refuse(`${delivered} of ${ordered} would be delivered of ${order.theirId}`)
  records.change(order, { state: compare(delivered, ordered) === 0 ? 'delivered' : 'open', body: { ...order.body, delivered } })
  return records.add({ kind: 'despatch', theirId: `D${records.next('despatch')}`, ourId: message.ourId, state: 'posted', body: { order: issue.order } })
}

function references(records: Records, kind: Kind): Row[] {
  const reference = (key: string, body: Record<string, unknown>): Row =>
    ({ kind, theirId: key, ourId: key, state: 'active', version: 1, changedAt: 0, shownFrom: 0, fedFrom: 0, body })
  switch (kind) {
    case 'customer': return CUSTOMERS.map(({ code }) => reference(code, { code, name: code, active: true, currency: 'EUR', priceList: 'P' }))
    case 'item': return ITEMS.map(({ code }) => reference(code, { code, name: code, active: true, unit: 'C62', units: {} }))
    case 'price': return ITEMS.map(({ code, price }) => reference(`P/${code}`, { entries: [{ item: code, currency: 'EUR', amount: price, base: '1', unit: 'C62', from: '1' }] }))
    case 'receivable': return CUSTOMERS.map(({ code, limit }) => reference(code, { buyer: code, currency: 'EUR', limit, theirs: owed(records, code) }))
    default: return []
  }
}

/** Open orders of a customer; what is delivered is somebody else's to count, and goes on counting here. */
const owed = (records: Records, buyer: string): string =>
  sum(records.all('order').filter((row) => row.buyer === buyer && row.state !== 'cancelled').map((row) => row.amount ?? '0'))
