import { accessOf } from '../../nodes/access'
import { engine } from '../../nodes/engine'
import { Order } from '../../nodes/Order/Order.node'
import { OrderReview } from '../../nodes/OrderReview/OrderReview.node'
import { OrderSync } from '../../nodes/OrderSync/OrderSync.node'
import { jsonsOf, runNode } from './fake'
import { csv, sampleStore } from './store'

const node = new Order()
let credentials: Awaited<ReturnType<typeof sampleStore>>
beforeAll(async () => { credentials = await sampleStore() })

const receive = (text: string, transportId = '', execution = '1') => runNode(node, { parameters: { resource: 'order', operation: 'receive', from: 'text', text, transportId }, credentials, execution })

test('an order is taken in once: by the same transport ID nothing is done, by another it is a duplicate (R-INT-07)', async () => {
  const [first] = await receive(csv('N-1'), 'event-1')
  expect(first![0]!.json).toMatchObject({ outcome: 'held', repeated: false, order: { reference: 'N-1', buyer: 'NORDBAU' } })
  expect((await receive(csv('N-1'), 'event-1', '2'))[0]![0]!.json).toMatchObject({ repeated: true })
  expect((await receive(csv('N-1'), '', '3'))[0]![0]!.json).toMatchObject({ outcome: 'duplicate' })
  const [listed] = await runNode(node, { parameters: { resource: 'order', operation: 'getAll', text: 'N-1' }, credentials })
  expect(listed).toHaveLength(1)
})

test('an order is found by its reference, and its timeline says what happened', async () => {
  await receive(csv('N-2'))
  const [got] = await runNode(node, { parameters: { resource: 'order', operation: 'get', order: { mode: 'name', value: 'N-2' } }, credentials })
  expect(got![0]!.json).toMatchObject({ order: { reference: 'N-2', status: 'held' }, links: [], messages: [] })
  const [timeline] = await runNode(node, { parameters: { resource: 'order', operation: 'timeline', order: { mode: 'name', value: 'N-2' } }, credentials })
  expect(jsonsOf(timeline).map(({ type }) => type)).toEqual(['received', 'reviewed', 'held'])
})

test('an order is found by its reference among many that begin with it', async () => {
  const rows = Array.from({ length: 25 }, (_, no) => csv(`N-7${no === 0 ? '' : no}`))
  await receive([rows[0]!.split('\n')[0], ...rows.map((row) => row.split('\n')[1])].join('\n'))
  const [got] = await runNode(node, { parameters: { resource: 'order', operation: 'get', order: { mode: 'name', value: 'N-7' } }, credentials })
  expect(got![0]!.json).toMatchObject({ order: { reference: 'N-7' } })
})

test('who at the customer has confirmed an order is noted, once, with whom and how (R-CHK-06)', async () => {
  await receive(csv('N-31'))
  const note = (change: object = {}) => runNode(node, { parameters: { resource: 'order', operation: 'submit', order: { mode: 'name', value: 'N-31' }, command: 'noteConfirmation', person: 'Ada Kern', contact: 'kern@nordbau.example', means: 'email', actor: { mode: 'id', value: 'meike' }, ...change }, credentials })
  expect((await note())[0]![0]!.json).toMatchObject({ changed: true, order: { confirmations: [{ person: 'Ada Kern', contact: 'kern@nordbau.example', means: 'email', by: 'meike' }] } })
  expect((await note())[0]![0]!.json).toMatchObject({ changed: false })
  await expect(note({ contact: '' })).rejects.toMatchObject({ description: expect.stringContaining('says who gave it, and how he was reached') as string })
})

test('a command with an ID is carried out once, in the name of the actor, and needs a reason', async () => {
  await receive(csv('N-3'))
  const parameters = { resource: 'order', operation: 'submit', order: { mode: 'name', value: 'N-3' }, command: 'reject', reason: 'not ours', actor: { mode: 'id', value: 'meike' }, commandId: 'click-1' }
  const [first] = await runNode(node, { parameters, credentials })
  expect(first![0]!.json).toMatchObject({ changed: true, repeated: false, order: { status: 'rejected' } })
  const [second] = await runNode(node, { parameters, credentials, execution: '2' })
  expect(second![0]!.json).toMatchObject({ changed: false, repeated: true })
  await expect(runNode(node, { parameters: { ...parameters, reason: '' }, credentials })).rejects.toThrow('needs a reason')
  await expect(runNode(node, { parameters: { ...parameters, actor: { mode: 'id', value: 'nobody' } }, credentials })).rejects.toThrow('There is no actor nobody')
})

