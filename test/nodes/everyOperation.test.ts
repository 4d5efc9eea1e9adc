import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type INodeType } from 'n8n-workflow'
import { Order } from '../../nodes/Order/Order.node'
import { OrderApproval } from '../../nodes/OrderApproval/OrderApproval.node'
import { OrderDocument } from '../../nodes/OrderDocument/OrderDocument.node'
import { OrderReconcile } from '../../nodes/OrderReconcile/OrderReconcile.node'
import { OrderReview } from '../../nodes/OrderReview/OrderReview.node'
import { OrderSync } from '../../nodes/OrderSync/OrderSync.node'
import { fileItem, runNode } from './fake'
import { csv, sampleStore } from './store'

const [order, document, review, sync, reconcile, approval] = [new Order(), new OrderDocument(), new OrderReview(), new OrderSync(), new OrderReconcile(), new OrderApproval()]
const named = (value: string) => ({ mode: 'name', value })
const meike = { mode: 'id', value: 'meike' }
type Fields = Record<string, unknown>
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

interface Case {
  node: INodeType
  /** That do well for an item. */
  well: Fields
  /** What of them makes an item fail. */
  bad: Fields
}

const X12 = readFileSync(join(__dirname, '../../examples/inbox/0605-cascade-850.edi'), 'latin1')

/** Operations about one item each: what does well, and what does not. */
const PER_ITEM: Record<string, Case> = {
  'document: acknowledge': { node: document, well: { operation: 'acknowledge', from: 'text', text: X12 }, bad: { from: 'binary' } },
  'document: read': { node: document, well: { operation: 'read', from: 'text', text: csv('E-1') }, bad: { from: 'binary' } },
  'document: validate': { node: document, well: { operation: 'validate', from: 'text', text: csv('E-1') }, bad: { from: 'binary' } },
  'document: write': { node: document, well: { operation: 'write', as: 'ubl-order', content: {} }, bad: { content: 'none' } },
  'order: receive': { node: order, well: { resource: 'order', operation: 'receive', from: 'text', text: csv('E-1') }, bad: { from: 'binary' } },
  'order: get': { node: order, well: { resource: 'order', operation: 'get', order: named('E-1') }, bad: { order: named('NONE') } },
  'order: get many': { node: order, well: { resource: 'order', operation: 'getAll', text: 'E-1' }, bad: {} },
  'order: timeline': { node: order, well: { resource: 'order', operation: 'timeline', order: named('E-1') }, bad: { order: named('NONE') } },
  'order: submit': { node: order, well: { resource: 'order', operation: 'submit', order: named('E-1'), command: 'review', actor: meike }, bad: { command: 'approve', reason: '' } },
  'case: get many': { node: order, well: { resource: 'case', operation: 'getAll' }, bad: {} },
  'case: close': { node: order, well: { resource: 'case', operation: 'close', caseId: '', result: 'done', actor: meike }, bad: { result: '' } },
  'case: send again': { node: order, well: { resource: 'case', operation: 'resend', messageId: '', actor: meike }, bad: {} },
  'review: review': { node: review, well: { operation: 'review', order: named('E-1') }, bad: { order: named('NONE') } },
  'review: sort': { node: review, well: { operation: 'sort', order: named('E-1') }, bad: { order: named('NONE') } },
  'sync: apply': { node: sync, well: { operation: 'apply', source: 'sample' }, bad: { source: 'folder', folder: '/there/is/no/such/folder' } },
  'sync: connect': { node: sync, well: { operation: 'connect', system: named('none') }, bad: {} },
  'reconcile: two files': { node: reconcile, well: { operation: 'files', left: 'left' }, bad: { left: 'none' } },
  'approval: ask': { node: approval, well: { order: named('E-1'), actor: meike }, bad: { order: named('NONE') } },
}
/** Operations that are about all items together. */
const ONCE: Record<string, Omit<Case, 'bad'>> = {
  'case: send again by cause': { node: order, well: { resource: 'case', operation: 'resendAll', actor: meike } },
  'sync: dispatch': { node: sync, well: { operation: 'dispatch' } },
  'sync: follow': { node: sync, well: { operation: 'follow' } },
  'sync: run due work': { node: sync, well: { operation: 'runDue' } },
  'reconcile: systems': { node: reconcile, well: { operation: 'systems' } },
}
const ITEMS: Record<string, Omit<Case, 'bad'>> = { 'reconcile: items': { node: reconcile, well: { operation: 'items' } } }
/** Those that need something in the store first: here they fail for every item. */
const ALWAYS_BAD = ['case: close', 'case: send again', 'sync: connect']

let credentials: Awaited<ReturnType<typeof sampleStore>> & Record<string, object>
beforeAll(async () => {
  credentials = { ...(await sampleStore()), orderSandboxApi: { url: 'http://127.0.0.1:4101', token: 'a-token-that-no-log-may-show' } }
  await runNode(order, { parameters: PER_ITEM['order: receive']!.well, credentials: credentials as never })
  // makes a case
  await runNode(order, { parameters: { resource: 'order', operation: 'receive', from: 'text', text: 'good morning' }, credentials: credentials as never })
  const [read] = await runNode(document, { parameters: { operation: 'read', from: 'text', text: csv('E-1') } })
  PER_ITEM['document: write']!.well.content = read![0]!.json.order
})

