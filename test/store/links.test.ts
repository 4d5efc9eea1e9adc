import * as links from '../../store/links'
import { type Link } from '../../store/records'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { at } from './sample'

let store: Store
beforeAll(async () => { store = await freshStore() })

const link = (ourId: string, theirId: string, over: Partial<Link> = {}): Link => ({
  company: 'acme', system: 'erp', kind: 'order', ourId, theirId, number: `N${theirId}`, stream: `order/${ourId}`, state: 'open', version: '1', asOf: at,
  currency: 'EUR', amount: '12.50', body: { lines: [{ id: '1', quantity: '5' }] }, revision: 3, ...over,
})
const save = (...said: Link[]) => store.write((tx) => links.save(tx, said))

test('a link is found by our id, by theirs, and by its stream', async () => {
  await save(link('o1', '100'), link('o1', '7', { system: 'wms', kind: 'part', amount: '0.333', currency: undefined, body: undefined }))
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'o1')).toEqual(link('o1', '100'))
  expect(await links.byTheirs(store, 'acme', 'erp', 'order', '100')).toEqual(link('o1', '100'))
  expect((await links.ofStream(store, 'acme', 'order/o1')).map((one) => [one.system, one.amount])).toEqual([['erp', '12.50'], ['wms', '0.333']])
})

test.each([['12.505', 'EUR'], ['12.5', 'euros'], ['9'.repeat(30), 'EUR'], ['7', undefined], ['12', 'JPY']])('an amount of %s %s comes back as it was said', async (amount, currency) => {
  const said = link(`a${amount}${currency}`, `a${amount}${currency}`, { amount, currency, body: undefined })
  await save(said)
  expect(await links.byOurs(store, 'acme', 'erp', 'order', said.ourId)).toEqual(said)
})

test('what a system said later stands; what it said earlier and came late changes nothing', async () => {
  await save(link('o2', '200'))
  await save(link('o2', '200', { state: 'shipped', version: '2', asOf: '2026-03-02T09:00:00.000Z', revision: 5 }))
  await save(link('o2', '200', { state: 'picking', asOf: '2026-03-02T08:30:00.000Z', revision: 4 }))
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'o2')).toMatchObject({ state: 'shipped', version: '2', revision: 5 })
})

test('a stamp of a clock that was ahead for a while keeps back no later version, nor does a version that begins again keep back what was said later', async () => {
  await save(link('c5', '550', { state: 'picking', version: '9', asOf: '2027-03-02T09:00:00.000Z' }))
  await save(link('c5', '550', { state: 'open', version: '8', asOf: '2026-03-02T08:30:00.000Z' }))
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'c5')).toMatchObject({ state: 'picking', version: '9' })
  await save(link('c5', '550', { state: 'shipped', version: '10', asOf: '2026-03-02T09:30:00.000Z' }))
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'c5')).toMatchObject({ state: 'shipped', version: '10', asOf: '2026-03-02T09:30:00.000Z' })
  await save(link('c5', '550', { state: 'delivered', version: '1', asOf: '2026-03-02T09:40:00.000Z' }))
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'c5')).toMatchObject({ state: 'delivered', version: '1' })
})

test('one record of ours cannot be two of theirs, nor one of theirs two of ours', async () => {
  await save(link('o3', '300'))
  const other = save(link('o3', '301'))
  await expect(other).rejects.toThrow(links.LinkConflict)
  await expect(other).rejects.toMatchObject({ wanted: { theirId: '301' }, existing: { theirId: '300' } })
  await expect(save(link('o4', '300'))).rejects.toMatchObject({ name: 'LinkConflict', existing: { ourId: 'o3' } })
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'o4')).toBeUndefined()
})

test('a record that was just made is linked where nobody had heard of it, brought up to date where somebody had, and never linked twice', async () => {
  const made = (...said: Link[]) => store.write((tx) => links.saveMade(tx, said))
  await save(link('m1', '400', { state: 'shipped', version: '2', asOf: '2026-03-02T09:00:00.000Z', revision: 0 }))
  await made(link('m1', '400'), link('m2', '401'))
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'm1')).toMatchObject({ state: 'shipped', version: '2', revision: 3 })
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'm2')).toEqual(link('m2', '401'))
  await expect(made(link('m2', '402'))).rejects.toMatchObject({ name: 'LinkConflict', existing: { theirId: '401' } })
  await expect(made(link('m3', '403'), link('m4', '401'))).rejects.toMatchObject({ name: 'LinkConflict', existing: { ourId: 'm2' } })
  expect(await links.byOurs(store, 'acme', 'erp', 'order', 'm3')).toBeUndefined()
  await made()
})

test('ids that differ in capitals or a blank at the end are other records', async () => {
  await save(link('O5', 'X'), link('o5', 'x'), link('o5 ', 'x '))
  expect((await links.byOurs(store, 'acme', 'erp', 'order', 'o5 '))!.theirId).toBe('x ')
})

test('links are walked in ascending byte order of our id, whatever their number', async () => {
  const ids = ['a', 'B', 'ä', '😀', '\uffee', ...Array.from({ length: 600 }, (_, index) => `n${index}`)]
  await save(...ids.map((id) => link(id, id, { system: 'walk' })))
  const seen: string[] = []
  for await (const one of links.inOrder(store, 'acme', 'walk', 'order')) seen.push(one.ourId)
  expect(seen).toEqual([...ids].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
})
