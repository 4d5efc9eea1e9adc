import { type OrderEvent } from '../orders/event'
import { type Order } from '../orders/order'
import * as cases from '../store/cases'
import { type Tx } from '../store/store'
import { uuidv7 } from './ids'

/** A change that was asked for is not made. */
export const CHANGE_REFUSED = 'change-refused'

/** R-APR-06: whoever asked for a change that waited, and that is not made, is told by a case; not of one that he took back himself. */
export async function settleChange(tx: Tx, before: Order | undefined, order: Order, events: readonly OrderEvent[], at: string): Promise<void> {
  const asked = before?.change
  const refused = asked && events.find((event) => event.type === 'changeRefused')
  if (!refused || refused.data.by === asked.by) return
  const { no, by, request } = asked
  await cases.open(tx, {
    id: uuidv7(), company: order.company, kind: CHANGE_REFUSED, system: '', subject: `order/${order.id}`, field: `change ${request ?? no}`, owner: 'orderDesk', seenAt: at, detail: { change: asked.change, by },
    text: `The change ${request ?? no} that ${by} asked for of ${order.number ?? order.id} was refused by ${refused.data.by} (${refused.data.reason}). The order stays as it was. Tell him, and agree with the buyer on something else where it can be ("order-to-cash change").`,
  })
}
