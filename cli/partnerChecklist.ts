import { checklist } from '../sync/edi/checklist'
import { partnerOf } from '../sync/learned'
import { companyOf, withContext } from './context'
import { Failure } from './failure'
import { list } from './list'
import { requireNodeWithStore } from './node'
import { type Globals } from './program'
import { type Exit, type Terminal } from './terminal'

/** Exit 2 where a step is open. */
export async function partnerChecklist(terminal: Terminal, options: Globals, code: string): Promise<Exit> {
  requireNodeWithStore('partner checklist')
  return withContext(terminal, options, async (context) => {
    const company = await companyOf(context, options)
    const partner = await partnerOf(context.store, company, code)
    if (!partner) throw new Failure(`There is no partner ${code} in ${company}.`)
    const steps = await checklist(context, partner)
    await list(terminal, options, [
      { title: 'step', value: (one) => one.step }, { title: 'done', value: (one) => (one.done ? 'yes' : 'no') }, { title: '', value: (one) => one.text },
    ], steps, '')
    return steps.every((one) => one.done) ? 0 : 2
  })
}
