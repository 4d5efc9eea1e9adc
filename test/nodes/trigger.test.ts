import { renameSync } from 'node:fs'
import { type IRun, type ITriggerFunctions, type ITriggerResponse } from 'n8n-workflow'
import { accessOf } from '../../nodes/access'
import { engine } from '../../nodes/engine'
import * as caseRows from '../../store/cases'
import { searchOrders } from '../../store/orderSearch'
import { uuidv7 } from '../../sync/ids'
import { Order } from '../../nodes/Order/Order.node'
import { OrderTrigger } from '../../nodes/OrderTrigger/OrderTrigger.node'
import { runNode } from './fake'
import { csv, sampleStore } from './store'

interface Started { json: { event: { id: string; type: string; attempt: number }; order: { reference: string }; case?: { id: string } }; end: (run: unknown) => void }

let credentials: Awaited<ReturnType<typeof sampleStore>>
beforeAll(async () => { credentials = await sampleStore() })

/** A trigger as n8n switches it on; `starts` gives the executions in turn, each to be ended by the test. */
async function switchOn(events: string[], warn = (text: string): void => { throw new Error(text) }): Promise<{ starts: () => Promise<Started>; response: ITriggerResponse; asked: () => number; queue: readonly Started[] }> {
  const queue: Started[] = []
  let asked = 0
  let wake: (() => void) | undefined
  const node = {
    getNode: () => ({ id: 't-1', name: 'Order Trigger', type: 'orderTrigger', typeVersion: 1, position: [0, 0], parameters: {} }), getWorkflow: () => ({ id: 'w-1' }), getMode: () => 'trigger',
    getNodeParameter: (name: string) => ({ events, every: 0.02, retry: true })[name], getCredentials: async () => { asked++; return credentials.orderStoreApi }, logger: { warn, info: warn },
    helpers: { createDeferredPromise: () => { const { promise, resolve, reject } = Promise.withResolvers<IRun>(); return { promise, resolve, reject } } },
    emit: ([[item]]: [[{ json: Started['json'] }]], _response: unknown, done: { resolve: (run: unknown) => void }) => { queue.push({ json: item.json, end: (run) => done.resolve(run) }); wake?.() },
  } as unknown as ITriggerFunctions
  const response = await new OrderTrigger().trigger.call(node)
  const starts = async (): Promise<Started> => {
    while (queue.length === 0) await new Promise<void>((resolve) => { wake = resolve })
    return queue.shift()!
  }
  return { starts, response, asked: () => asked, queue }
}

const receive = (reference: string) => runNode(new Order(), { parameters: { resource: 'order', operation: 'receive', from: 'text', text: csv(reference), transportId: reference }, credentials })
const outstanding = async (): Promise<number> => {
  const { withAccess, deliveries } = await engine()
  return withAccess(accessOf(credentials.orderStoreApi), ({ store }) => deliveries.outstanding(store, 'n8n/w-1/t-1'))
}
const well = { data: { resultData: {} } }

test('an event starts a run that carries its ID; it is done with when the run has ended well, and goes on after a pause', async () => {
  const first = await switchOn(['received'])
  await receive('T-1')
  const run = await first.starts()
  expect(run.json).toMatchObject({ event: { type: 'received', attempt: 1, id: expect.stringMatching(/^TORNVIK\/order\/.*#1$/) as string }, order: { reference: 'T-1' } })
  expect(await outstanding()).toBe(1)
  run.end(well)
  await first.response.closeFunction!()
  // what happens while nobody listens is there afterwards
  await receive('T-2')
  const second = await switchOn(['received'])
  const later = await second.starts()
  expect(later.json).toMatchObject({ order: { reference: 'T-2' } })
  later.end(well)
  while (await outstanding() > 0) await new Promise(setImmediate)
  await second.response.closeFunction!()
})

test('a case starts a run of who has asked for cases by name, once, with what it is about (R-NOT-04)', async () => {
  const cases = await switchOn(['caseOpened'])
  const open = async (text: string, field = 'toShip') => {
    const { withAccess } = await engine()
    await withAccess(accessOf(credentials.orderStoreApi), async ({ store }) => {
      const { id } = (await searchOrders(store, 'TORNVIK', { limit: 1 }))[0]!
      return store.write((tx) => caseRows.open(tx, { id: uuidv7(), company: 'TORNVIK', kind: 'stalled', system: '', subject: `order/${id}`, field, owner: 'warehouse', text, seenAt: '2026-03-02T08:00:00.000Z' }))
    })
  }
  await receive('T-5')
  await open('It stands.')
  const run = await cases.starts()
  expect(run.json).toEqual({
    event: { id: expect.stringMatching(/^TORNVIK\/case\/[^#]*#0$/) as string, attempt: 1, company: 'TORNVIK', stream: `case/${run.json.case!.id}`, sequence: 0, type: 'caseOpened', at: '2026-03-02T08:00:00.000Z' },
    case: expect.objectContaining({ kind: 'stalled', owner: 'warehouse', text: 'It stands.', state: 'open' }) as object, order: expect.objectContaining({ reference: 'T-5' }) as object,
  })
  run.end(well)
  // the same case seen again is none of its own
  await open('It stands still.')
  while (await outstanding() > 0) await new Promise(setImmediate)
  await cases.response.closeFunction!()
  // who wants all events wants those of orders
  const all = await switchOn([])
  await open('It is another one.', 'shipped')
  expect(await outstanding()).toBe(0)
  await all.response.closeFunction!()
})

test('an event whose run failed stays to be delivered again', async () => {
  const { starts, response } = await switchOn(['received'])
  await receive('T-3')
  const run = await starts()
  run.end({ data: { resultData: { error: { message: 'the run failed' } } } })
  const { withAccess } = await engine()
  const due = (): Promise<number> => withAccess(accessOf(credentials.orderStoreApi), async ({ store }) => (await store.query<{ at: number }>('SELECT not_before_ms AS at FROM deliveries'))[0]?.at ?? 0)
  // the lease of an hour becomes a pause of seconds
  while (await due() > Date.now() + 60_000) await new Promise(setImmediate)
  expect(await outstanding()).toBe(1)
  await response.closeFunction!()
})

test('a store that is away when a run ends is told so when it is back: the event starts no second run, and the log has one line for each', async () => {
  const said: string[] = []
  const { starts, response, asked, queue } = await switchOn(['received'], (text) => said.push(text))
  await receive('T-4')
  const run = await starts()
  const file = credentials.orderStoreApi.file as string
  renameSync(file, `${file}.away`)
  run.end(well)
  // several looks go by
  for (const before = asked(); asked() < before + 10;) await new Promise(setImmediate)
  renameSync(`${file}.away`, file)
  while (await outstanding() > 1) await new Promise(setImmediate)
  while (said.length < 2) await new Promise(setImmediate)
  await response.closeFunction!()
  expect(said).toEqual([expect.stringMatching(/is gone.*Events wait in the store/), expect.stringMatching(/the store answers again after \d+ s/)])
  expect(queue.filter(({ json }) => json.order.reference === 'T-4')).toEqual([])
})
