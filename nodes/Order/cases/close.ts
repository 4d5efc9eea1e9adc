import { actorLocator } from '../../locators'
import { type Call, type Made, type Operation } from '../../operation'
import { textOf } from '../../textOf'
import { withStore } from '../../withStore'

export const closeCase: Operation = {
  option: { name: 'Close', value: 'close', action: 'Close a case', description: 'End a case with its result' },
  properties: [
    { displayName: 'Case ID', name: 'caseId', type: 'string', default: '', required: true, hint: 'As Get Many has it' },
    { displayName: 'Result', name: 'result', type: 'string', default: '', required: true, description: 'What was found or done, for the record' },
    actorLocator,
  ],
  async run({ node, index }: Call): Promise<Made[]> {
    const text = (name: string): string => textOf(node, name, index)
    const [id, result] = [text('caseId'), text('result')]
    if (result === '') throw new Error('A case is closed with its result: fill in the field Result')
    return withStore(node, async ({ context, company, engine }) => {
      const one = await engine.cases.byId(context.store, id)
      if (!one || one.company !== company) throw new Error(`There is no case ${id} in ${company}: Case → Get Many lists them`)
      const closed = await context.store.write((tx) => engine.closeCase(context, tx, one, result))
      return [{ json: { id, closed } }]
    }, text('actor'))
  },
}
