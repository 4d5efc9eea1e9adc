import { changeResponse } from '../answers'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { add, compare, isDecimal } from '../decimal'
import { orderEffects } from '../effects'
import { type LineChange } from '../event'
import { type Facts } from '../facts'
import { type Finding } from '../finding'
import { judge } from '../judge'
import { type Order } from '../order'
import { isBegun, release } from '../release'
import { isAccepted, isFinal } from '../status'
import { reclaim } from '../reclaim'
import { Story } from '../story'
import { review } from '../review'
import { total, worth } from '../total'

/**
 * R-CHG-01, R-CHG-06: the only way to change what was agreed. Before acceptance the order is judged again; after it, what
 * is not shipped may change where no rule objects, and every system that holds the order is told. What several had to agree to may
 * become less, and not more.
 */
export function change(order: Order, command: Extract<Command, { type: 'change' }>, facts: Facts): Decision {
  const name = order.number ?? order.reference ?? order.id
  const { request, change: wanted } = command
  // the buyer's own change counts once by its number
  if (request !== undefined && order.requests?.includes(request)) return alreadyDone()
  if (isFinal(order.status)) return refused('ended', `${name} is ${order.status} and takes no change.`)
  if (order.status === 'cancelPending') return refused('being-cancelled', `${name} is being cancelled and takes no change; take the cancel back first.`)
  if (!command.reason.trim()) return refused('reason-missing', 'A change needs a reason.')
  for (const wish of command.change.lines ?? []) {
    const line = order.lines.find((l) => l.id === wish.line)
    if (!line) return refused('line-unknown', `${name} has no line ${wish.line}; it has ${order.lines.map((l) => l.id).join(', ')}.`)
    if (wish.quantity !== undefined && (!isDecimal(wish.quantity) || compare(wish.quantity, '0') < 0)) return refused('quantity-invalid', `Line ${wish.line}: ${wish.quantity} is no quantity.`)
    if (wish.quantity !== undefined && compare(wish.quantity, add(line.shipped, line.cancelled)) < 0) return refused('shipped-already', `Line ${wish.line}: ${line.shipped} are shipped already; the quantity can't go below.`)
  }
  const gone = order.lines.filter((line) => wanted.removed?.includes(line.id))
  const unknown = wanted.removed?.find((id) => !order.lines.some((line) => line.id === id))
  if (unknown !== undefined) return refused('line-unknown', `${name} has no line ${unknown}; it has ${order.lines.map((l) => l.id).join(', ')}.`)
  const begun = order.lines.find((line) => isBegun(line) && (gone.includes(line) || wanted.lines?.some((wish) => wish.line === line.id && changesWhatIsMade(wish))))
  if (begun) return refused('in-production', `Line ${begun.id} of ${name} is in production, ${begun.production!.made} of ${begun.quantity} are made: what is being made takes no change.`, { line: begun.id })
  const doubled = wanted.added?.find(({ id }, index) => order.lines.some((line) => line.id === id) || wanted.added!.findIndex((other) => other.id === id) < index)
  if (doubled) return refused('line-exists', `${name} has a line ${doubled.id} already.`)
  if (gone.length === order.lines.length && !wanted.added?.length) return refused('lines-missing', `${name} would have no line left: cancel it.`)
  const story = new Story(order, facts.at).tell({ type: 'changed', data: { by: facts.actor.id, reason: command.reason, change: wanted, ...(request === undefined ? {} : { request }) } })
  if (!isAccepted(order.status)) return judge(story, facts)
  if (order.lines.some((line) => compare(line.shipped, '0') > 0)) return refused('shipped-already', `${name} is shipped in part or whole; what is on its way takes no change.`)

  const sum = total(story.order.lines, story.order.currency)
  const isMore = sum === undefined || story.order.currency !== order.currency || compare(sum, worth(order) ?? '0') > 0
  const findings = review(story.order, facts).filter((f) => f.severity !== 'note' && !['credit', 'stock', 'duplicate'].includes(f.rule) && (isMore || !isAgreed(order, f)))
  if (sum === undefined || findings.length > 0) return { outcome: 'refused', findings }
  story.tell({ type: 'confirmed', data: { number: order.number!, lineExtension: sum, payable: sum } }, release(story.order, facts))
  const { claims, short } = reclaim(order, story.order, facts)
  if (short.length) return { outcome: 'refused', findings: short }
  return accepted(story.events, { effects: [...orderEffects(story.order, 'change', facts, order), ...changeResponse(story.order, facts, { request, gone })], claims })
}

/** Had as many of its group agreed to the order as it was? */
const isAgreed = ({ approvals }: Order, { group, quorum }: Finding): boolean => group !== undefined && approvals.filter((step) => step.group === group && step.state === 'approved').length >= quorum!

const changesWhatIsMade = ({ quantity, item, unit }: LineChange): boolean => quantity !== undefined || item !== undefined || unit !== undefined
