import { orderLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

export const get: Operation = {
  option: { name: 'Get', value: 'get', action: 'Get an order', description: 'The order as it is now, with what each system says of it, its documents and its open cases' },
  properties: [orderLocator],
  async run({ node, index }: Call): Promise<Made[]> {
    const name = textOf(node, 'order', index)
    return withStore(node, async ({ context, company, engine }) =>
      [{ json: await engine.dossierOf(context.store, await engine.orderNamed(context.store, company, name)) }])
  },
}
