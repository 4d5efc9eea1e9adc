import { type Order } from '../../orders/order'
import { type NewMessage } from '../../store/records'

export const at = '2026-03-02T08:00:00.000Z'
export const circumstance = { at, actor: 'desk', cause: 'command', correlation: 'c-1' }

/** An order as just received; `over` says what is different. */
export const order = (id: string, over: Partial<Order> = {}): Order => ({
  id, company: 'acme', version: 1, revision: 1, status: 'received', holds: [], buyer: 'C1', reference: `PO-${id}`, release: '', generation: 0, channel: 'file',
  createdBy: 'desk', receivedAt: at, currency: 'EUR', payable: '12.50', findings: [], approvals: [], documents: [], invoicedAmount: '0', paidAmount: '0',
  lines: [{ id: '1', item: 'A', quantity: '5', price: { amount: '2.50' }, shipped: '0', delivered: '0', invoiced: '0', cancelled: '0' }], ...over,
})

/** A message that creates an order in the ERP. */
export const message = (id: string, over: Partial<NewMessage> = {}): NewMessage => ({
  id, company: 'acme', system: 'erp', kind: 'order', ourId: id, revision: 1, action: 'create', stream: `order/${id}`, body: { number: 'SO-1' }, correlation: 'c-1', createdAt: at, ...over,
})
