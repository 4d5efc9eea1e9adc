import * as allocations from '../../store/allocations'
import * as approvals from '../../store/approvals'
import * as orderDocuments from '../../store/orderDocuments'
import * as parts from '../../store/parts'
import { type OrderDocumentRecord } from '../../store/records'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { at } from './sample'

let store: Store
beforeAll(async () => { store = await freshStore() })

const invoice = (number: string, over: Partial<OrderDocumentRecord> = {}): OrderDocumentRecord => ({
  company: 'acme', kind: 'invoice', issuer: 'finance', number, stream: `invoice/finance/${number}`, issuedOn: '2026-03-05', currency: 'EUR', amount: '119.00', state: 'posted',
  body: { terms: 'net 30' }, lines: [{ line: '1', order: 'o1', orderLine: '10', quantity: '2.125', amount: '100.00' }, { line: '2', order: 'o2', orderLine: '10', quantity: '1' }], ...over,
})
const save = (one: OrderDocumentRecord) => store.write((tx) => orderDocuments.save(tx, one))

test('a collective invoice is found from each of its orders', async () => {
  await save(invoice('I1'))
  expect(await orderDocuments.ofOrder(store, 'acme', 'o1')).toEqual([invoice('I1')])
  expect(await orderDocuments.ofOrder(store, 'acme', 'o2')).toEqual([invoice('I1')])
  expect(await orderDocuments.get(store, 'acme', 'invoice', 'finance', 'I1')).toEqual(invoice('I1'))
})

test('the same number of another issuer or kind is another document; saved again it is the same one', async () => {
  await save(invoice('I2', { lines: [] }))
  await save(invoice('I2', { issuer: 'other', lines: [] }))
  await save(invoice('I2', { kind: 'creditNote', lines: [] }))
  await save(invoice('I2', { state: 'paid', lines: invoice('x').lines.slice(0, 1) }))
  expect(await orderDocuments.get(store, 'acme', 'invoice', 'finance', 'I2')).toMatchObject({ state: 'paid' })
  expect((await orderDocuments.list(store, 'acme', 'invoice')).map((one) => `${one.issuer} ${one.number}`)).toEqual(['finance I1', 'finance I2', 'other I2'])
})

test('a payment is allocated to invoices in its own currency', async () => {
  const given = [{ company: 'acme', payment: 'P1', invoice: 'I1', no: 1, amount: '100' }, { company: 'acme', payment: 'P1', invoice: 'I2', no: 1, amount: '19' }]
  await store.write(async (tx) => { for (const { no: _no, ...one } of given) await allocations.add(tx, 'JPY', one) })
  expect(await allocations.ofPayment(store, 'acme', 'P1')).toEqual(given)
  expect(await allocations.ofInvoice(store, 'acme', 'I2')).toEqual(given.slice(1))
})

test('a step that is asked again after a change is a round of its own, and what is not decided in its time is found', async () => {
  const due = '2026-03-03T08:00:00.000Z'
  const step = { step: 'price', role: 'salesManager', why: '5 % below list', state: 'open' as const, askedAt: at, dueAt: due }
  await store.write((tx) => approvals.save(tx, 'acme', [{ subject: 'order/o1', steps: [step, { ...step, step: 'credit', role: 'finance' }] }]))
  await store.write((tx) => approvals.save(tx, 'acme', [{ subject: 'order/o1', steps: [{ ...step, state: 'void' }, { ...step, step: 'credit', role: 'finance', state: 'approved', decidedBy: 'fin', decidedAt: at }, step] }]))
  expect(await store.query('SELECT step, round, state FROM approvals ORDER BY step, round')).toEqual([{ step: 'credit', round: 1, state: 'approved' }, { step: 'price', round: 1, state: 'void' }, { step: 'price', round: 2, state: 'open' }])
  const overdue = async (before: string) => (await approvals.overdue(store, 'acme', before)).map((one) => `${one.subject} ${one.step}`)
  expect([await overdue(due), await overdue(`${due}1`)]).toEqual([[], ['order/o1 price']])
})

test('a part of an order is known by its number', async () => {
  const part = { company: 'acme', order: 'o1', no: 1, system: 'wms', body: { lines: [{ id: '10', quantity: '2' }] } }
  await store.write((tx) => parts.save(tx, [part]))
  expect(await parts.ofOrder(store, 'acme', 'o1')).toEqual([part])
})
