import { type INodeProperties } from 'n8n-workflow'
import { type Command } from '../../../orders/command'
import { type ConfirmationMeans } from '../../../orders/confirmation'
import { type OrderChange } from '../../../orders/event'
import { actorLocator, orderLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'
import { changeOf } from '../change'
import { returnOf } from '../return'

const commandField: INodeProperties = {
  displayName: 'Command',
  name: 'command',
  type: 'options',
  options: [
    { name: 'Approve', value: 'approve', description: 'Say yes to what is asked of the actor\'s role' },
    { name: 'Cancel', value: 'cancel', description: 'Cancel the order in every system' },
    { name: 'Change', value: 'change', description: 'Change quantities, prices, items or dates' },
    { name: 'Close Again', value: 'closeAgain', description: 'Say that what a closed order was opened again for is done' },
    { name: 'Confirm', value: 'confirm', description: 'Waive the holds that the actor\'s role may waive, and go on' },
    { name: 'Note a Confirmation', value: 'noteConfirmation', description: 'Record that a second contact of the customer has confirmed an unusual order, so that it can be approved' },
    { name: 'Reject', value: 'reject', description: 'Say no to an order that is not accepted yet, or to a return that the actor\'s role is asked for' },
    { name: 'Reopen', value: 'reopen', description: 'Open a closed order again' },
    { name: 'Return', value: 'return', description: 'Take goods back, or credit what never arrived' },
    { name: 'Review Again', value: 'review', description: 'Judge a held order by the facts of now' },
    { name: 'Waive a System', value: 'waiveCancel', description: 'Let a cancel that is pending end without one of the systems' },
    { name: 'Withdraw a Cancel', value: 'withdrawCancel', description: 'Let an order whose cancel is pending go on, while only warehouses were asked' },
  ],
  default: 'approve',
}

/** One item: the order afterwards, or why it was refused. */
export const submit: Operation = {
  option: { name: 'Submit a Command', value: 'submit', action: 'Submit a command to an order', description: 'Approve, reject, confirm, change, cancel or return an order, or review it again' },
  properties: [
    orderLocator,
    commandField,
    { displayName: 'Reason', name: 'reason', type: 'string', default: '', required: true, description: 'Why, for the record', displayOptions: { hide: { command: ['noteConfirmation', 'review'] } } },
    { displayName: 'Change', name: 'change', type: 'json', default: '{\n  "lines": [{ "line": "1", "quantity": "5" }]\n}', description: 'Of the order: requestedDelivery, currency, buyer. Of lines, each with its line: quantity, price { amount, base }, item, unit, requestedDelivery. Numbers are texts.', displayOptions: { show: { command: ['change'] } } },
    { displayName: 'Because', name: 'returnReason', type: 'options', default: 'damaged', displayOptions: { show: { command: ['return'] } }, description: 'Which rule decides about the return', options: [
      { name: 'Damaged', value: 'damaged' }, { name: 'Less Than Was Sent', value: 'short' }, { name: 'Not Needed', value: 'notNeeded' }, { name: 'Quality', value: 'quality' }, { name: 'Wrong Item', value: 'wrongItem' },
    ] },
    { displayName: 'Lines', name: 'returnLines', type: 'json', default: '[{ "line": "1", "quantity": "1" }]', description: 'What comes back of which lines. Numbers are texts.', displayOptions: { show: { command: ['return'] } } },
    { displayName: 'System', name: 'waivedSystem', type: 'string', default: '', required: true, description: 'Name of the system that the cancel is to end without', displayOptions: { show: { command: ['waiveCancel'] } } },
    { displayName: 'Person', name: 'person', type: 'string', default: '', required: true, description: 'Who at the customer confirms it; not who ordered it', displayOptions: { show: { command: ['noteConfirmation'] } } },
    { displayName: 'Contact', name: 'contact', type: 'string', default: '', required: true, description: 'The number or address by which he was reached', displayOptions: { show: { command: ['noteConfirmation'] } } },
    { displayName: 'Means', name: 'means', type: 'options', default: 'phone', description: 'How he confirmed it', displayOptions: { show: { command: ['noteConfirmation'] } }, options: [
      { name: 'E-Mail', value: 'email' }, { name: 'Letter', value: 'letter' }, { name: 'Message', value: 'message' }, { name: 'Phone', value: 'phone' }, { name: 'Visit', value: 'visit' },
    ] },
    actorLocator,
    { displayName: 'Command ID', name: 'commandId', type: 'string', default: '', hint: 'Behind an Order Trigger: the ID of its event', description: 'The same ID again changes nothing, so that a repeated run or an event that is delivered twice does no harm. Empty carries the command out each time.' },
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const text = (name: string): string => textOf(node, name, index)
    const id = text('commandId')
    const command = commandOf(text('command'), text('reason'), {
      system: () => text('waivedSystem'),
      said: () => ({ person: text('person'), contact: text('contact'), means: text('means') as ConfirmationMeans }),
      change: () => changeOf(node.getNodeParameter('change', index)),
      // the same run asks for the same return
      goods: () => ({ request: id || ['n8n', node.getWorkflow().id, node.getExecutionId(), node.getNode().id, index].join('/'), ...returnOf(text('returnReason'), node.getNodeParameter('returnLines', index)) }),
    })
    return withStore(node, async ({ context, company, engine }) => {
      const order = await engine.orderNamed(context.store, company, text('order'))
      const submission = { subject: { company, order: order.id }, command, circumstance: { cause: `n8n/${node.getWorkflow().id}/${node.getExecutionId()}`, correlation: engine.uuidv7() } }
      const outcome = id ? await engine.submitOnce(context, id, submission) : await engine.submit(context, submission)
      if (outcome.outcome === 'refused') throw new Error(`${order.number ?? order.reference ?? order.id} was not changed. ${outcome.findings.map((finding) => finding.text).join(' ')}`)
      return [{ json: { outcome: outcome.outcome, changed: outcome.changed, ...('repeated' in outcome ? { repeated: outcome.repeated } : {}), order: outcome.order } }]
    }, text('actor'))
  },
}

interface More { system: () => string; said: () => Pick<Extract<Command, { type: 'noteConfirmation' }>, 'person' | 'contact' | 'means'>; change: () => OrderChange; goods: () => Pick<Extract<Command, { type: 'return' }>, 'request' | 'reason' | 'lines'> }

function commandOf(type: string, reason: string, { system, said, change, goods }: More): Command {
  if (type !== 'review' && type !== 'noteConfirmation' && reason === '') throw new Error('A command needs a reason, for the record: fill in the field Reason')
  switch (type) {
    case 'approve': case 'reject': case 'confirm': case 'cancel': case 'withdrawCancel': case 'reopen': case 'closeAgain': return { type, reason }
    case 'noteConfirmation': return { type, ...said() }
    case 'waiveCancel': return { type, system: system(), reason }
    case 'change': return { type, change: change(), reason }
    case 'return': return { type, ...goods(), note: reason }
    case 'review': return { type }
    default: throw new Error(`There is no command ${type}: choose one of the list`)
  }
}
