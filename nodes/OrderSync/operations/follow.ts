import { type Call, type Made, type Operation } from '../../operation'
import { withStore } from '../../withStore'

export const follow: Operation = {
  option: { name: 'Follow', value: 'follow', action: 'Hear what changed in the systems', description: 'Read what changed in the systems: shipments, invoices, payments' },
  properties: [],
  once: true,
  run: ({ node }: Call): Promise<Made[]> => withStore(node, async ({ context, engine }) => [{ json: await engine.follow(context) }]),
}
