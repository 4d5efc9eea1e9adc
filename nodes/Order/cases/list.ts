import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

/** One item a case, seen last first. */
export const listCases: Operation = {
  option: { name: 'Get Many', value: 'getAll', action: 'Get many cases', description: 'What waits for a person: dead letters, refusals, differences, quarantined documents' },
  properties: [
    { displayName: 'Limit', name: 'limit', type: 'number', typeOptions: { minValue: 1 }, default: 50, description: 'Max number of results to return' },
    { displayName: 'Kind', name: 'kind', type: 'string', default: '', placeholder: 'dead-letter', description: 'Only cases of this kind' },
    { displayName: 'State', name: 'state', type: 'options', options: [{ name: 'Closed', value: 'closed' }, { name: 'Open', value: 'open' }], default: 'open' },
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const kind = textOf(node, 'kind', index) || undefined
    const state = node.getNodeParameter('state', index) as 'open' | 'closed'
    const limit = Number(node.getNodeParameter('limit', index))
    return withStore(node, async ({ context, company, engine }) => (await engine.cases.list(context.store, company, { state, kind, limit })).map((json) => ({ json })))
  },
}
