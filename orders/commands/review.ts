import { type Decision, refused } from '../decision'
import { type Facts } from '../facts'
import { judge } from '../judge'
import { type Order } from '../order'
import { isReviewable } from '../status'
import { Story } from '../story'
import { waivedOf } from '../waived'

/** R-REV-21: judges again by the facts of now: after a correction, a new price list, fresh stock. */
export function reviewAgain(order: Order, facts: Facts): Decision {
  if (!isReviewable(order.status)) return refused('not-under-review', `${order.number ?? order.reference ?? order.id} is ${order.status}; only an order under review can be reviewed.`)
  return judge(new Story(order, facts.at), facts, waivedOf(order))
}
