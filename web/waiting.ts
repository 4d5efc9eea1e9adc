import { type Order } from '../orders/order'
import { askedBeside } from '../store/approvals'
import { searchOrders } from '../store/orderSearch'
import { type Db } from '../store/store'

/** What a person must do before an order goes on: one for a held order, one for each approval that is asked. */
export interface Waiting {
  kind: 'held' | 'approval'
  /** Stream of the order. */
  subject: string
  /** What people call it: its number, else the buyer's reference. */
  order: string
  buyer?: string
  /** Of an approval: whose, which step, and until when (an instant). */
  role?: string
  step?: string
  due?: string
  why: string
  /** When the order came in. */
  since: string
}

/** Orders that wait for a person, held ones first, the newest first, and then those that go on while somebody is asked for a change or a return of them; at most `limit` orders of each sort. */
export async function waitingOrders(db: Db, company: string, limit: number): Promise<Waiting[]> {
  const [held, asking, goingOn] = await Promise.all([
    searchOrders(db, company, { status: 'held', limit }), searchOrders(db, company, { status: 'awaitingApproval', limit }), askedBeside(db, company, limit),
  ])
  return [...held.map(heldOne), ...[...asking, ...goingOn].flatMap(approvals)]
}

const heldOne = (order: Order): Waiting => ({ kind: 'held', ...named(order), why: order.holds.join(' ') })

const approvals = (order: Order): Waiting[] => order.approvals.filter((step) => step.state === 'open')
  .map((step) => ({ kind: 'approval', ...named(order), role: step.role, step: step.step, due: step.dueAt, why: step.why }))

const named = (order: Order): Pick<Waiting, 'subject' | 'order' | 'buyer' | 'since'> =>
  ({ subject: `order/${order.id}`, order: order.number ?? order.reference ?? order.id, buyer: order.buyer, since: order.receivedAt })
