import { fact, type Rule } from '../review'

/** R-REV-07: the payment terms of the order give its customer no longer to pay than is agreed with him. */
export const terms: Rule = {
  code: 'terms',
  judge(order, { customer, partner }, { severity, role }) {
    const [asked, agreed] = [order.paymentTerms, customer?.value.paymentTerms ?? partner?.paymentTerms]
    if (asked === undefined || agreed === undefined || plain(asked) === plain(agreed)) return []
    const [days, most] = [netDays(asked), netDays(agreed)]
    if (days !== undefined && most !== undefined && days <= most) return []
    return [{
      rule: 'terms', code: 'terms-not-agreed', severity, role,
      text: `The order asks for the payment terms "${asked}"; ${customer?.value.name ?? partner!.name} is agreed to have "${agreed}".`,
      facts: customer?.value.paymentTerms === undefined ? [] : [fact('payment terms', agreed, customer)],
    }]
  },
}

const plain = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()

const DAYS = [[/week|woche|周/i, 7], [/month|monat|月/i, 30]] as const

/** Days to pay in full; undefined where the text tells of more than that, as of a discount. */
function netDays(text: string): number | undefined {
  const numbers = text.match(/\d+/g) ?? []
  if (numbers.length !== 1 || text.includes('%')) return undefined
  return Number(numbers[0]) * (DAYS.find(([unit]) => unit.test(text))?.[1] ?? 1)
}
