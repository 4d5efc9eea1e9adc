import { changeResponse, orderResponse } from './answers'
import { ask, texts } from './ask'
import { dueNow } from './chain'
import { accepted, type Claim, type Decision } from './decision'
import { orderEffects, sourceEffects } from './effects'
import { type Facts } from './facts'
import { type Finding } from './finding'
import { type Order } from './order'
import { release } from './release'
import { review, verdict } from './review'
import { type Waived } from './waived'
import { needed } from './rules/stock'
import { type Story } from './story'
import { total } from './total'

/**
 * Reviews the order with the facts of now and carries it as far as it goes: refused, held, waiting for approvals, or
 * accepted, numbered and on its way to every system. What was waived by somebody with the right does not count again.
 */
export function judge(story: Story, facts: Facts, waived: Waived = () => false): Decision {
  const findings = review(story.order, facts)
  const standing = dueNow(findings.filter((finding) => !waived(finding)))
  const of = (severity: Finding['severity']): Finding[] => standing.filter((finding) => finding.severity === severity)
  story.tell({ type: 'reviewed', data: { rules: facts.rules.version, findings } })
  switch (verdict(standing)) {
    case 'refuse': {
      story.tell({ type: 'rejected', data: { by: 'rules', reason: texts(of('refuse')) } })
      return accepted(story.events, { release: 'all', effects: [...orderResponse(story.order, facts), ...sourceEffects(story.order, facts)] })
    }
    case 'hold': return accepted(story.tell({ type: 'held', data: { reasons: of('hold').map((f) => f.text) } }).events)
    case 'approval': return accepted(story.tell(...ask(story.order, of('approval'), facts)).events)
    case 'pass': return accept(story, facts, findings)
  }
}

function accept(story: Story, facts: Facts, findings: readonly Finding[]): Decision {
  const number = story.order.number ?? facts.number
  if (number === undefined) return { outcome: 'needs', what: 'number' }
  const sum = total(story.order.lines, story.order.currency)!
  const request = story.order.openRequest
  story.tell({ type: 'confirmed', data: { number, lineExtension: sum, payable: sum } }, release(story.order, facts))
  const answers = [...orderResponse(story.order, facts), ...(request === undefined ? [] : changeResponse(story.order, facts, { request }))]
  return accepted(story.events, { effects: [...orderEffects(story.order, 'create', facts), ...sourceEffects(story.order, facts), ...answers], claims: claims(story.order, facts, findings) })
}

/** What an accepted order holds of the customer's credit and of each item's stock. */
export function claims(order: Order, facts: Facts, findings: readonly Finding[]): Claim[] {
  const force = (rule: string): boolean => findings.some((finding) => finding.rule === rule)
  const stock = [...needed(order, facts)].filter(([item]) => facts.stock.has(item))
  return [
    ...(facts.credit ? [{ resource: `credit/${order.buyer}`, line: '', quantity: order.payable ?? '0', force: force('credit') }] : []),
    ...stock.map(([item, need]) => ({ resource: `stock/${item}`, line: need.line, quantity: need.quantity, force: force('stock') })),
  ]
}
