import { actorLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

/** The same message with the same key, so that it counts once; its cases are closed with it. */
export const resendMessage: Operation = {
  option: { name: 'Send Again', value: 'resend', action: 'Send the message of a case again', description: 'Put a refused or dead message back in line, as the same message: it counts once' },
  properties: [
    { displayName: 'Message ID', name: 'messageId', type: 'string', default: '={{ $json.detail.message }}', required: true, description: 'As the case has it in its detail' },
    actorLocator,
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const id = textOf(node, 'messageId', index)
    return withStore(node, async ({ context, company, engine }) => {
      const message = await engine.outbox.byId(context.store, id)
      if (!message || message.company !== company) throw new Error(`There is no message ${id} in ${company}: Order → Get lists those of an order`)
      const { sent, closedCases } = await engine.resend(context, message)
      if (!sent) throw new Error(`Message ${id} is ${message.state}: only what was refused, given up or asks is sent again, and not what a newer version or the end of its order has overtaken`)
      return [{ json: { id, system: message.system, state: 'waiting', closedCases } }]
    }, textOf(node, 'actor', index))
  },
}
