import { type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow'
import { orderStoreTest } from '../credentialTest'
import { listSearch } from '../listSearch'
import { fieldsOf, route } from '../route'
import { look } from './operations/look'
import { review } from './operations/review'
import { OUTPUTS } from './sorted'

const operations = [review, look]

export class OrderReview implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Order Review',
    name: 'orderReview',
    icon: { light: 'file:review.svg', dark: 'file:review.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Judge orders by the rules of the store, and send them on as passed, needing a decision, or refused',
    defaults: { name: 'Order Review' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: [...OUTPUTS],
    credentials: [{ name: 'orderStoreApi', required: true, testedBy: 'orderStoreTest' }],
    hints: [{ message: 'What needs a decision is decided by <b>Order Approval</b> behind the second output, or by <b>Order → Submit a Command</b>.', type: 'info', location: 'ndv', whenToDisplay: 'beforeExecution' }],
    properties: fieldsOf(operations),
  }

  methods = { listSearch, credentialTest: { orderStoreTest } }

  execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return route(this, operations, OUTPUTS.length)
  }
}
