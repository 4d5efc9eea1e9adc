import { type INodeExecutionData, type INodeType } from 'n8n-workflow'
import { Order } from '../../nodes/Order/Order.node'
import { OrderApproval } from '../../nodes/OrderApproval/OrderApproval.node'
import { OrderDocument } from '../../nodes/OrderDocument/OrderDocument.node'
import { OrderReview } from '../../nodes/OrderReview/OrderReview.node'
import { runNode } from '../nodes/fake'
import { csv, sampleStore } from '../nodes/store'

const MANY = 10_000
const ORDERS = 100
const items = (): INodeExecutionData[] => Array.from({ length: MANY }, (_, no) => ({ json: { no } }))
const reference = (index: number): object => ({ mode: 'name', value: `M-${index % ORDERS}` })

test('ten thousand different documents are judged, each paired with its own', async () => {
  const [out] = await runNode(new OrderDocument(), { parameters: { operation: 'validate', from: 'text', text: (index: number) => csv(`PO-${index}`) }, items: items() })
  expect(out!.filter(({ json }) => json.valid)).toHaveLength(MANY)
  expect(out!.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual(items().map((_, no) => no))
}, 300_000)

test('ten thousand items go through every operation about an order, each paired with its own', async () => {
  const credentials = await sampleStore()
  const order = new Order()
  const through = async (name: string, node: INodeType, parameters: object): Promise<INodeExecutionData[]> => {
    const out = (await runNode(node, { parameters: parameters as Record<string, unknown>, items: items(), credentials })).flat()
    // one item each, though an order may have several events
    expect([name, new Set(out.map(({ pairedItem }) => (pairedItem as { item: number }).item)).size]).toEqual([name, MANY])
    return out
  }
  const received = await through('receive', order, { resource: 'order', operation: 'receive', from: 'text', text: (index: number) => csv(`M-${index % ORDERS}`), transportId: (index: number) => `m-${index % ORDERS}` })
  expect(received.filter(({ json }) => !json.repeated)).toHaveLength(ORDERS)
  await through('get', order, { resource: 'order', operation: 'get', order: reference })
  expect((await through('timeline', order, { resource: 'order', operation: 'timeline', order: reference })).length).toBeGreaterThan(MANY)
  await through('sort', new OrderReview(), { operation: 'sort', order: reference })
  await through('ask', new OrderApproval(), { order: reference, actor: { mode: 'id', value: 'ines' } })
  const rejected = await through('submit', order, { resource: 'order', operation: 'submit', order: reference, command: 'reject', reason: 'a test', actor: { mode: 'id', value: 'meike' }, commandId: (index: number) => `reject-${index % ORDERS}` })
  expect(rejected.filter(({ json }) => json.changed)).toHaveLength(ORDERS)
  const [all] = await runNode(order, { parameters: { resource: 'order', operation: 'getAll', returnAll: true, status: 'rejected' }, credentials })
  expect(all).toHaveLength(ORDERS)
}, 600_000)
