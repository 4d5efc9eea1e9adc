import { orderLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'
import { sorted } from '../sorted'

export const look: Operation = {
  option: { name: 'Sort', value: 'sort', action: 'Sort an order by its last review', description: 'Send an order on by its last review, without judging it again' },
  properties: [orderLocator],
  async run({ node, index }: Call): Promise<Made[]> {
    const name = textOf(node, 'order', index)
    return withStore(node, async ({ context, company, engine }) => [sorted(await engine.orderNamed(context.store, company, name))])
  },
}
