import { add, compare, type Decimal, subtract, sum } from '../decimal'
import { daysBetween } from '../dunning'
import { type LineQuantity } from '../event'
import { type Facts } from '../facts'
import { amount } from '../money'
import { type Order } from '../order'
import { type Creditable, creditsOf } from './credit'
import { comesBack, type ReturnReason, ruleOf } from './terms'

/** What a return undoes of one line. */
export interface ReturnedLine {
  line: string
  item?: string
  shipped: Decimal
  invoiced: Decimal
  /** What other returns of the order have of it already. */
  returnedBefore: Decimal
  quantity: Decimal
  /** What is credited of it where it comes back as it was sent, tax included. */
  credit: Decimal
}

/** What a return would come to, before it is one. */
export interface ReturnImpact {
  lines: ReturnedLine[]
  /** In the order's currency. */
  credit: Decimal
  /** Percent of the price that is kept. */
  restocking: Decimal
  damage: Decimal
  /** Does it go back into the warehouse, or is it only credited? */
  comesBack: boolean
  /** The role that is asked for it; absent where a rule lets it through. */
  asks?: string
  /** Days since the last despatch, where that is later than the rule has it. */
  late?: number
  /** What no invoice bills yet, so that there is nothing to credit. */
  notInvoiced: LineQuantity[]
}

/** R-RET-01: what a return undoes and costs, and who must agree to it, by the rules and facts of now. Nothing is changed. */
export function impactOf(order: Order, { lines, reason }: { lines: readonly LineQuantity[]; reason: ReturnReason }, facts: Pick<Facts, 'today' | 'rules'>): ReturnImpact {
  const rule = ruleOf(reason, facts.rules.returns)
  const wanted = lines.map((one): Creditable => ({ ...one, keep: rule.restocking }))
  // what other returns wait to have credited comes first
  const before = pending(order)
  const [without, withIt] = [creditsOf(order, before), creditsOf(order, [...before, ...wanted])]
  const of = (line: string): Decimal => subtract(lineCredit(withIt, line), lineCredit(without, line))
  const credit = amount(sum(lines.map(({ line }) => of(line))), order.currency ?? '')
  const late = rule.days === undefined ? undefined : daysSince(order, facts.today)
  const isLate = late !== undefined && late > rule.days!
  const isAsked = rule.upTo === undefined || compare(credit, rule.upTo) > 0 || isLate
  return {
    lines: lines.map(({ line, quantity }): ReturnedLine => {
      const known = order.lines.find(({ id }) => id === line)
      return { line, item: known?.item, shipped: known?.shipped ?? '0', invoiced: known?.invoiced ?? '0', returnedBefore: returnedOf(order, line), quantity, credit: of(line) }
    }),
    credit, restocking: rule.restocking, damage: rule.damage, comesBack: comesBack(reason), notInvoiced: withIt.rest.slice(without.rest.length), ...(isAsked ? { asks: rule.role } : {}), ...(isLate ? { late } : {}),
  }
}

/** What of a line other returns have, but for those that were refused. */
export const returnedOf = (order: Order, line: string): Decimal => sum(standing(order).flatMap(({ lines }) => lines.filter((one) => one.line === line).map(({ quantity }) => quantity)))

/** What may still come back of a line: what is shipped less what returns have already. */
export const returnable = (order: Order, line: string): Decimal => subtract(order.lines.find(({ id }) => id === line)?.shipped ?? '0', returnedOf(order, line))

const standing = (order: Order): NonNullable<Order['returns']> => (order.returns ?? []).filter(({ state }) => state !== 'refused')

/** What is agreed to or asked for, and not yet asked of finance. */
const pending = (order: Order): Creditable[] => standing(order).flatMap(({ lines, terms, credits }) => lines
  .map(({ line, quantity }) => ({ line, quantity: subtract(quantity, sum(credits.flatMap((credit) => credit.lines).filter((part) => part.line === line).map((part) => part.quantity))), keep: terms.restocking }))
  .filter(({ quantity }) => compare(quantity, '0') > 0))

const lineCredit = ({ credits }: ReturnType<typeof creditsOf>, line: string): Decimal => credits.flatMap((one) => one.lines).filter((part) => part.line === line).reduce((total, part) => add(total, part.amount), '0')

/** Days since the last despatch; undefined where none says when it was. */
function daysSince(order: Order, today: string): number | undefined {
  const last = order.documents.flatMap(({ kind, on }) => (kind === 'despatch' && on !== undefined ? [on] : [])).sort().at(-1)
  return last === undefined ? undefined : daysBetween(last, today)
}
