import { type Call, type Made, type Operation } from '../../operation'
import { withStore } from '../../withStore'

/** In this process: for a few messages right now. For the day's work there is Run Due Work. */
export const dispatch: Operation = {
  option: { name: 'Dispatch', value: 'dispatch', action: 'Send what is due', description: 'Send what is due to the systems, each message once' },
  properties: [{ displayName: 'Wait', name: 'wait', type: 'number', typeOptions: { minValue: 0, maxValue: 600 }, default: 0, description: 'Go on until nothing becomes due within so many seconds: times of back-off are waited for' }],
  once: true,
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const wait = node.getNodeParameter('wait', index) as number
    return withStore(node, async ({ context, engine }) => {
      const sent = wait > 0 ? await engine.drain(context, { patienceMs: wait * 1000, signal }) : await engine.dispatch(context)
      const left = await engine.ofAnotherEnvironment(context)
      return [{ json: { ...sent, ...(left.length > 0 ? { ofAnotherEnvironment: left } : {}) } }]
    })
  },
}
