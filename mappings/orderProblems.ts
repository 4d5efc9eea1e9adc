import { isNegative, isZero } from '../orders/decimal'
import { type OrderDraft } from '../orders/draft'
import { type Problem, type Severity } from '../orders/problem'

/** Where a line stands, for its problems. */
export type Place = Pick<Problem, 'line' | 'column' | 'segment' | 'offset'>

/** What no order may lack or have, whatever its format: a number, lines, line numbers once, quantities above zero. `places` are those of the lines. */
export function orderProblems(order: OrderDraft, places: readonly Place[], report: (problem: Problem) => void): void {
  if (order.reference === undefined) report({ code: 'reference-missing', severity: 'error', message: 'The order has no number of the buyer; it could not be told from a second copy. Ask the sender.' })
  if (order.lines.length === 0) report({ code: 'lines-missing', severity: 'error', message: 'The order has no lines.' })
  const ids = new Set<string>()
  order.lines.forEach((line, i) => {
    const add = (code: string, severity: Severity, message: string): void => report({ ...places[i], code, severity, message })
    if (ids.has(line.id)) add('line-id-repeated', 'error', `Line number ${line.id} stands twice. Is it one line or two?`)
    ids.add(line.id)
    if (line.quantity === undefined) add('quantity-missing', 'error', `Line ${line.id} has no quantity that can be read.`)
    else if (isNegative(line.quantity)) add('quantity-negative', 'error', `Line ${line.id} orders ${line.quantity}; a return is no order line.`)
    else if (isZero(line.quantity)) add('quantity-zero', 'warning', `Line ${line.id} orders nothing.`)
    if (line.price && isNegative(line.price.amount)) add('price-negative', 'error', `Line ${line.id} has a price below zero.`)
    if (line.buyersItem === undefined && line.sellersItem === undefined && line.standardItem === undefined) add('item-missing', 'warning', `Line ${line.id} names no item number.`)
  })
}
