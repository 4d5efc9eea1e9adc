import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { TARGETS } from '../../mappings/write/targets'
import { KINDS } from '../../nodes/OrderDocument/operations/write'
import { OrderDocument } from '../../nodes/OrderDocument/OrderDocument.node'
import { fileItem, jsonsOf, runNode } from './fake'
import { csv } from './store'

const node = new OrderDocument()
const x12 = readFileSync(join(__dirname, '../../examples/inbox/0605-cascade-850.edi'))

test('a file of three orders comes out as three items, each paired with the item it came in by', async () => {
  const [items] = await runNode(node, { parameters: { operation: 'read' }, items: [fileItem(csv('PO-1'), 'a.csv'), fileItem(x12, 'b.edi')] })
  expect(items!.map(({ json, pairedItem }) => [json.type, pairedItem])).toEqual([['orders.csv', { item: 0 }], ['850', { item: 1 }], ['850', { item: 1 }], ['850', { item: 1 }]])
  expect(items![1]!.json).toMatchObject({ order: { reference: '4500118821', currency: 'USD' } })
})

test('a text that looks like an expression is text', async () => {
  const [items] = await runNode(node, { parameters: { operation: 'read', from: 'text', text: csv('PO-1', { shipTo: '={{ 1+1 }}' }) } })
  expect(items![0]!.json).toMatchObject({ order: { shipTo: { name: '={{ 1+1 }}' } } })
})

test('what is no document is an item that says so, not a failure', async () => {
  const [items] = await runNode(node, { parameters: { operation: 'read', from: 'text', text: 'good morning' } })
  expect(items).toHaveLength(1)
  expect(items![0]!.json).toMatchObject({ kind: 'file', problems: [{ severity: 'fatal' }] })
})

test('validate says in a sentence what is wrong where', async () => {
  const [items] = await runNode(node, { parameters: { operation: 'validate' }, items: [fileItem(x12.subarray(0, 900))] })
  expect(items![0]!.json).toMatchObject({ valid: false, format: 'x12', problems: expect.any(Array) as unknown[] })
  expect(items![0]!.json.text).toMatch(/segment \d+/)
})

test('an X12 order is acknowledged by a 997 as text and as a file, and an EDIFACT one by a CONTRL', async () => {
  const [items] = await runNode(node, { parameters: { operation: 'acknowledge', as: '997', control: 7 }, items: [fileItem(x12)] })
  expect(items![0]!.json.text).toMatch(/^ISA\*.*\*000000007\*.*AK9\*/s)
  expect(Buffer.from(items![0]!.binary!.data!.data, 'base64').toString('latin1')).toBe(items![0]!.json.text)
})

test('what Read gives, Write writes, and it is read again as the same', async () => {
  const [read] = await runNode(node, { parameters: { operation: 'read' }, items: [fileItem(x12)] })
  const { order } = read![0]!.json as { order: { reference: string; lines: { quantity: string }[] } }
  for (const as of ['x12-850', 'edifact-orders', 'ubl-order']) {
    const [written] = await runNode(node, { parameters: { operation: 'write', as, content: order, from: 'GLN:4012345000009', to: 'GLN:4000001000005', control: 12 } })
    const [again] = await runNode(node, { parameters: { operation: 'read', from: 'text', text: written![0]!.json.text } })
    expect((again![0]!.json as { order: typeof order }).order.reference).toBe(order.reference)
    expect((again![0]!.json as { order: typeof order }).order.lines.map((line) => line.quantity)).toEqual(order.lines.map((line) => line.quantity))
  }
})

test('content that is no answer is refused with what it lacks', async () => {
  await expect(runNode(node, { parameters: { operation: 'write', as: 'x12-855', content: '{"number":"SO-1"}', from: 'GLN:1', to: 'GLN:2' } })).rejects.toThrow('This is no content of x12-855')
})

test('every kind that can be written is offered, and no other', () => {
  expect(Object.keys(KINDS).sort()).toEqual(TARGETS.map(({ name }) => name).sort())
})

test('one bad item does not stop the others where the node goes on, and stops the run with its number where it does not', async () => {
  const items = [fileItem(x12), { json: { id: 2 } }, fileItem(csv('PO-3'), 'c.csv')]
  const [out] = await runNode(node, { parameters: { operation: 'validate' }, items, continueOnFail: true })
  expect(out!.map(({ json, pairedItem }) => [json.valid ?? json.error, pairedItem])).toEqual([[true, { item: 0 }], [expect.stringContaining('binary file'), { item: 1 }], [true, { item: 2 }]])
  await expect(runNode(node, { parameters: { operation: 'validate' }, items })).rejects.toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 1 } })
})

test('no items in are no items out, and a thousand are a thousand', async () => {
  expect(await runNode(node, { parameters: { operation: 'validate' }, items: [] })).toEqual([[]])
  const items = Array.from({ length: 1000 }, (_, no) => ({ json: { no } }))
  const [out] = await runNode(node, { parameters: { operation: 'validate', from: 'text', text: (index: number) => csv(`PO-${index}`) }, items })
  expect(out!.filter(({ json }) => json.valid)).toHaveLength(1000)
  expect(out![999]!.pairedItem).toEqual({ item: 999 })
})

test('a cancelled run ends before the next item', async () => {
  const stop = new AbortController()
  const items = Array.from({ length: 100 }, () => ({ json: {} }))
  const [out] = await runNode(node, { parameters: { operation: 'validate', from: 'text', text: (index: number) => { if (index === 2) stop.abort(); return csv('PO') } }, items, signal: stop.signal, continueOnFail: true })
  expect(jsonsOf(out).length).toBeLessThanOrEqual(3)
})

test('n8n goes on with its other work while a node works on ten thousand items: what cancels the run is heard', async () => {
  const stop = new AbortController()
  const items = Array.from({ length: 10_000 }, () => ({ json: {} }))
  setTimeout(() => stop.abort(), 1)
  const [out] = await runNode(node, { parameters: { operation: 'validate', from: 'text', text: csv('PO') }, items, signal: stop.signal, continueOnFail: true })
  expect(out!.length).toBeLessThan(10_000)
})
