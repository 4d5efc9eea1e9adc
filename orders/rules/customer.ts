import { type Finding } from '../finding'
import { sameIdentifier } from '../identifier'
import { fact, type Rule, stale } from '../review'

/** R-CHK-02, R-CHK-03, R-REV-02: the buyer is one known, active customer, and the document came from him. */
export const customer: Rule = {
  code: 'customer',
  judge(order, facts, setting) {
    const hold = (code: string, text: string): Finding => ({ rule: 'customer', code, severity: 'hold', text, facts: [] })
    if (!order.buyer || !facts.partner) {
      const named = order.buyerParty?.identifiers.map((i) => `${i.scheme} ${i.value}`).join(', ') || order.buyerParty?.name || 'nobody'
      return [hold('buyer-unknown', `The order names ${named} as buyer, and no partner of ours has that identifier. Add it to a partner, or change the buyer.`)]
    }
    const findings: Finding[] = []
    const { sender, partner } = facts
    if (sender && !partner.identifiers.some((own) => sameIdentifier(own, sender))) {
      findings.push({ ...hold('origin-unverified', `The document came from ${sender.scheme} ${sender.value}, which does not belong to ${partner.name} (${partner.code}).`), role: setting.role })
    }
    const known = facts.customer
    if (!known) return [...findings, hold('customer-not-in-erp', `${partner.name} (${partner.code}) is not among the customers of the ERP.`)]
    const old = stale('customer', 'customer master', known, facts, setting)
    if (old) findings.push(old)
    if (!known.value.active) findings.push({ ...hold('customer-blocked', `${known.value.name} is blocked for orders.`), facts: [fact('active', 'false', known)] })
    if (known.value.currency && order.currency && known.value.currency !== order.currency) {
      findings.push({ ...hold('currency-not-agreed', `The order is in ${order.currency}; ${known.value.name} is agreed in ${known.value.currency}.`), facts: [fact('currency', known.value.currency, known)] })
    }
    return findings
  },
}
