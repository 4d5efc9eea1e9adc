import { type INodeType, type INodeTypeDescription, type ITriggerFunctions, type ITriggerResponse, NodeConnectionTypes, NodeOperationError } from 'n8n-workflow'
import { orderStoreTest } from '../credentialTest'
import { nodeError } from '../nodeError'
import { withStore } from '../withStore'
import { deliver } from './deliver'
import { eventItem } from './eventItem'
import { listen } from './subscription'

const EVENTS: Record<string, string> = {
  approvalAsked: 'Approval Asked', approved: 'Approved', cancelAsked: 'Cancel Asked', cancelFailed: 'Cancel Fell Through', cancelled: 'Cancelled', caseOpened: 'Case Opened', changeAsked: 'Change Asked', changed: 'Changed', changeRefused: 'Change Refused', closed: 'Closed', confirmed: 'Confirmed', delivered: 'Delivered', held: 'Held', invoiced: 'Invoiced',
  linked: 'Taken by a System', paid: 'Paid', received: 'Received', refusedThere: 'Refused by a System', rejected: 'Rejected', released: 'Released', reviewed: 'Reviewed', shipped: 'Shipped',
}

export class OrderTrigger implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Order Trigger',
    name: 'orderTrigger',
    icon: { light: 'file:trigger.svg', dark: 'file:trigger.dark.svg' },
    group: ['trigger'],
    version: 1,
    subtitle: '={{ $parameter["events"].length > 0 ? $parameter["events"].join(", ") : "any event" }}',
    description: 'Start the workflow for each event of an order, or each new case, at least once, also for what happened while n8n was down',
    eventTriggerDescription: '',
    activationMessage: 'Each event starts this workflow from now on.',
    defaults: { name: 'Order Trigger' },
    inputs: [],
    outputs: [NodeConnectionTypes.Main],
    hints: [{ message: 'An event may start two runs. Give its ID, <code>{{ $json.event.id }}</code>, to what must happen once: the Command ID of <b>Order → Submit a Command</b>, or the Transport ID of <b>Receive</b>.', type: 'info', location: 'ndv', whenToDisplay: 'beforeExecution' }],
    credentials: [{ name: 'orderStoreApi', required: true, testedBy: 'orderStoreTest' }],
    properties: [
      {
        displayName: 'An event may start more than one run: give the ID of the event to what follows as Command ID or Transport ID, and a second run changes nothing',
        name: 'notice', type: 'notice', default: '',
      },
      { displayName: 'Events', name: 'events', type: 'multiOptions', options: Object.entries(EVENTS).map(([value, name]) => ({ name, value })).sort((a, b) => (a.name < b.name ? -1 : 1)), default: [], description: 'Which events start the workflow. None chosen is all of orders. A case is what waits for a person: its item has the case, and the order it is about.' },
      { displayName: 'Look Every', name: 'every', type: 'number', typeOptions: { minValue: 1, maxValue: 3600 }, default: 5, description: 'How often new events are looked for, in seconds' },
      { displayName: 'Again if the Run Fails', name: 'retry', type: 'boolean', default: true, description: 'Whether an event comes again when its run fails, later each time' },
    ],
  }

  methods = { credentialTest: { orderStoreTest } }

  async trigger(this: ITriggerFunctions): Promise<ITriggerResponse> {
    const types = this.getNodeParameter('events') as string[]
    try {
      if (this.getMode() === 'manual') return { manualTriggerFunction: () => emitLast(this, types).catch((error: unknown) => { throw nodeError(this, error, 0) }) }
      const listening = await listen(this, types)
      const stop = deliver(this, listening, { everyMs: (this.getNodeParameter('every') as number) * 1000, retry: this.getNodeParameter('retry') as boolean })
      // the subscription stays: what happens while the workflow is off, or n8n is down, starts it later
      return { closeFunction: async () => stop() }
    } catch (error) {
      throw nodeError(this, error, 0)
    }
  }
}

/** For building a workflow in the editor: the last event of the newest orders, else the newest case, as it would come. */
async function emitLast(node: ITriggerFunctions, types: readonly string[]): Promise<void> {
  await withStore(node, async (open) => {
    const { context, company, engine } = open
    for (const order of await engine.searchOrders(context.store, company, { limit: 50 })) {
      const event = (await engine.streams.load(context.store, company, `order/${order.id}`)).findLast(({ type }) => types.length === 0 || types.includes(type))
      if (event) return node.emit([[await eventItem(open, { ...event, attempt: 1 })]])
    }
    if (types.includes('caseOpened')) {
      const [newest] = await engine.cases.list(context.store, company, { limit: 1 })
      if (newest) return node.emit([[await eventItem(open, { stream: `case/${newest.id}`, sequence: 0, attempt: 1 })]])
    }
    throw new NodeOperationError(node.getNode(), 'There is no such event yet', { description: 'Take an order in first, with Order → Receive' })
  })
}
