import { type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow'
import { orderStoreTest } from '../credentialTest'
import { listSearch } from '../listSearch'
import { type Operation } from '../operation'
import { fieldsOf, route } from '../route'
import { closeCase } from './cases/close'
import { listCases } from './cases/list'
import { resendMessage } from './cases/resend'
import { resendAll } from './cases/resendAll'
import { get } from './operations/get'
import { list } from './operations/list'
import { receive } from './operations/receive'
import { submit } from './operations/submit'
import { timeline } from './operations/timeline'

const RESOURCES: Record<string, readonly Operation[]> = { case: [closeCase, listCases, resendMessage, resendAll], order: [get, list, timeline, receive, submit] }

export class Order implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Order',
    name: 'order',
    icon: { light: 'file:order.svg', dark: 'file:order.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
    description: 'Take orders in, look at them, and submit commands to them: each order once, whatever is repeated',
    defaults: { name: 'Order' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'orderStoreApi', required: true, testedBy: 'orderStoreTest' }],
    hints: [{ message: 'Nothing is sent by this node: what the order makes due goes out with <b>Order Sync → Run Due Work</b>, or with a worker.', type: 'info', location: 'ndv', whenToDisplay: 'beforeExecution', displayCondition: '={{ ["receive", "submit"].includes($parameter["operation"]) }}' }],
    properties: [
      { displayName: 'Resource', name: 'resource', type: 'options', noDataExpression: true, options: [{ name: 'Case', value: 'case' }, { name: 'Order', value: 'order' }], default: 'order' },
      ...fieldsOf(RESOURCES.case!, { resource: ['case'] }, 'getAll'),
      ...fieldsOf(RESOURCES.order!, { resource: ['order'] }, 'receive'),
    ],
  }

  methods = { listSearch, credentialTest: { orderStoreTest } }

  execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return route(this, RESOURCES[String(this.getNodeParameter('resource', 0))] ?? [])
  }
}