test.each([
  ['{"lines":[{"line":"1","quantity":5}]}', 'must be a text in quotes'], ['{"lines":[{"line":"1","colour":"red"}]}', 'colour of line 1 cannot be changed'], ['no json', 'The change is an object'],
])('the change %s is refused with what is wrong in it', async (change, said) => {
  await receive(csv('N-4'))
  const parameters = { resource: 'order', operation: 'submit', order: { mode: 'name', value: 'N-4' }, command: 'change', reason: 'asked', change, actor: { mode: 'id', value: 'meike' } }
  await expect(runNode(node, { parameters, credentials })).rejects.toThrow(said)
})

test.each([
  [{ returnReason: 'colour' }, 'no reason of a return'], [{ returnLines: '[]' }, 'Lines is a list'], [{ returnLines: '[{"line":"1","quantity":1}]' }, 'both texts in quotes'], [{ returnLines: '[{"line":"1","quantity":"1e3"}]' }, 'is no quantity'],
  [{}, 'Nothing of'],
])('the return %j is refused with what is wrong in it (R-RET-01)', async (change, said) => {
  await receive(csv('N-6'))
  const parameters = { resource: 'order', operation: 'submit', order: { mode: 'name', value: 'N-6' }, command: 'return', reason: 'he says so', returnReason: 'damaged', returnLines: '[{"line":"1","quantity":"1"}]', actor: { mode: 'id', value: 'meike' }, ...change }
  await expect(runNode(node, { parameters, credentials })).rejects.toThrow(said)
})

test('an order that waits comes out where a decision is needed, one that was refused there', async () => {
  await receive(csv('N-5'))
  const review = (operation: string, name: string, tool = false) => runNode(new OrderReview(), { parameters: { operation, order: { mode: 'name', value: name } }, credentials, tool })
  expect((await review('review', 'N-5')).map((output) => output.length)).toEqual([0, 1, 0])
  expect((await review('sort', 'N-3')).map((output) => output.length)).toEqual([0, 0, 1])
  // an agent hears only the first output of its tools
  expect(await review('sort', 'N-3', true)).toMatchObject([[{ json: { reference: 'N-3', status: 'rejected' } }]])
})

test('an unknown order is named with what to do, and no secret is in the error', async () => {
  const failure = await runNode(node, { parameters: { resource: 'order', operation: 'get', order: { mode: 'name', value: 'NONE' } }, credentials }).then(() => undefined, (error: Error & { description?: string }) => error)
  expect(failure!.message).toContain('There is no order NONE')
  expect(JSON.stringify(failure) + failure!.stack).not.toContain(credentials.orderStoreApi.secretKey)
})

test('the lists of the fields are filled from the store', async () => {
  const from = (credential: object) => ({ getCredentials: async () => credential }) as never
  const lists = node.methods.listSearch
  expect((await lists.searchOrders.call(from(credentials.orderStoreApi), 'N-1')).results).toMatchObject([{ name: expect.stringContaining('NORDBAU N-1') as string }])
  expect((await lists.searchPartners.call(from(credentials.orderStoreApi), 'nordbau')).results).toHaveLength(1)
  expect((await lists.searchSystems.call(from(credentials.orderStoreApi))).results.map(({ value }) => value)).toEqual(expect.arrayContaining(['erp', 'finance', 'wms']))
  expect((await lists.searchActors.call(from(credentials.orderStoreApi), 'ines')).results).toMatchObject([{ value: 'ines' }])
})

test('one connection serves all executions of a credential', async () => {
  const { withAccess } = await engine()
  const stores = await Promise.all([1, 2].map(() => withAccess(accessOf(credentials.orderStoreApi), async ({ store }) => store)))
  expect(stores[0]).toBe(stores[1])
})

test('a system is connected only by a credential that goes with it and is for its address', async () => {
  const parameters = { operation: 'connect', system: { mode: 'name', value: 'erp' }, using: 'orderSandboxApi' }
  const connect = (url: string) => runNode(new OrderSync(), { parameters, credentials: { ...credentials, orderSandboxApi: { url, token: 'a-token-that-no-log-may-show' } } })
  await expect(connect('http://127.0.0.1:9/')).rejects.toThrow('erp is at http://127.0.0.1:4101')
  const tryton = runNode(new OrderSync(), { parameters: { ...parameters, using: 'orderTrytonApi' }, credentials: { ...credentials, orderTrytonApi: { url: 'http://127.0.0.1:4101', user: 'u', password: 'p' } } })
  await expect(tryton).rejects.toMatchObject({ description: 'Choose the one that goes with it' })
})

test('SQLite is refused in queue mode with what to do, and a credential without a key at once', () => {
  expect(() => accessOf(credentials.orderStoreApi, { EXECUTIONS_MODE: 'queue' })).toThrow('Choose MariaDB in the credential')
  expect(accessOf({ ...credentials.orderStoreApi, database: 'mariadb', url: 'mysql://u:p@h/d' }, { EXECUTIONS_MODE: 'queue', HOME: '/home/node' })).toMatchObject({ url: 'mysql://u:p@h/d', keysIn: 'store' })
  expect(() => accessOf({ database: 'sqlite' })).toThrow('has no key')
})
