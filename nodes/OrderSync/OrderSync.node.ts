import { type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow'
import { orderSandboxTest, orderStoreTest, orderTrytonTest } from '../credentialTest'
import { listSearch } from '../listSearch'
import { fieldsOf, route } from '../route'
import { apply } from './operations/apply'
import { connect } from './operations/connect'
import { dispatch } from './operations/dispatch'
import { follow } from './operations/follow'
import { runDue } from './operations/runDue'

const operations = [apply, connect, dispatch, follow, runDue]

export class OrderSync implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Order Sync',
    name: 'orderSync',
    icon: { light: 'file:sync.svg', dark: 'file:sync.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Keep the systems in step with the orders: send what is due, hear what changed, run the day\'s work, connect a system',
    defaults: { name: 'Order Sync' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [
      { name: 'orderStoreApi', required: true, testedBy: 'orderStoreTest' },
      { name: 'orderSandboxApi', required: true, testedBy: 'orderSandboxTest', displayOptions: { show: { operation: ['connect'], using: ['orderSandboxApi'] } } },
      { name: 'orderTrytonApi', required: true, testedBy: 'orderTrytonTest', displayOptions: { show: { operation: ['connect'], using: ['orderTrytonApi'] } } },
    ],
    hints: [{ message: 'Put a <b>Schedule Trigger</b> of one minute before it. Several runs at once, and a worker beside them, are safe.', type: 'info', location: 'ndv', whenToDisplay: 'beforeExecution', displayCondition: '={{ $parameter["operation"] === "runDue" }}' }],
    properties: fieldsOf(operations, {}, 'runDue'),
  }

  methods = { listSearch, credentialTest: { orderSandboxTest, orderStoreTest, orderTrytonTest } }

  execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return route(this, operations)
  }
}
