import { createHash } from 'node:crypto'
import * as arrivals from '../../store/arrivals'
import * as counters from '../../store/counters'
import * as documents from '../../store/documents'
import * as orders from '../../store/orders'
import { eraseValues } from '../../store/erase'
import { enqueue } from '../../store/outbox'
import { type Store, type Value } from '../../store/store'
import { append, load } from '../../store/streams'
import { verifyStore } from '../../store/verify'
import { freshStore } from './open'
import { at, circumstance, message, order } from './sample'

const draft = { reference: 'PO-1', shipTo: { name: 'Jo Miller', contact: { phone: '555' } } }

/** A store with three orders of three events each, which is as it should be. */
async function filled(): Promise<Store> {
  const store = await freshStore()
  await store.write(async (tx) => {
    for (const id of ['a', 'b', 'c']) {
      const number = `SO-${String(await counters.next(tx, 'acme', 'order')).padStart(6, '0')}`
      await append(tx, [{ company: 'acme', stream: `order/${id}`, expected: 0, circumstance,
        events: [{ type: 'received', data: { order: id, draft } }, { type: 'reviewed', data: { rules: '1', findings: [] } }, { type: 'confirmed', data: { number } }] }])
      await orders.save(tx, [order(id, { version: 3, number, status: 'confirmed' })])
      await enqueue(tx, [message(id)])
      const bytes = Buffer.from(id)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      await documents.keep(tx, { sha256, bytes })
      await arrivals.record(tx, { id: `arrival-${id}`, channel: 'test', transportId: id, sha256, at, outcome: 'order', company: 'acme', problems: [] })
      await arrivals.addItems(tx, [{ arrival: `arrival-${id}`, no: 1, type: '850', outcome: 'order', company: 'acme', order: id }])
    }
  })
  return store
}

/** `code stream/sequence` of everything that is found. */
async function found(store: Store): Promise<string[]> {
  const defects: string[] = []
  for await (const one of verifyStore(store)) {
    for (const defect of 'checked' in one ? one.checked.defects : [one.defect]) defects.push(`${defect.code} ${defect.stream}${defect.sequence === undefined ? '' : ` ${defect.sequence}`}`)
  }
  return defects
}

/** Edits the database as somebody with access to it would, behind the store's back. */
const edit = (store: Store, sql: string, ...params: Value[]) => store.write(async (tx) => expect((await tx.execute(sql, params)).changes).toBeGreaterThan(0))

test('a store that nobody touched is content, and says how far each stream goes', async () => {
  const store = await filled()
  expect(await found(store)).toEqual([])
  const ends: string[] = []
  for await (const one of verifyStore(store)) if ('checked' in one) ends.push(`${one.checked.company} ${one.checked.stream} ${one.checked.version}`)
  expect(ends).toEqual(['acme order/a 3', 'acme order/b 3', 'acme order/c 3'])
})

