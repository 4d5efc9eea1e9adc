import { type Order } from '../../../orders/order'
import { actorLocator, orderLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'
import { sorted } from '../sorted'

/** Orders that can be judged again: they wait for something. */
const WAITING: readonly Order['status'][] = ['received', 'inReview', 'held', 'awaitingApproval']

export const review: Operation = {
  option: { name: 'Review', value: 'review', action: 'Review an order', description: 'Judge an order that waits by the facts of now, and send it on by what came out' },
  properties: [orderLocator, actorLocator],
  async run({ node, index }: Call): Promise<Made[]> {
    const text = (name: string): string => textOf(node, name, index)
    return withStore(node, async ({ context, company, engine }) => {
      const order = await engine.orderNamed(context.store, company, text('order'))
      if (!WAITING.includes(order.status)) return [sorted(order)]
      const circumstance = { cause: `n8n/${node.getWorkflow().id}/${node.getExecutionId()}`, correlation: engine.uuidv7() }
      const outcome = await engine.submit(context, { subject: { company, order: order.id }, command: { type: 'review' }, circumstance })
      return [sorted(outcome.order ?? order)]
    }, text('actor'))
  },
}
