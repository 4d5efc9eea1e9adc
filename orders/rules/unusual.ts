import { compare, multiply } from '../decimal'
import { type Finding } from '../finding'
import { fact, type Rule } from '../review'
import { needed } from './stock'

const DAY_MS = 86_400_000

/**
 * R-CHK-06: much more of an item than the customer ever ordered (`factor` times the most of his last orders), or wanted sooner than is usual (`leadDays`
 * calendar days from now): a slip of the pen, until he says that it is meant. What he has not ordered before has nothing to compare it with.
 */
export const unusual: Rule = {
  code: 'unusual',
  judge(order, facts, { severity, role, factor, leadDays }) {
    const finding = (code: string, text: string, more: Partial<Finding> = {}): Finding => ({ rule: 'unusual', code, severity, role, text, facts: [], ...more })
    const buyer = facts.partner?.name ?? order.buyer ?? '?'
    const much = factor === undefined ? [] : [...needed(order, facts)].flatMap(([item, { quantity, line }]) => {
      const most = facts.history?.most.get(item)
      if (most === undefined || compare(quantity, multiply(most, factor)) < 0) return []
      return [finding('quantity-unusual', `Line ${line}: ${quantity} of ${item} are ${factor} times what ${buyer} ever ordered of it and more (${most}). Ask him whether it is meant, somebody else than who ordered it if you can.`,
        { line, facts: [fact('most ordered', most, { source: 'orders', asOf: facts.at })] })]
    })
    const wanted = [order.requestedDelivery, ...order.lines.flatMap((line) => [line.requestedDelivery, ...line.schedule?.map((part) => part.requestedDelivery) ?? []])].filter((date) => date !== undefined).sort()[0]?.slice(0, 10)
    if (leadDays === undefined || wanted === undefined || Date.parse(wanted) >= Date.parse(facts.today) + leadDays * DAY_MS) return much
    return [...much, finding('date-unusual', `It is wanted by ${wanted}, sooner than ${leadDays} days from now. Ask ${buyer} whether it is meant.`)]
  },
}