test.each<[string, string, string[]]>([
  ['R-AUD-02: a byte changed in an event', "UPDATE events SET envelope = REPLACE(envelope, '\"rules\":\"1\"', '\"rules\":\"2\"') WHERE stream = 'order/b' AND sequence = 2", ['event-changed order/b 2']],
  ['an event that is no JSON any more', "UPDATE events SET envelope = 'x' WHERE stream = 'order/b' AND sequence = 3", ['event-changed order/b 3']],
  ['another seal', "UPDATE events SET seal = digest WHERE stream = 'order/b' AND sequence = 2", ['seal-wrong order/b 2']],
  ['a column that is not as the event says', "UPDATE events SET type = 'held' WHERE stream = 'order/b' AND sequence = 2", ['columns-differ order/b 2']],
  ['R-AUD-02: an event removed', "DELETE FROM events WHERE stream = 'order/b' AND sequence = 2", ['event-removed order/b 2']],
  ['the first event removed', "DELETE FROM events WHERE stream = 'order/b' AND sequence = 1", ['event-removed order/b 1']],
  ['the last event removed', "DELETE FROM events WHERE stream = 'order/b' AND sequence = 3", ['stream-cut order/b 3']],
  ['all events removed', "DELETE FROM events WHERE stream = 'order/b'", ['stream-removed order/b']],
  ['the row of an order removed', "DELETE FROM orders WHERE id = 'b'", ['order-removed order/b', 'number-missing ']],
  ['the row of a stream removed', "DELETE FROM streams WHERE stream = 'order/b'", ['stream-row-removed order/b', 'stream-removed order/b', 'stream-removed order/b', 'stream-removed order/b']],
  ["an order's status changed in its row", "UPDATE orders SET status = 'shipped' WHERE id = 'b'", ['order-differs order/b']],
  ["an order's version changed in its row", "UPDATE orders SET version = 2 WHERE id = 'b'", ['order-differs order/b', 'order-differs order/b']],
  ['an order that cannot be read any more', "UPDATE orders SET state = '{' WHERE id = 'b'", ['order-differs order/b']],
  ['a personal value changed', "UPDATE private_values SET value = '\"Jim\"' WHERE stream = 'order/b' AND path = 'draft.shipTo.name'", ['personal-changed order/b 1']],
  ['a personal value removed', "DELETE FROM private_values WHERE stream = 'order/b' AND path = 'draft.shipTo.name'", ['personal-missing order/b 1']],
])('%s is named', async (_what, sql, defects) => {
  const store = await filled()
  await edit(store, sql)
  expect(await found(store)).toEqual(defects)
})

test('two events of a stream exchanged are named', async () => {
  const store = await filled()
  for (const [from, to] of [[2, 20], [3, 2], [20, 3]]) await edit(store, "UPDATE events SET sequence = $1 WHERE stream = 'order/b' AND sequence = $2", to!, from!)
  expect(await found(store)).toEqual(['columns-differ order/b 2', 'event-moved order/b 2', 'columns-differ order/b 3', 'event-moved order/b 3', 'stream-cut order/b 3'])
})

test('R-AUD-02: an order deleted with its events is missed by its message, its arrival and its number', async () => {
  const store = await filled()
  for (const table of ['events', 'streams', 'private_values']) await edit(store, `DELETE FROM ${table} WHERE stream = 'order/b'`)
  await edit(store, "DELETE FROM orders WHERE id = 'b'")
  expect(await found(store)).toEqual(['stream-removed order/b', 'stream-removed order/b', 'number-missing '])
  await edit(store, "DELETE FROM messages WHERE stream = 'order/b'")
  await edit(store, "DELETE FROM arrival_items WHERE order_id = 'b'")
  expect(await found(store)).toEqual(['number-missing '])
})

test('a person who was erased by order is absent, and the chain is whole', async () => {
  const store = await filled()
  const values = [{ sequence: 1, path: 'draft.shipTo.name' }]
  await store.write(async (tx) => {
    await eraseValues(tx, 'acme', 'order/b', values, at)
    await append(tx, [{ company: 'acme', stream: 'order/b', expected: 3, circumstance, events: [{ type: 'erased', data: { by: 'desk', reason: 'asked for', values } }] }])
    await tx.execute("UPDATE orders SET version = 4 WHERE id = 'b'")
  })
  expect(await found(store)).toEqual(['order-differs order/b'])
  expect((await load(store, 'acme', 'order/b'))[0]!.data).toEqual({ order: 'b', draft: { reference: 'PO-1', shipTo: { contact: { phone: '555' } } } })
})

test('an event made up with a right digest has no seal of ours', async () => {
  const store = await filled()
  const [event] = (await load(store, 'acme', 'order/b')).slice(-1)
  await edit(store, `INSERT INTO events (company, stream, sequence, type, at, correlation, envelope, envelope_parts, digest, seal)
    SELECT company, 'order/x', sequence, type, at, correlation, envelope, 0, digest, digest FROM events WHERE digest = $1`, event!.digest)
  expect(await found(store)).toEqual(['seal-wrong order/x 3', 'columns-differ order/x 3', 'event-removed order/x 1', 'stream-row-removed order/x'])
})
