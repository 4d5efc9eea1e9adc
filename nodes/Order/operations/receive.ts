import { createHash } from 'node:crypto'
import { inputFields, inputOf } from '../../input'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

/** One item a message of the document: what became of it, and the order. */
export const receive: Operation = {
  option: { name: 'Receive', value: 'receive', action: 'Receive a document', description: 'Take a document in: keep it, read it, review the orders in it, and accept each one once' },
  properties: [
    ...inputFields,
    { displayName: 'Transport ID', name: 'transportId', type: 'string', default: '', placeholder: '{{ $json.messageId }}', description: 'What tells one receipt from another on this channel, such as a message ID or the ID of an event: the same one again does nothing. Empty is one receipt per execution and content.' },
    { displayName: 'Channel', name: 'channel', type: 'string', default: 'n8n', description: 'Name of the way that the document came by' },
    { displayName: 'Sender', name: 'sender', type: 'string', default: '', description: 'Who sent it, where the document does not say so and the channel knows' },
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const { bytes, fileName } = await inputOf(node, index)
    // of a loop each round is a receipt of its own, unless it brings the same bytes
    const own = [node.getWorkflow().id, node.getExecutionId(), node.getNode().id, createHash('sha256').update(bytes).digest('hex')].join('/')
    const text = (name: string): string => textOf(node, name, index)
    return withStore(node, async ({ context, engine }) => {
      const { arrival, items, repeated } = await engine.receive(context, {
        channel: text('channel') || 'n8n', transportId: text('transportId') || own, bytes, fileName, sender: text('sender') || undefined,
      })
      const about = { arrival: arrival.id, document: arrival.sha256, repeated }
      if (items.length === 0) return [{ json: { ...about, outcome: arrival.outcome, text: engine.describeAll(arrival.problems), problems: arrival.problems } }]
      return Promise.all(items.map(async (item) => {
        const order = item.order && item.company ? await engine.orders.get(context.store, item.company, item.order) : undefined
        return { json: { ...about, message: item.no, type: item.type, outcome: item.outcome, ...(item.text === undefined ? {} : { text: item.text }), ...(order ? { order } : {}) } }
      }))
    })
  },
}
