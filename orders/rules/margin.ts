import { add, compare, type Decimal, divide, isDecimal, isZero, multiply, round, subtract } from '../decimal'
import { type Dated, type Facts, type ItemFact } from '../facts'
import { type Finding } from '../finding'
import { lineExtension } from '../money'
import { type OrderLine } from '../order'
import { fact, type Rule } from '../review'
import { isPriced } from '../total'
import { unitFactor } from '../units'
import { costIn } from './cost'

/** What is asked for a line, and what it costs us, both in the order's currency. */
interface Earned { line: OrderLine; item: Dated<ItemFact>; net: Decimal; cost: Decimal }

/** R-REV-11: the gross margin of each line, and of the order where all of its costs are known, is not below the floor that is set (percent of what is asked). */
export const margin: Rule = {
  code: 'margin',
  judge(order, facts, { floor, severity, role }) {
    const { currency, lines } = order
    if (floor === undefined || currency === undefined) return []
    const earned = lines.flatMap((line) => earnedOn(line, currency, facts) ?? [])
    const below = earned.filter((one) => isBelow(one, floor))
    const findings = below.map(({ line, item, net, cost }): Finding => ({
      rule: 'margin', code: 'margin-below-floor', severity, role, line: line.id,
      text: `Line ${line.id}: the margin of ${item.value.code} is ${percentOf({ net, cost })}, and the floor is ${floor} %.`, facts: [fact('cost', item.value.cost!, item)],
    }))
    const whole = earned.reduce((all, one) => ({ net: add(all.net, one.net), cost: add(all.cost, one.cost) }), { net: '0', cost: '0' })
    if (lines.length < 2 || earned.length < lines.length || !isBelow(whole, floor)) return findings
    return [...findings, { rule: 'margin', code: 'order-margin-below-floor', severity, role, text: `The margin of the order is ${percentOf(whole)}, and the floor is ${floor} %.`, facts: [] }]
  },
}

/** Undefined where its cost, price or quantity is not known, or the item is not sold by its unit. */
function earnedOn(line: OrderLine, currency: string, facts: Facts): Earned | undefined {
  const item = line.item === undefined ? undefined : facts.items.get(line.item)
  const factor = item && unitFactor(item.value, line.unit)
  const each = item && costIn(currency, item.value, facts)
  if (!item || factor === undefined || each === undefined || line.quantity === undefined || !line.price || !isPriced(line) || ![line.quantity, line.price.amount].every(isDecimal)) return undefined
  return { line, item, net: lineExtension(line.quantity, line.price, currency), cost: multiply(each, multiply(line.quantity, factor)) }
}

const isBelow = ({ net, cost }: Pick<Earned, 'net' | 'cost'>, floor: Decimal): boolean => compare(multiply(subtract(net, cost), '100'), multiply(floor, net)) < 0

const percentOf = ({ net, cost }: Pick<Earned, 'net' | 'cost'>): string => (isZero(net) ? '< 0 %' : `${round(divide(multiply(subtract(net, cost), '100'), net), 1)} %`)
