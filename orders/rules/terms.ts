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

const NET = /^(?:net|n)? ?(\d{1,3}) ?(?:(d|days?|tage?|天)|(weeks?|wochen?|周)|(months?|monate?|个月))?(?: (?:net|netto))?$/

/** Days to pay in full; undefined where the text tells of more than that (a discount, the end of the month), or tells it otherwise. */
function netDays(text: string): number | undefined {
  const [, count, , weeks, months] = NET.exec(plain(text)) ?? []
  return count === undefined ? undefined : Number(count) * (weeks ? 7 : months ? 30 : 1)
}
