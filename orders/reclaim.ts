import { type Claim } from './decision'
import { add, compare, type Decimal, subtract } from './decimal'
import { type Facts } from './facts'
import { type Finding } from './finding'
import { claims } from './judge'
import { type Order } from './order'

/**
 * What a changed order holds of credit and stock instead of what it held: less of something always, more only as far as there is room, and
 * nothing any more of what it does not need. What it holds already is its own, also where somebody approved that it goes over a limit.
 */
export function reclaim(before: Order, after: Order, facts: Facts): { claims: Claim[]; short: Finding[] } {
  const held = claims(before, facts, [])
  const wanted = claims(after, facts, [])
  const given = held.filter((one) => !wanted.some((other) => isSame(one, other))).map((one) => ({ ...one, quantity: '0' }))
  const more = new Map<string, Decimal>()
  for (const { resource, quantity } of wanted) more.set(resource, add(more.get(resource) ?? '0', quantity))
  for (const { resource, quantity } of held) more.set(resource, subtract(more.get(resource) ?? '0', quantity))
  const isMore = (resource: string): boolean => compare(more.get(resource) ?? '0', '0') > 0
  return {
    claims: [...wanted, ...given].map((claim) => ({ ...claim, force: !isMore(claim.resource) })),
    short: [...more].flatMap(([resource, quantity]) => (isMore(resource) ? shortOf(resource, quantity, facts) : [])),
  }
}

const isSame = (a: Claim, b: Claim): boolean => a.resource === b.resource && a.line === b.line

function shortOf(resource: string, more: Decimal, facts: Facts): Finding[] {
  const left = leftOf(resource, facts)
  if (left === undefined || compare(more, left) <= 0) return []
  const [rule, of] = resource.startsWith('credit/') ? ['credit', 'the credit'] : ['stock', resource.slice('stock/'.length)]
  return [{ rule, code: rule === 'credit' ? 'credit-exceeded' : 'stock-short', severity: 'refuse', facts: [], text: `The change takes ${more} more of ${of}, and ${compare(left, '0') > 0 ? left : '0'} are left. Make room for it, or change less.` }]
}

function leftOf(resource: string, facts: Facts): Decimal | undefined {
  if (resource.startsWith('credit/')) return facts.credit && subtract(facts.credit.value.limit, add(facts.credit.value.theirs, facts.credit.value.ours))
  const stock = facts.stock.get(resource.slice('stock/'.length))?.value
  return stock && subtract(stock.onHand, add(stock.theirs, stock.ours))
}
