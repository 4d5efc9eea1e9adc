import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'
import { AGREED, DIFFERENT, ONLY_LEFT, ONLY_RIGHT } from '../outputs'

const OUTPUT: Record<string, number> = { 'missing-there': ONLY_LEFT, 'missing-here': ONLY_RIGHT }

/** The store is the left side, its systems the right one. What a rule can mend is mended; each case that is left is an item. */
export const systems: Operation = {
  option: { name: 'Store with Systems', value: 'systems', action: 'Compare the store with its systems', description: 'Compare what every system has with what we say it has; mend what a rule may mend, and open a case for the rest' },
  properties: [{ displayName: 'Systems', name: 'systems', type: 'string', default: '', placeholder: 'erp, wms', description: 'Only these, with commas between. Empty is every live system.' }],
  once: true,
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const names = textOf(node, 'systems', index).split(',').map((name) => name.trim()).filter((name) => name !== '')
    return withStore(node, async ({ context, company, engine }) => {
      const { cases: found, ...compared } = await engine.reconcile(context, { company, signal, ...(names.length > 0 ? { systems: names } : {}) })
      const left = await Promise.all(found.map((id) => engine.cases.byId(context.store, id)))
      return [{ json: compared, output: AGREED }, ...left.filter((one) => one !== undefined).map((one): Made => ({ json: one, output: OUTPUT[one.kind] ?? DIFFERENT }))]
    })
  },
}
