import { accessOf } from '../../access'
import { engine } from '../../engine'
import { type Call, type Made, type Operation } from '../../operation'

/** In a process of its own, so that n8n goes on with its other work. Safe beside workers, and beside itself. */
export const runDue: Operation = {
  option: { name: 'Run Due Work', value: 'runDue', action: 'Run the work that is due', description: 'Do all that is due by the schedule of the store and send what is due: behind a Schedule Trigger nothing else is needed' },
  properties: [{ displayName: 'Time Budget', name: 'budget', type: 'number', typeOptions: { minValue: 5, maxValue: 3600 }, default: 50, description: 'After so many seconds nothing new is begun; what is left is done the next time. Less than the time between two triggers.' }],
  once: true,
  async run({ node, index, signal }: Call): Promise<Made[]> {
    const access = accessOf(await node.getCredentials('orderStoreApi'))
    const { knownActor, runApart, someCompany, withAccess } = await engine()
    // a store that does not open, or that nothing was ever applied to, is told here, with what to do: the process would say less of the one, and find nothing due in the other
    await withAccess(access, async (context) => {
      await someCompany(context)
      await knownActor(context, access.actor)
    })
    return [{ json: await runApart({ access, budgetMs: (node.getNodeParameter('budget', index) as number) * 1000 }, { signal }) }]
  },
}
