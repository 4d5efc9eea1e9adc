import { createHash } from 'node:crypto'
import { append, load, streamsOf, VersionConflict } from '../../store/streams'
import { type Store } from '../../store/store'
import { freshStore } from './open'

const circumstance = { at: '2026-03-02T08:00:00.000Z', actor: 'desk', cause: 'command', correlation: 'c-1' }
const received = (draft: object) => ({ type: 'received', data: { order: 'o-1', draft } })
const commit = (stream: string, expected: number, ...events: { type: string; data: object }[]) => ({ company: 'acme', stream, expected, circumstance, events })

let store: Store
beforeAll(async () => { store = await freshStore() })

test('R-AUD-01: what happened is kept in order, each event with the digest of the one before', async () => {
  await store.write((tx) => append(tx, [commit('order/chain', 0, received({ lines: [] }), { type: 'reviewed', data: { rules: '1', findings: [] } })]))
  await store.write((tx) => append(tx, [commit('order/chain', 2, { type: 'held', data: { reasons: ['ä', '\ud83d\ude00', "quote ' \\ \0"] } })]))
  const events = await load(store, 'acme', 'order/chain')
  expect(events.map((event) => [event.sequence, event.type])).toEqual([[1, 'received'], [2, 'reviewed'], [3, 'held']])
  expect(events.map((event) => event.previous)).toEqual(['', events[0]!.digest, events[1]!.digest])
  expect(events[2]).toMatchObject({ ...circumstance, company: 'acme', stream: 'order/chain', data: { reasons: ['ä', '😀', "quote ' \\ \0"] } })
  expect((await load(store, 'acme', 'order/chain', 2)).map((event) => event.type)).toEqual(['held'])
})

test('the digest is over the stored bytes, and the seal over the digest', async () => {
  await store.write((tx) => append(tx, [commit('order/bytes', 0, { type: 'cancelled', data: { by: 'größe', reason: '' } })]))
  const [row] = await store.query<{ envelope: string; digest: string; seal: string }>('SELECT envelope, digest, seal FROM events WHERE stream = $1', ['order/bytes'])
  expect(row!.digest).toBe(createHash('sha256').update(Buffer.from(row!.envelope, 'utf8')).digest('hex'))
  expect(row!.seal).toBe(store.keys.seal(row!.digest))
  expect(Object.keys(JSON.parse(row!.envelope) as object)).toEqual(['company', 'stream', 'sequence', 'schema', 'type', 'at', 'actor', 'cause', 'correlation', 'previous', 'data'])
})

test('two decisions on the same version: the second is told to decide again, and nothing of it is kept', async () => {
  await store.write((tx) => append(tx, [commit('order/two', 0, received({}))]))
  const second = store.write((tx) => append(tx, [commit('order/other', 0, received({})), commit('order/two', 0, received({}))]))
  await expect(second).rejects.toThrow(VersionConflict)
  await expect(second).rejects.toMatchObject({ company: 'acme', stream: 'order/two', expected: 0, actual: 1 })
  expect(await load(store, 'acme', 'order/other')).toEqual([])
})

test('of ten decisions on one version at once, one is kept', async () => {
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => store.write((tx) => append(tx, [commit('order/race', 0, received({}))]))))
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
  for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(VersionConflict)
})

test('R-AUD-05: personal values are beside the chain, not in it, and come back when the order is read', async () => {
  const draft = {
    reference: 'PO-1', notes: ['ring at Miller'], shipTo: { name: 'Jo Miller', address: { lines: ['1 Main St'] }, contact: { phone: '+1-555-0100' } },
    extra: { $personal: ['no mark'], __proto__x: ['y'] },
  }
  const data = { order: 'o', draft, items: { $personal: 'f'.repeat(64), $$odd: 'x' } }
  const [stored] = await store.write((tx) => append(tx, [commit('order/person', 0, { type: 'received', data })]))
  expect(stored!.data).toEqual(data)
  const [row] = await store.query<{ envelope: string }>('SELECT envelope FROM events WHERE stream = $1', ['order/person'])
  expect(row!.envelope).not.toMatch(/Miller|Main St|555-0100/)
  expect((await load(store, 'acme', 'order/person'))[0]!.data).toEqual(data)
})

test('an event of several megabytes is kept whole, also where a character would be cut', async () => {
  const reason = 'x'.repeat(2 * 1024 * 1024 - 200) + '😀'.repeat(400) + 'y'.repeat(3 * 1024 * 1024)
  await store.write((tx) => append(tx, [commit('order/large', 0, { type: 'cancelled', data: { by: 'b', reason } })]))
  const [event] = await load(store, 'acme', 'order/large')
  expect(event!.data.reason === reason).toBe(true)
})

test('several commits of one transaction may meet the same stream', async () => {
  await store.write((tx) => append(tx, [commit('order/again', 0, received({})), commit('order/again', 1, { type: 'closed', data: {} })]))
  expect((await load(store, 'acme', 'order/again')).map((event) => event.sequence)).toEqual([1, 2])
})

test('streams come by name in byte order, those of the prefix only', async () => {
  await store.write((tx) => append(tx, ['order/Z', 'order/a', 'order/ä', 'invoice/1'].map((stream) => ({ ...commit(stream, 0, received({})), company: 'walk' }))))
  const seen: string[] = []
  for await (const row of streamsOf(store, 'walk', 'order/')) seen.push(`${row.stream} ${row.version}`)
  expect(seen).toEqual(['order/Z 1', 'order/a 1', 'order/ä 1'])
})
