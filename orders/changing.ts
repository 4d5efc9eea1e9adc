import { changeResponse, refusedChange } from './answers'
import { ask } from './ask'
import { dueNow } from './chain'
import { accepted, type Decision, type Effect, type Refused, refused } from './decision'
import { add, compare, isDecimal } from './decimal'
import { orderEffects } from './effects'
import { type LineChange, type OrderChange, type OrderEvent } from './event'
import { evolve } from './evolve'
import { type Facts } from './facts'
import { type Finding } from './finding'
import { isNoMore } from './noMore'
import { type AskedChange, type Order } from './order'
import { reclaim } from './reclaim'
import { isBegun, release } from './release'
import { review, sameFinding } from './review'
import { isAccepted } from './status'
import { Story } from './story'
import { total } from './total'
import { waivedOf } from './waived'

type Changed = Extract<OrderEvent, { type: 'changed' }>['data']

/** The order as the change that waits would make it. */
export const withChange = (order: Order, change: AskedChange): Order => evolve(order, { type: 'changed', data: change }, { sequence: order.version + 1, at: '' })

/** Why an order cannot be changed so, whoever agrees to it; undefined where it can. */
export function impossible(order: Order, wanted: OrderChange): Refused | undefined {
  const name = order.number ?? order.reference ?? order.id
  for (const wish of wanted.lines ?? []) {
    const line = order.lines.find((l) => l.id === wish.line)
    if (!line) return refused('line-unknown', `${name} has no line ${wish.line}; it has ${order.lines.map((l) => l.id).join(', ')}.`)
    if (wish.quantity !== undefined && (!isDecimal(wish.quantity) || compare(wish.quantity, '0') < 0)) return refused('quantity-invalid', `Line ${wish.line}: ${wish.quantity} is no quantity.`)
    if (wish.quantity !== undefined && compare(wish.quantity, add(line.shipped, line.cancelled)) < 0) return refused('shipped-already', `Line ${wish.line}: ${line.shipped} are shipped already; the quantity can't go below.`)
  }
  const gone = order.lines.filter((line) => wanted.removed?.includes(line.id))
  const unknown = wanted.removed?.find((id) => !order.lines.some((line) => line.id === id))
  if (unknown !== undefined) return refused('line-unknown', `${name} has no line ${unknown}; it has ${order.lines.map((l) => l.id).join(', ')}.`)
  const begun = begunOf(order, wanted)
  if (begun) return refused('in-production', `Line ${begun.id} of ${name} is in production, ${begun.production!.made} of ${begun.quantity} are made: what is being made takes no change.`, { line: begun.id })
  const doubled = wanted.added?.find(({ id }, index) => order.lines.some((line) => line.id === id) || wanted.added!.findIndex((other) => other.id === id) < index)
  if (doubled) return refused('line-exists', `${name} has a line ${doubled.id} already.`)
  if (gone.length === order.lines.length && !wanted.added?.length) return refused('lines-missing', `${name} would have no line left: cancel it.`)
  return isAccepted(order.status) && order.lines.some((line) => compare(line.shipped, '0') > 0) ? refused('shipped-already', `${name} is shipped in part or whole; what is on its way takes no change.`) : undefined
}

/** A line that is being made, and would be another. */
export const begunOf = (order: Order, { lines, removed }: OrderChange): Order['lines'][number] | undefined =>
  order.lines.find((line) => isBegun(line) && (removed?.includes(line.id) || lines?.some((wish) => wish.line === line.id && changesWhatIsMade(wish))))

const changesWhatIsMade = ({ quantity, item, unit }: LineChange): boolean => quantity !== undefined || item !== undefined || unit !== undefined

/**
 * R-CHG-01, R-CHG-06, R-APR-06: a change of an accepted order by the facts of now. What somebody must agree to is asked for, and the order stays as it is until
 * all have; else it is made, and every system that holds the order is told.
 */
export function decideChange(story: Story, { by, reason, change, request }: Changed, facts: Facts): Decision {
  const { order } = story
  const data: Changed = { by, reason, change, ...(request === undefined ? {} : { request }) }
  const made = new Story(order, facts.at).tell({ type: 'changed', data })
  const sum = total(made.order.lines, made.order.currency)
  const isAgreed = agreedTo(order, made.order)
  const standing = dueNow(review(made.order, facts).map(asAsked).filter((f) => f.severity !== 'note' && !['credit', 'stock', 'duplicate'].includes(f.rule) && !isAgreed(f)))
  const firm = standing.filter(({ severity }) => severity !== 'approval')
  if (sum === undefined || firm.length > 0) return { outcome: 'refused', findings: firm }
  made.tell({ type: 'confirmed', data: { number: order.number!, lineExtension: sum, payable: sum } }, release(made.order, facts))
  const { claims, short } = reclaim(order, made.order, facts)
  if (short.length) return { outcome: 'refused', findings: short }
  if (standing.length > 0) {
    if (!order.change) story.tell({ type: 'changeAsked', data: { ...data, rules: facts.rules.version } })
    return accepted(story.tell(...ask(story.order, standing, facts, story.order.change!.no)).events)
  }
  const gone = order.lines.filter(({ id }) => change.removed?.includes(id))
  return accepted(story.tell(...made.events).events, { effects: [...orderEffects(story.order, 'change', facts, order), ...changeResponse(story.order, facts, { request, gone })], claims })
}

/** What is unusual is let through by a person once the customer has confirmed it: an order is held for that, and a change waits. */
const asAsked = (finding: Finding): Finding => (finding.rule === 'unusual' && finding.severity === 'hold' && finding.role !== undefined ? { ...finding, severity: 'approval' } : finding)

/** What has been agreed to of a changed order: by those who were asked for the change, and where it is no more than before by those who had agreed to that. */
function agreedTo(order: Order, after: Order): (finding: Finding) => boolean {
  const of = (steps: Order['approvals']): Order => ({ ...order, approvals: steps })
  const isWaived = waivedOf(of(order.approvals.filter((step) => step.change !== undefined && step.change === order.change?.no)), [])
  const before = of(order.approvals.filter((step) => step.return === undefined && (order.change === undefined || step.change !== order.change.no)))
  const isWaivedBefore = isNoMore(order, after) ? waivedOf(before, []) : () => false
  // what was held of it, and is held again by the same words, was waived
  return (finding) => isWaived(finding) || isWaivedBefore(finding) || (isNoMore(order, after) && hadEnough(before, finding)) || (finding.severity === 'hold' && order.findings.some((one) => sameFinding(one, finding)))
}

/** Had as many of its group agreed to the order as it was? */
const hadEnough = ({ approvals }: Order, { group, quorum }: Finding): boolean => group !== undefined && approvals.filter((step) => step.group === group && step.state === 'approved').length >= quorum!

/** A change that waited is not made. What the buyer must be told, where it was his. */
export function refuseChange(story: Story, data: Extract<OrderEvent, { type: 'changeRefused' }>['data'], facts: Facts): Effect[] {
  const { request, change } = story.order.change!
  const { order } = story.tell({ type: 'changeRefused', data })
  return request === undefined ? [] : refusedChange(order, facts, request, [...change.lines?.map(({ line }) => line) ?? [], ...change.removed ?? []])
}
