import * as orders from '../../store/orders'
import { type Context } from '../context'
import { submit } from '../submit'

/** Orders of one customer that are looked through. */
const MOST = 200

/** R-REC-04: who has paid is judged again: his orders that are held for what was overdue go on by themselves, by the facts of now. Answers how many were. */
export async function judgeHeldAgain(context: Context, company: string, buyers: Iterable<string>): Promise<number> {
  let judged = 0
  for (const buyer of buyers) {
    for (const order of await orders.search(context.store, company, { status: 'held', buyer, limit: MOST })) {
      if (!order.findings.some((finding) => finding.rule === 'overdue' && finding.severity === 'hold')) continue
      const outcome = await submit(context, { subject: { company, order: order.id }, command: { type: 'review' }, circumstance: { cause: `paid/${buyer}`, correlation: order.id } })
      if (outcome.outcome === 'accepted' && outcome.changed) judged++
    }
  }
  return judged
}
