import { abs, compare, type Decimal, divide, equal, isDecimal, multiply, round, subtract } from '../decimal'
import { type Facts, type ItemFact, type PriceFact, type RuleSetting } from '../facts'
import { type Finding } from '../finding'
import { type Order, type OrderLine } from '../order'
import { fact, type Rule, stale } from '../review'
import { unitFactor } from '../units'
import { costIn } from './cost'

/** R-REV-08: the unit price of each line is that of the price list valid on the order date, by quantity and currency. */
export const price: Rule = {
  code: 'price',
  judge: (order, facts, setting) => order.lines.flatMap((line): Finding[] => {
    const item = line.item ? facts.items.get(line.item) : undefined
    if (!item || !line.price || !line.quantity || !isDecimal(line.price.amount) || !isDecimal(line.quantity) || !order.currency) return []
    const list = facts.prices.get(item.value.code)
    const finding = (code: string, text: string, more: Partial<Finding> = {}): Finding => ({
      rule: 'price', code, severity: setting.severity, role: setting.role, line: line.id, text, facts: list ? [fact('price list', item.value.code, list)] : [], ...more,
    })
    if (!list) return [finding('price-not-listed', `Line ${line.id}: no price of ${item.value.code} is agreed.`)]
    const old = stale('price', `price of ${item.value.code}`, list, facts, setting)
    if (old) return [{ ...old, line: line.id }]
    const given = perUnit(line, item.value)
    const valid = given && validPrice(list.value, order, line, item.value, facts)
    if (!given) return []
    if (!valid) return [finding('price-not-listed', `Line ${line.id}: no price of ${item.value.code} in ${order.currency} is valid on ${order.issuedOn ?? facts.today} for this quantity.`)]
    const expected = divide(valid.amount, valid.base)
    const cost = costIn(order.currency, item.value, facts)
    if (cost !== undefined && compare(given, cost) < 0) {
      return [finding('price-below-cost', `Line ${line.id}: ${show(given)} a unit is below the cost of ${item.value.code}; the list has ${show(expected)}.`, { severity: setting.severity === 'note' ? 'note' : 'approval', role: 'salesManager' })]
    }
    return within(given, expected, facts.partner?.priceTolerance ?? setting.tolerance ?? '0') ? []
      : [finding('price-differs', `Line ${line.id}: ${item.value.code} is ordered at ${show(given)} ${order.currency} a unit, the list has ${show(expected)}.`, entitled(given, expected, setting))]
  }),
}

/** R-REV-10: the lowest role whose authority reaches as far as the discount. A price above the list's is no discount. */
function entitled(given: Decimal, expected: Decimal, { authority, role }: RuleSetting): Pick<Finding, 'role'> {
  const discount = compare(expected, '0') > 0 ? divide(multiply(subtract(expected, given), '100'), expected) : '0'
  if (!authority || compare(discount, '0') <= 0) return { role }
  return { role: (authority.find(({ upTo }) => compare(discount, upTo) <= 0) ?? authority.at(-1)!).role }
}

/** The price of one stock unit; undefined where the line's unit is not the item's (completeness says so). */
function perUnit(line: OrderLine, item: ItemFact): Decimal | undefined {
  const each = divide(line.price!.amount, line.price!.base && !equal(line.price!.base, '0') ? line.price!.base : '1')
  const factor = line.unit === undefined ? '1' : unitFactor(item, line.unit)
  return factor ? divide(each, factor) : undefined
}

/** The entry with the highest quantity scale that the line reaches, valid on the order date. */
function validPrice(list: readonly PriceFact[], order: Order, line: OrderLine, item: ItemFact, facts: Facts): PriceFact | undefined {
  const day = (order.issuedOn ?? facts.today).slice(0, 10)
  const factor = unitFactor(item, line.unit) ?? '1'
  const quantity = multiply(line.quantity!, factor)
  return list
    .filter((p) => p.currency === order.currency && compare(p.from, quantity) <= 0 && (p.validFrom ?? '') <= day && day <= (p.validTo ?? '9999'))
    .sort((a, b) => compare(b.from, a.from))[0]
}

function within(given: Decimal, expected: Decimal, percent: Decimal): boolean {
  const allowed = divide(multiply(expected, percent), '100')
  // a price per 100 or per case does not always end: compare at six decimals
  return compare(round(abs(subtract(given, expected)), 6), round(allowed, 6)) <= 0
}

const show = (value: Decimal): string => { const four = round(value, 4); return four.replace(/(\.\d\d\d*?)0+$/, '$1') }
