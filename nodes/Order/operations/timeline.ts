import { orderLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

/** One item an event, the first one first. */
export const timeline: Operation = {
  option: { name: 'Get Timeline', value: 'timeline', action: 'Get the timeline of an order', description: 'Everything that happened to an order: what, when, by whom, caused by what' },
  properties: [orderLocator],
  async run({ node, index }: Call): Promise<Made[]> {
    const name = textOf(node, 'order', index)
    return withStore(node, async ({ context, company, engine }) => {
      const order = await engine.orderNamed(context.store, company, name)
      return (await engine.streams.load(context.store, company, `order/${order.id}`)).map((json) => ({ json }))
    })
  },
}
