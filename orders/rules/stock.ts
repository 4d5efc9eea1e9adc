import { add, compare, multiply, subtract } from '../decimal'
import { type Facts } from '../facts'
import { type Finding } from '../finding'
import { type Order } from '../order'
import { fact, type Rule, stale } from '../review'
import { unitFactor } from '../units'

/** R-REV-12: what is on hand and not reserved, there or by our own orders, covers the lines. */
export const stock: Rule = {
  code: 'stock',
  judge: (order, facts, setting) => [...needed(order, facts)].flatMap(([item, { quantity, line }]): Finding[] => {
    const known = facts.stock.get(item)
    const finding = (code: string, text: string): Finding => ({
      rule: 'stock', code, severity: setting.severity, role: setting.role, line, text,
      facts: known ? [fact('on hand', known.value.onHand, known), fact('reserved there', known.value.theirs, known), fact('held by our orders', known.value.ours, { source: 'commitments', asOf: facts.at })] : [],
    })
    if (!known) return [finding('stock-unknown', `The stock of ${item} is not known.`)]
    const old = stale('stock', `stock of ${item}`, known, facts, setting)
    if (old) return [{ ...old, line }]
    const free = subtract(known.value.onHand, add(known.value.theirs, known.value.ours))
    return compare(quantity, free) <= 0 ? [] : [{ ...finding('stock-short', `The order takes ${quantity} ${known.value.unit} of ${item}, more than is free.`), free }]
  }),
}

/** Quantity of each item that the order takes from stock, in the item's own unit, with the first line that asks for it. */
export function needed(order: Order, facts: Facts): Map<string, { quantity: string; line: string }> {
  const needs = new Map<string, { quantity: string; line: string }>()
  for (const line of order.lines) {
    const item = line.item ? facts.items.get(line.item)?.value : undefined
    const factor = item && unitFactor(item, line.unit)
    if (!item || item.madeToOrder || !factor || line.quantity === undefined) continue
    const before = needs.get(item.code)
    needs.set(item.code, { quantity: add(before?.quantity ?? '0', multiply(line.quantity, factor)), line: before?.line ?? line.id })
  }
  return needs
}
