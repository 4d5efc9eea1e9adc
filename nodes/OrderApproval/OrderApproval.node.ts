import { type IExecuteFunctions, type INodeExecutionData, type INodeType, type INodeTypeDescription, type IWebhookFunctions, type IWebhookResponseData, NodeConnectionTypes } from 'n8n-workflow'
import { orderStoreTest } from '../credentialTest'
import { listSearch } from '../listSearch'
import { actorLocator, orderLocator } from '../locators'
import { ask } from './ask'
import { answer } from './answer'
import { OUTPUTS } from './outputs'

// eslint-disable-next-line @n8n/community-nodes/webhook-lifecycle-complete -- it is no trigger: its webhooks are those of a waiting execution, which n8n makes and ends
export class OrderApproval implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Order Approval',
    name: 'orderApproval',
    icon: { light: 'file:approval.svg', dark: 'file:approval.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: 'ask and wait',
    description: 'Ask a person for a decision on orders, wait for it, and go on with decision and reason',
    defaults: { name: 'Order Approval' },
    // an agent's tools answer at once: they cannot wait for a person
    usableAsTool: undefined,
    inputs: [NodeConnectionTypes.Main],
    // n8n hands what stood at a waiting node's input to its first output when the time is over
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: [...OUTPUTS],
    credentials: [{ name: 'orderStoreApi', required: true, testedBy: 'orderStoreTest' }],
    webhooks: [
      { name: 'default', httpMethod: 'GET', responseMode: 'onReceived', path: '', restartWebhook: true, isFullPath: true },
      { name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: '', restartWebhook: true, isFullPath: true },
    ],
    hints: [{ message: 'Send <code>{{ $execution.resumeUrl }}</code> to the approver with a node before this one (mail, chat): it opens the page on which he decides. Whoever has the link decides as the actor below.', type: 'info', location: 'ndv', whenToDisplay: 'beforeExecution' }],
    properties: [
      orderLocator,
      { ...actorLocator, required: true, description: 'In whose name the decision is made; his roles must be those that are asked, and it may not be his own order' },
      { displayName: 'Wait', name: 'wait', type: 'number', typeOptions: { minValue: 1 }, default: 24, description: 'So long a decision is waited for; after that the orders go on by the first output, as they are' },
      { displayName: 'Unit', name: 'unit', type: 'options', options: [{ name: 'Days', value: 'days' }, { name: 'Hours', value: 'hours' }, { name: 'Minutes', value: 'minutes' }, { name: 'Seconds', value: 'seconds' }], default: 'hours' },
    ],
  }

  methods = { listSearch, credentialTest: { orderStoreTest } }

  execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return ask(this)
  }

  webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
    return answer(this)
  }
}
