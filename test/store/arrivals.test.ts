import { createHash, randomBytes } from 'node:crypto'
import * as arrivals from '../../store/arrivals'
import * as documents from '../../store/documents'
import { type Arrival } from '../../store/records'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { at } from './sample'

let store: Store
beforeAll(async () => { store = await freshStore() })

const document = (bytes: Buffer) => ({ sha256: createHash('sha256').update(bytes).digest('hex'), bytes })
const arrival = (id: string, over: Partial<Arrival> = {}): Arrival => ({ id, channel: 'as2', transportId: `<${id}@x>`, sha256: 'a'.repeat(64), at, outcome: 'pending', problems: [], ...over })
const record = (one: Arrival) => store.write((tx) => arrivals.record(tx, one))

test.each([['empty', 0], ['one byte', 1], ['exactly a chunk', 1024 * 1024], ['several chunks', 3 * 1024 * 1024 + 7]])('R-INT-08: a document of %s is kept byte for byte', async (_what, size) => {
  const kept = document(randomBytes(size))
  expect(await store.write((tx) => documents.keep(tx, kept))).toBe(true)
  expect(await store.write((tx) => documents.keep(tx, kept))).toBe(false)
  expect((await documents.read(store, kept.sha256))!.equals(kept.bytes)).toBe(true)
})

test('bytes that are not those of the digest are refused, and an unknown document is nothing', async () => {
  await expect(store.write((tx) => documents.keep(tx, { sha256: 'b'.repeat(64), bytes: Buffer.from('x') }))).rejects.toThrow('SHA-256')
  expect(await documents.read(store, 'b'.repeat(64))).toBeUndefined()
})

test('a document with a lost part says so instead of coming shorter', async () => {
  const kept = document(randomBytes(2 * 1024 * 1024))
  await store.write(async (tx) => {
    await documents.keep(tx, kept)
    await tx.execute('DELETE FROM document_chunks WHERE sha256 = $1 AND no = 1', [kept.sha256])
  })
  await expect(documents.read(store, kept.sha256)).rejects.toThrow('part 2 of 2')
})

test('R-INT-07: the same file twenty-one times, twenty at once: one document and twenty-one arrivals', async () => {
  const kept = document(randomBytes(5000))
  const receive = (index: number) => store.write(async (tx) => {
    const fresh = await documents.keep(tx, kept)
    await arrivals.record(tx, arrival(`file-${index}`, { sha256: kept.sha256, channel: 'folder' }))
    return fresh
  })
  const fresh = [await receive(0), ...await Promise.all(Array.from({ length: 20 }, (_, index) => receive(index + 1)))]
  expect(fresh.filter(Boolean)).toHaveLength(1)
  expect(await arrivals.countOf(store, kept.sha256)).toBe(21)
})

test('the same message of a channel again is the arrival of before', async () => {
  expect(await record(arrival('a1'))).toMatchObject({ fresh: true })
  expect(await record(arrival('a2', { transportId: '<a1@x>', fileName: 'other' }))).toMatchObject({ fresh: false, arrival: { id: 'a1', outcome: 'pending' } })
  expect(await record(arrival('a3', { channel: 'mail', transportId: '<a1@x>' }))).toMatchObject({ fresh: true })
  expect(await record(arrival('a4', { transportId: `<${'x'.repeat(2000)}>` }))).toMatchObject({ fresh: true })
})

test('an arrival ends once', async () => {
  await record(arrival('e1'))
  const problems = [{ code: 'segment-count-differs', severity: 'warning' as const, message: "SE01 says '7'", segment: 9 }]
  expect(await store.write((tx) => arrivals.finish(tx, 'e1', { outcome: 'order', company: 'acme', problems }))).toBe(true)
  expect(await store.write((tx) => arrivals.finish(tx, 'e1', { outcome: 'quarantined', problems: [] }))).toBe(false)
  expect(await arrivals.get(store, 'e1')).toEqual({ ...arrival('e1'), outcome: 'order', company: 'acme', problems })
})

test('what a killed process left pending is found, the oldest first', async () => {
  await record(arrival('p2', { at: '2020-01-02T00:00:00.000Z' }))
  await record(arrival('p1', { at: '2020-01-01T00:00:00.000Z' }))
  expect((await arrivals.pending(store, '2020-06-01T00:00:00.000Z')).map((one) => one.id)).toEqual(['p1', 'p2'])
})

test('each message of an arrival has its outcome', async () => {
  const items = [
    { arrival: 'i1', no: 1, type: '850', control: '0001', outcome: 'order' as const, company: 'acme', order: 'o1' },
    { arrival: 'i1', no: 2, type: '850', outcome: 'quarantined' as const, text: "line 3: 'x' is no quantity" },
  ]
  await store.write((tx) => arrivals.addItems(tx, items))
  expect(await arrivals.items(store, 'i1')).toEqual(items)
})
