import { STATUSES, type OrderStatus } from '../../../orders/status'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

const PAGE = 500

/** One item an order, the newest first. */
export const list: Operation = {
  option: { name: 'Get Many', value: 'getAll', action: 'Get many orders', description: 'Orders, the newest first' },
  properties: [
    { displayName: 'Return All', name: 'returnAll', type: 'boolean', default: false, description: 'Whether to return all results or only up to a given limit' },
    { displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return', displayOptions: { show: { returnAll: [false] } } },
    { displayName: 'Status', name: 'status', type: 'options', options: [{ name: 'Any', value: '' }, ...STATUSES.map((value) => ({ name: wordsOf(value), value }))], default: '' },
    { displayName: 'Begins With', name: 'text', type: 'string', default: '', description: 'Only where the number, reference or partner begins so; capitals count' },
  ],
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const most = node.getNodeParameter('returnAll', index) === true ? Infinity : Number(node.getNodeParameter('limit', index))
    const status = (node.getNodeParameter('status', index) || undefined) as OrderStatus | undefined
    const text = textOf(node, 'text', index) || undefined
    return withStore(node, async ({ context, company, engine }) => {
      const made: Made[] = []
      while (made.length < most) {
        signal?.throwIfAborted()
        const limit = Math.min(PAGE, most - made.length)
        const page = await engine.searchOrders(context.store, company, { text, status, limit, offset: made.length })
        made.push(...page.map((json) => ({ json })))
        if (page.length < limit) break
      }
      return made
    })
  },
}

/** `awaitingApproval` as `Awaiting Approval`. */
function wordsOf(status: string): string {
  return status.replace(/([A-Z])/g, ' $1').replace(/^./, (first) => first.toUpperCase())
}
