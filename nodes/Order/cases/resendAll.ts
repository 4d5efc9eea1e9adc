import { actorLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

/** After an outage or a correction: one item a message. The same messages with the same keys, so that each counts once. */
export const resendAll: Operation = {
  option: { name: 'Send Again by Cause', value: 'resendAll', action: 'Send all messages again that one cause has stopped', description: 'Put all refused and dead messages of one cause back in line, as the same messages: each counts once' },
  properties: [
    {
      displayName: 'Cause',
      name: 'cause',
      type: 'options',
      options: [
        { name: 'Business', value: 'business', description: 'The system refused it by a rule of its own' },
        { name: 'Data', value: 'data', description: 'The system could not read or place what it got' },
        { name: 'Limit', value: 'limit', description: 'The system told us to wait for too long' },
        { name: 'Login', value: 'auth', description: 'The system did not let us in' },
        { name: 'Transport', value: 'transport', description: 'The system was down or did not answer' },
      ],
      default: 'transport',
    },
    { displayName: 'System Name', name: 'systemName', type: 'string', default: '', placeholder: 'erp', description: 'Only what goes to this system. Empty is all of them.' },
    { displayName: 'Only Look', name: 'dryRun', type: 'boolean', default: false, description: 'Whether to only say what would be sent' },
    actorLocator,
  ],
  once: true,
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const system = textOf(node, 'systemName', index) || undefined
    const look = node.getNodeParameter('dryRun', index) as boolean
    return withStore(node, async ({ context, company, engine }) => {
      const known = (await engine.config.listSystems(context.store, company)).map(({ name }) => name)
      if (system !== undefined && !known.includes(system)) throw new Error(`There is no system ${system} in ${company}: it has ${known.join(', ')}`)
      const cause = engine.CAUSES.find((one) => one === textOf(node, 'cause', index))
      if (!cause) throw new Error(`${textOf(node, 'cause', index)} is no cause: choose one of ${engine.CAUSES.join(', ')}`)
      const made: Made[] = []
      for (const message of await engine.stoppedBy(context, company, cause, system)) {
        signal?.throwIfAborted()
        const { id, kind, action, stream, attempt, fault } = message
        const about = { id, system: message.system, kind, action, about: stream, attempt, why: fault?.text }
        if (look) made.push({ json: { ...about, state: message.state } })
        else {
          const { sent, closedCases } = await engine.resend(context, message)
          // another one sent it meanwhile
          if (sent) made.push({ json: { ...about, state: 'waiting', closedCases } })
        }
      }
      return made
    }, textOf(node, 'actor', index))
  },
}
