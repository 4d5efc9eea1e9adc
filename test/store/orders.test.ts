import * as orders from '../../store/orders'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { order } from './sample'

let store: Store
beforeAll(async () => { store = await freshStore() })

const save = (...changed: Parameters<typeof order>[]) => store.write((tx) => orders.save(tx, changed.map((one) => order(...one))))

test('an order comes back as it was saved, by id, by number and by the buyer\'s reference', async () => {
  const saved = order('o1', { number: 'SO-000001', reference: "PO'ä\\1", release: '2', notes: ['{"$x":1}', '😀\0'] })
  await store.write((tx) => orders.save(tx, [saved]))
  expect(await orders.get(store, 'acme', 'o1')).toEqual(saved)
  expect(await orders.byNumber(store, 'acme', 'SO-000001')).toEqual(saved)
  expect(await orders.byKey(store, 'acme', 'C1', "PO'ä\\1", '2', 0)).toEqual(saved)
  expect(await orders.get(store, 'other', 'o1')).toBeUndefined()
})

test('R-INT-07: the same reference of a buyer cannot be two orders, and the second is told which one there is', async () => {
  await save(['o2', { reference: 'PO-2' }])
  const second = save(['o3', { reference: 'PO-3' }], ['o4', { reference: 'PO-2' }])
  await expect(second).rejects.toThrow(orders.OrderKeyTaken)
  await expect(second).rejects.toMatchObject({ existing: 'o2', order: 'o4' })
  expect(await orders.get(store, 'acme', 'o3')).toBeUndefined()
})

test('of twenty orders with one reference at once, one is kept', async () => {
  const ends = await Promise.allSettled(Array.from({ length: 20 }, (_, index) => save([`r${index}`, { reference: 'PO-race' }])))
  expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
  for (const end of ends) if (end.status === 'rejected') expect(end.reason).toBeInstanceOf(orders.OrderKeyTaken)
})

test('capitals, blanks, look-alikes, releases, generations, buyers and companies make other orders', async () => {
  const kinds = [{ reference: 'po-7' }, { reference: 'PO-7' }, { reference: 'PO-7 ' }, { reference: 'РO-7' }, { reference: 'PO-7', release: '1' }, { reference: 'PO-7', generation: 1 },
    { reference: 'PO-7', buyer: 'C2' }, { reference: 'PO-7', company: 'other' }, { reference: 'x'.repeat(1000) }, { reference: 'x'.repeat(999) + 'y' }]
  for (const [index, kind] of kinds.entries()) await save([`k${index}`, kind])
  expect((await orders.byKey(store, 'acme', 'C1', 'PO-7 ', '', 0))!.id).toBe('k2')
  expect((await orders.byKey(store, 'acme', 'C1', 'x'.repeat(1000), '', 0))!.id).toBe('k8')
})

test('orders without a reference or a known buyer are never the same as another', async () => {
  await save(['n1', { reference: undefined }], ['n2', { reference: undefined }], ['n3', { reference: 'PO-9', buyer: undefined }], ['n4', { reference: 'PO-9', buyer: undefined }])
  expect((await orders.get(store, 'acme', 'n4'))!.reference).toBe('PO-9')
})

test('a saved order moves on in its row: status, amount and what it is looked up by', async () => {
  await save(['m1', { status: 'held', currency: undefined, payable: undefined }])
  await save(['m1', { status: 'confirmed', version: 4, payable: '1234.5', currency: 'EUR', number: 'SO-000009', requestedDelivery: '2026-03-09T10:00:00.000+01:00' }])
  const [row] = await store.query('SELECT status, version, payable_minor, currency, number, requested_delivery FROM orders WHERE id = $1', ['m1'])
  expect(row).toEqual({ status: 'confirmed', version: 4, payable_minor: 123450, currency: 'EUR', number: 'SO-000009', requested_delivery: '2026-03-09' })
})

test('nonsense of a document is kept, and is no reason to lose the order', async () => {
  await save(['x1', { currency: 'a very strange currency', payable: '9'.repeat(30) }], ['x2', { currency: 'EUR', payable: '9'.repeat(30) }])
  expect((await orders.get(store, 'acme', 'x2'))!.payable).toBe('9'.repeat(30))
})

test('an order with a hundred thousand lines is kept whole, and shrinks again', async () => {
  const lines = Array.from({ length: 100_000 }, (_, index) => ({ ...order('x').lines[0]!, id: String(index + 1) }))
  await save(['big', { lines }])
  expect((await orders.get(store, 'acme', 'big'))!.lines).toHaveLength(100_000)
  await save(['big', { lines: lines.slice(0, 1) }])
  expect((await orders.get(store, 'acme', 'big'))!.lines).toHaveLength(1)
  expect(await store.query('SELECT no FROM text_parts')).toEqual([])
})

test('orders are listed the newest first, by status and buyer, and counted by status', async () => {
  const listed = (id: string, receivedAt: string, status: 'held' | 'confirmed', buyer: string) => order(id, { company: 'list', receivedAt, status, buyer })
  await store.write((tx) => orders.save(tx, [listed('a', '2026-03-01T00:00:00.000Z', 'held', 'C1'), listed('b', '2026-03-03T00:00:00.000Z', 'confirmed', 'C1'), listed('c', '2026-03-02T00:00:00.000Z', 'held', 'C2')]))
  const ids = async (filter: orders.OrderFilter) => (await orders.search(store, 'list', filter)).map((one) => one.id)
  expect(await ids({})).toEqual(['b', 'c', 'a'])
  expect(await ids({ status: 'held' })).toEqual(['c', 'a'])
  expect(await ids({ buyer: 'C1', limit: 1, offset: 1 })).toEqual(['a'])
  expect(await orders.countByStatus(store, 'list')).toEqual(new Map([['held', 2], ['confirmed', 1]]))
})

test('an order is found by a reference in any characters and of any length, as the database keeps them', async () => {
  const store = await freshStore()
  const references = ['😀'.repeat(40), 'ä'.repeat(300), '\ud800broken', 'short', 'short ']
  const made = references.map((reference, no) => order(`u-${no}`, { buyer: '𝕹ORDBAU & Söhne', reference, number: `SO-U${no}` }))
  await store.write((tx) => orders.save(tx, made))
  const found = await orders.byKeys(store, made.map(({ company, buyer, reference, release, generation }) => ({ company, buyer: buyer!, reference: reference!, release, generation })))
  expect(found.map((one) => one?.id)).toEqual(made.map(({ id }) => id))
})
