import { type Remote } from '../../connectors/connector'
import * as cases from '../../store/cases'
import * as links from '../../store/links'
import { drain } from '../../sync/dispatch'
import { applyRemotes, nothing } from '../../sync/follow'
import { retryParked } from '../../sync/park'
import { systemsOf } from '../../sync/systems'
import { openWorld, type World } from './world'

let world: World
beforeAll(async () => { world = await openWorld() })

const ordered = async (reference: string) => {
  await world.take(reference)
  await drain(world.context, { patienceMs: 3000 })
  return (await world.order(reference)).id
}
const hear = async (name: string, remote: Remote) => applyRemotes(world.context, (await systemsOf(world.context)).find((system) => system.name === name)!, [remote], nothing())
const open = async (id: string) => (await cases.list(world.store, 'OC', { state: 'open', subject: `order/${id}` })).map(({ kind, field, ours, theirs }) => [kind, field, ours, theirs])
const invoice = (order: string, no: number, change: Partial<Remote> = {}): Remote => ({
  kind: 'invoice', theirId: String(no), ourId: `${order}/finance/${no}`, number: `R-${no}`, state: 'posted', version: '1', asOf: '2026-03-02T09:00:00.000Z', currency: 'EUR', amount: '150.00',
  lines: [{ id: '1', quantity: '10', unit: 'C62' }], body: { order, net: '125.00' }, ...change,
})
const despatch = (order: string, no: number): Remote => ({
  kind: 'despatch', theirId: String(no), number: `L-${no}`, state: 'shipped', version: '1', asOf: '2026-03-02T09:00:00.000Z', lines: [{ id: '1', quantity: '10', unit: 'C62' }], body: { order },
})

test('an invoice that comes before its shipment waits, and counts by itself once the goods have left (R-INV-02, R-INV-03)', async () => {
  const id = await ordered('PO-1')
  await hear('finance', invoice(id, 1))
  expect([await open(id), (await world.order('PO-1')).invoicedAmount]).toEqual([[['parked', 'invoice R-1', undefined, undefined]], '0'])
  await hear('wms', despatch(id, 1))
  await retryParked(world.context)
  expect([(await open(id)).filter(([kind]) => kind === 'parked'), (await world.order('PO-1')).invoicedAmount]).toEqual([[], '150'])
})

test('each invoice at another price is a case of its own, told at once with both amounts (R-INV-02)', async () => {
  const id = await ordered('PO-2')
  await hear('wms', despatch(id, 2))
  await hear('finance', invoice(id, 2, { amount: '180.00', body: { order: id, net: '150.00' } }))
  await hear('finance', invoice(id, 3, { currency: 'USD' }))
  expect(await open(id)).toEqual(expect.arrayContaining([['amount', 'invoice 2 net', '125.00 EUR', '150.00 EUR'], ['currency', 'invoice 3 net', '125.00 EUR', '125.00 USD']]))
  expect((await world.order('PO-2')).invoicedAmount).toBe('0')
})

test('an order that waits there for an answer is told at once, and is settled once it goes on (R-STA-08)', async () => {
  const id = await ordered('PO-3')
  const [{ theirId, number, currency, amount, body }] = (await links.ofStream(world.store, 'OC', `order/${id}`)).filter(({ system, kind }) => system === 'erp' && kind === 'order') as [Awaited<ReturnType<typeof links.ofStream>>[number]]
  const says = (state: string, minute: number): Remote => ({ kind: 'order', theirId, ourId: id, number, currency, amount, state, version: String(100 + minute), asOf: `2026-03-02T10:0${minute}:00.000Z`, lines: body!.lines as Remote['lines'], body: { waits: 'Its delivery was cancelled.' } })
  await hear('erp', says('exception', 1))
  await hear('erp', says('exception', 2))
  expect(await open(id)).toEqual([['status', 'order state', 'toShip', 'exception']])
  expect((await cases.list(world.store, 'OC', { subject: `order/${id}` }))[0]!.text).toContain('is exception, and here it is toShip. Its delivery was cancelled. Something of it was cancelled there')
  await hear('erp', says('open', 3))
  expect(await open(id)).toEqual([])
})
