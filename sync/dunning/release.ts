import { type Order } from '../../orders/order'
import * as orders from '../../store/orders'
import { type Context } from '../context'
import { submit } from '../submit'

const PAGE = 200

/** R-REC-04: who has paid is judged again: his orders that are held for what was overdue go on by themselves, by the facts of now. Answers how many were. */
export async function judgeHeldAgain(context: Context, company: string, buyers: Iterable<string>): Promise<number> {
  let judged = 0
  for (const buyer of buyers) {
    for (const order of await heldForOverdue(context, company, buyer)) {
      const outcome = await submit(context, { subject: { company, order }, command: { type: 'review' }, circumstance: { cause: `paid/${buyer}`, correlation: order } })
      if (outcome.outcome === 'accepted' && outcome.changed) judged++
    }
  }
  return judged
}

/** Their ids, all of them before any is judged: one that goes on leaves the pages. The oldest first, as what there is goes to those that came first. */
async function heldForOverdue({ store }: Context, company: string, buyer: string): Promise<string[]> {
  const held = new Set<string>()
  for (let offset = 0; ; offset += PAGE) {
    const page = await orders.search(store, company, { status: 'held', buyer, limit: PAGE, offset })
    for (const order of page.filter(isForOverdue)) held.add(order.id)
    if (page.length < PAGE) return [...held].reverse()
  }
}

const isForOverdue = ({ findings }: Order): boolean => findings.some(({ rule, severity }) => rule === 'overdue' && severity === 'hold')
