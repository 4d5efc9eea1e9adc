import { giveBack, handOut, outstanding, subscribe, taken, unsubscribe } from '../../store/deliveries'
import { append } from '../../store/streams'
import { type Store } from '../../store/store'
import { freshStore } from './open'
import { at, circumstance } from './sample'

let store: Store
beforeAll(async () => { store = await freshStore() })

const happen = (stream: string, expected: number, ...types: string[]): Promise<unknown> =>
  store.write((tx) => append(tx, [{ company: 'acme', stream, expected, circumstance, events: types.map((type) => ({ type, data: {} })) }]))
const out = (name: string, nowMs: number, limit = 10): ReturnType<typeof handOut> => store.write((tx) => handOut(tx, name, { limit, nowMs, leaseMs: 1000 }))

test('whoever wants to hear of events hears of each of its company and types from then on, and of none before', async () => {
  await happen('order/a', 0, 'received')
  await store.write((tx) => subscribe(tx, { name: 'all', company: 'acme', createdAt: at }))
  await store.write((tx) => subscribe(tx, { name: 'shipped', company: 'acme', types: ['shipped'], createdAt: at }))
  await store.write((tx) => subscribe(tx, { name: 'other', company: 'globex', createdAt: at }))
  await happen('order/a', 1, 'confirmed', 'shipped')
  expect((await out('all', 0)).map(({ stream, sequence, attempt }) => [stream, sequence, attempt])).toEqual([['order/a', 2, 1], ['order/a', 3, 1]])
  expect(await out('shipped', 0)).toMatchObject([{ sequence: 3 }])
  expect(await out('other', 0)).toEqual([])
})

test('what is not taken within the lease is handed out again, what is taken is not (at least once)', async () => {
  await store.write((tx) => subscribe(tx, { name: 'lease', company: 'acme', createdAt: at }))
  await happen('order/b', 0, 'received', 'held')
  const [first, second] = await out('lease', 5000)
  expect(await out('lease', 5999)).toEqual([])
  await store.write((tx) => taken(tx, [first!.position]))
  expect(await out('lease', 6000)).toMatchObject([{ position: second!.position, attempt: 2 }])
  await store.write((tx) => giveBack(tx, [second!.position], 9000))
  expect(await out('lease', 8999)).toEqual([])
  expect(await out('lease', 9000)).toMatchObject([{ attempt: 3 }])
})

test('events of a transaction that is rolled back are not told', async () => {
  await store.write((tx) => subscribe(tx, { name: 'rolled', company: 'acme', createdAt: at }))
  await expect(store.write(async (tx) => {
    await append(tx, [{ company: 'acme', stream: 'order/c', expected: 0, circumstance, events: [{ type: 'received', data: {} }] }])
    throw new Error('no')
  })).rejects.toThrow('no')
  expect(await outstanding(store, 'rolled')).toBe(0)
})

test('of two processes that ask at once each event goes to one', async () => {
  await store.write((tx) => subscribe(tx, { name: 'two', company: 'acme', createdAt: at }))
  await happen('order/d', 0, ...Array.from({ length: 20 }, () => 'noted'))
  const got = await Promise.all([out('two', 0, 20), out('two', 0, 20)])
  expect(got.flat().map((one) => one.sequence).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, no) => no + 1))
  await store.write((tx) => unsubscribe(tx, 'two'))
  expect(await outstanding(store, 'two')).toBe(0)
})
