import { add, compare, subtract } from '../decimal'
import { fact, type Rule, stale } from '../review'
import { total } from '../total'

/** R-REV-03: open orders + unpaid invoices + this order must stay within the customer's credit limit. */
export const credit: Rule = {
  code: 'credit',
  judge(order, facts, setting) {
    const value = total(order.lines, order.currency)
    if (!order.buyer || value === undefined) return []
    const known = facts.credit
    if (!known) return [{ rule: 'credit', code: 'credit-unknown', severity: 'hold', role: setting.role, text: `No credit limit is known for ${order.buyer}.`, facts: [] }]
    const old = stale('credit', 'receivables', known, facts, setting)
    if (old) return [old]
    const { limit, theirs, ours, currency } = known.value
    const judged = [fact('limit', limit, known), fact('open there', theirs, known), fact('held by our orders', ours, { source: 'commitments', asOf: facts.at })]
    if (order.currency !== currency) {
      return [{ rule: 'credit', code: 'credit-other-currency', severity: setting.severity, role: setting.role, text: `The credit limit of ${order.buyer} is in ${currency}, the order in ${order.currency}.`, facts: judged }]
    }
    const left = subtract(limit, add(theirs, ours))
    return compare(value, left) <= 0 ? [] : [{
      rule: 'credit', code: 'credit-exceeded', severity: setting.severity, role: setting.role,
      text: `The order of ${value} ${currency} goes over what is left of the credit of ${order.buyer}: limit ${limit}.`, facts: judged,
    }]
  },
}
