import { type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow'
import { orderStoreTest } from '../credentialTest'
import { listSearch } from '../listSearch'
import { fieldsOf, route } from '../route'
import { acknowledge } from './operations/acknowledge'
import { read } from './operations/read'
import { validate } from './operations/validate'
import { write } from './operations/write'

const operations = [acknowledge, read, validate, write]

export class OrderDocument implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Order Document',
    name: 'orderDocument',
    icon: { light: 'file:document.svg', dark: 'file:document.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] }}',
    description: 'Read, check, acknowledge and write orders and their documents: X12, EDIFACT, CSV and more',
    defaults: { name: 'Order Document' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    credentials: [{ name: 'orderStoreApi', required: true, testedBy: 'orderStoreTest', displayOptions: { show: { useProfile: [true] } } }],
    hints: [{ message: 'A message with problems comes out as an item too: look at <code>problems</code> before you go on with it.', type: 'info', location: 'outputPane', whenToDisplay: 'afterExecution', displayCondition: '={{ $nodeVersion >= 1 && $parameter["operation"] === "read" }}' }],
    properties: fieldsOf(operations, {}, 'read'),
  }

  methods = { listSearch, credentialTest: { orderStoreTest } }

  execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return route(this, operations)
  }
}
