import { type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow'
import { orderStoreTest } from '../credentialTest'
import { listSearch } from '../listSearch'
import { nodeError } from '../nodeError'
import { fieldsOf, route } from '../route'
import { files } from './operations/files'
import { compareInputs, items } from './operations/items'
import { systems } from './operations/systems'
import { OUTPUTS } from './outputs'

const operations = [files, systems, items]

export class OrderReconcile implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Order Reconcile',
    name: 'orderReconcile',
    icon: { light: 'file:reconcile.svg', dark: 'file:reconcile.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Compare two sides row by row: items of two inputs, two files of any size, or the store with its systems',
    defaults: { name: 'Order Reconcile' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    inputNames: ['Left', 'Right'],
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: [...OUTPUTS],
    credentials: [{ name: 'orderStoreApi', required: true, testedBy: 'orderStoreTest', displayOptions: { show: { operation: ['systems'] } } }],
    hints: [{ message: 'For more than 100,000 items compare two files: only the differences become items then.', type: 'info', location: 'ndv', whenToDisplay: 'beforeExecution', displayCondition: '={{ $parameter["operation"] === "items" }}' }],
    properties: fieldsOf(operations, {}, 'items'),
  }

  methods = { listSearch, credentialTest: { orderStoreTest } }

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    if (this.getNodeParameter('operation', 0) !== items.option.value) return route(this, operations, OUTPUTS.length)
    try {
      return compareInputs(this)
    } catch (error) {
      const failure = nodeError(this, error, 0)
      if (!this.continueOnFail()) throw failure
      return [[{ json: { error: failure.message }, error: failure, pairedItem: { item: 0 } }], [], [], []]
    }
  }
}
