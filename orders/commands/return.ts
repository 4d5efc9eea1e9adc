import { dueOf } from '../ask'
import { type Command } from '../command'
import { accepted, alreadyDone, type Decision, refused } from '../decision'
import { compare, equal, isDecimal } from '../decimal'
import { type Facts } from '../facts'
import { type LineQuantity } from '../event'
import { type Order, type OrderReturn } from '../order'
import { authorisation, authorisedEffects } from '../returns/effects'
import { impactOf, returnable, type ReturnImpact } from '../returns/impact'
import { type ReturnReason } from '../returns/terms'
import { isAccepted } from '../status'
import { Story } from '../story'

type ReturnCommand = Extract<Command, { type: 'return' }>

/**
 * R-RET-01, R-RET-02: somebody wants to send goods back, or have credited what never arrived. A rule lets it through or asks a role; the same request counts
 * once. Never more comes back than was shipped and is not returned already. What no invoice bills yet waits for its invoice.
 */
export function requestReturn(order: Order, command: ReturnCommand, facts: Facts): Decision {
  const name = order.number ?? order.reference ?? order.id
  const known = order.returns?.find(({ request }) => request === command.request)
  if (known) return isSame(known, command) ? alreadyDone() : refused('request-differs', `${command.request} is the return ${known.number} already: ${said(known)}. Now it is ${said(command)}. Another return needs another request.`)
  if (!isAccepted(order.status) || order.lines.every((line) => compare(line.shipped, '0') === 0)) return refused('not-shipped', `Nothing of ${name} is shipped; it is ${order.status}: cancel or change it.`)
  if (command.lines.length === 0) return refused('lines-missing', 'A return says of which lines.')
  const doubled = command.lines.find(({ line }, place) => command.lines.findIndex((other) => other.line === line) < place)
  if (doubled) return refused('line-exists', `Line ${doubled.line} stands twice in the return.`, { line: doubled.line })
  for (const { line, quantity } of command.lines) {
    const ordered = order.lines.find(({ id }) => id === line)
    if (!ordered) return refused('line-unknown', `${name} has no line ${line}; it has ${order.lines.map(({ id }) => id).join(', ')}.`)
    if (!isDecimal(quantity) || compare(quantity, '0') <= 0) return refused('quantity-invalid', `Line ${line}: ${quantity} is no quantity.`, { line })
    const most = returnable(order, line)
    if (compare(quantity, most) > 0) return refused('over-returned', `Line ${line}: ${quantity} can't come back; ${ordered.shipped} are shipped, and ${most} of them are not returned yet.`, { line })
  }
  const impact = impactOf(order, command, facts)
  if (impact.notInvoiced.length > 0) return refused('too-early', `The return ${command.request} of ${name} is of what is not invoiced yet: ${impact.notInvoiced.map(({ line, quantity }) => `${quantity} of line ${line}`).join(', ')}.`)
  const number = `${order.number!}-R${(order.returns?.length ?? 0) + 1}`
  const { type: _type, ...wanted } = command
  const story = new Story(order, facts.at).tell({ type: 'returnRequested', data: { ...wanted, return: number, by: facts.actor.id, credit: impact.credit, terms: { restocking: impact.restocking, damage: impact.damage } } })
  if (impact.asks !== undefined) return accepted(story.tell({ type: 'approvalAsked', data: { step: number, return: number, role: impact.asks, why: why(number, command.reason, impact, order), dueAt: dueOf(facts) } }).events)
  story.tell(authorisation(story.order, number, 'rules'))
  return accepted(story.events, { effects: authorisedEffects(story.order, number, facts) })
}

/** The same lines, in whatever order, for the same reason. */
const isSame = (known: OrderReturn, { reason, lines }: ReturnCommand): boolean =>
  known.reason === reason && known.lines.length === lines.length && lines.every(({ line, quantity }) => known.lines.some((one) => one.line === line && isDecimal(quantity) && equal(one.quantity, quantity)))

const said = ({ reason, lines }: { reason: ReturnReason; lines: readonly LineQuantity[] }): string => `${linesSaid(lines)} (${reason})`
const linesSaid = (lines: readonly LineQuantity[]): string => lines.map(({ line, quantity }) => `${quantity} of line ${line}`).join(', ')

function why(number: string, reason: ReturnReason, { lines, credit, late }: ReturnImpact, { currency }: Order): string {
  return [`Return ${number}: ${linesSaid(lines)} (${reason}); ${credit} ${currency} to credit.`, ...(late === undefined ? [] : [`It was shipped ${late} days ago.`])].join(' ')
}