const all = { ...PER_ITEM, ...ONCE, ...ITEMS }
const files = (): ReturnType<typeof fileItem> => ({ json: {}, binary: { ...fileItem('id\n1\n', 'left.csv', 'left').binary, ...fileItem('id\n1\n', 'right.csv', 'right').binary } })

test('every operation that a node offers is among these', () => {
  const offered = [order, document, review, sync, reconcile].flatMap(({ description }) => description.properties.filter(({ name }) => name === 'operation').flatMap(({ options, displayOptions }) =>
    (options ?? []).map((option) => `${description.name} ${textOf(displayOptions?.show?.resource?.[0])} ${'value' in option ? String(option.value) : ''}`)))
  expect(Object.values(all).filter(({ node }) => node !== approval).map(({ node, well }) => `${node.description.name} ${textOf(well.resource)} ${textOf(well.operation)}`).sort()).toEqual(offered.sort())
})

test.each(Object.entries(all))('%s: no items in are no items out, and nothing is opened for them', async (_, { node, well }) => {
  const out = await runNode(node, { parameters: well, items: [] })
  expect(out.flat()).toEqual([])
  expect(out).toHaveLength(node.description.outputs.length)
})

test.each(Object.entries(all))('%s: a run that is cancelled does nothing more', async (_, { node, well }) => {
  // without a credential: whatever were begun would fail
  const out = await runNode(node, { parameters: well, items: [files(), files()], right: [], signal: AbortSignal.abort() })
  expect(out.flat().filter(({ error }) => error)).toEqual([])
})

test.each(Object.entries(PER_ITEM))('%s: an item that fails comes out with its error in its place, and the others are done', async (name, { node, well, bad }) => {
  const fields = Object.fromEntries([...new Set([...Object.keys(well), ...Object.keys(bad)])].map((field) => [field, (index: number) => (index === 1 && field in bad ? bad[field] : well[field])]))
  // the fields that are shown depend on these
  const parameters = { ...fields, ...Object.fromEntries(['resource', 'operation'].flatMap((field) => (field in well ? [[field, well[field]]] : []))) }
  const out = (await runNode(node, { parameters: { ...defaultsOf(node, well), ...parameters }, items: [files(), files(), files()], credentials: credentials as never, continueOnFail: true })).flat()
  const failed = ALWAYS_BAD.includes(name) ? [0, 1, 2] : Object.keys(bad).length > 0 ? [1] : []
  expect(out.filter(({ error }) => error).map(({ pairedItem, json }) => [pairedItem, typeof json.error])).toEqual(failed.map((item) => [{ item }, 'string']))
  expect([...new Set(out.map(({ pairedItem }) => (pairedItem as { item: number }).item))].sort()).toEqual([0, 1, 2])
  expect(JSON.stringify(out)).not.toContain('that no log may show')
})

test.each(Object.entries(ONCE))('%s: is done once for all items, and is paired with each', async (_, { node, well }) => {
  const failed = (await runNode(node, { parameters: well, items: [{ json: {} }, { json: {} }], credentials: {}, continueOnFail: true })).flat()
  expect(failed).toMatchObject([{ json: { error: expect.any(String) as string }, pairedItem: [{ item: 0 }, { item: 1 }] }])
  await expect(runNode(node, { parameters: well, items: [{ json: {} }, { json: {} }], credentials: {} })).rejects.toMatchObject({ context: { itemIndex: 0 } })
})

test('a text like an expression is a text in everything that comes out of an order', async () => {
  const text = '={{ 1+1 }}'
  const [received] = await runNode(order, { parameters: { resource: 'order', operation: 'receive', from: 'text', text: csv('E-2', { shipTo: text }) }, credentials: credentials as never })
  expect(received![0]!.json).toMatchObject({ order: { shipTo: { name: text } } })
  for (const [node, operation] of [[order, 'get'], [review, 'sort'], [review, 'review']] as const) {
    const out = (await runNode(node, { parameters: { resource: 'order', operation, order: named('E-2') }, credentials: credentials as never })).flat()
    expect(JSON.stringify(out[0]!.json)).toContain(`"name":"${text}"`)
  }
  const [written] = await runNode(document, { parameters: { operation: 'write', as: 'ubl-order', content: { ...(PER_ITEM['document: write']!.well.content as object), reference: text } } })
  expect(written![0]!.json.text).toContain(text)
  const [same] = await runNode(reconcile, { parameters: { operation: 'items' }, items: [{ json: { id: text, v: text } }], right: [{ json: { id: text, v: text } }] })
  expect(same).toMatchObject([{ json: { id: text, v: text } }])
})

/** What the fields that only show with these are before anybody fills them in. */
function defaultsOf(node: INodeType, well: Fields): Fields {
  return Object.fromEntries(node.description.properties.filter(({ name, displayOptions }) => name !== 'operation' && name !== 'resource'
    && (displayOptions?.show?.operation?.includes(well.operation as string) ?? true) && (displayOptions?.show?.resource?.includes(well.resource as string) ?? true)).map(({ name, default: value }) => [name, value]))
}
