import { type Rule } from '../review'

/** R-REC-04: who did not pay after so many reminders gets nothing more, until he has paid or the credit controller lets him. */
export const overdue: Rule = {
  code: 'overdue',
  judge(order, { partner, overdue: items = [], rules }, setting) {
    const holdFrom = rules.dunning?.holdFrom
    if (holdFrom === undefined) return []
    const late = items.filter(({ level }) => level >= holdFrom)
    if (late.length === 0) return []
    const named = late.map(({ invoice, open, currency, dueOn, level }) => `${invoice} (${open} ${currency}, due ${dueOn ?? '?'}, reminder ${level})`).join(', ')
    return [{
      rule: 'overdue', code: 'invoices-overdue', severity: setting.severity, role: setting.role,
      text: `${partner?.name ?? order.buyer ?? ''} has not paid in spite of reminders: ${named}. It goes on once that is paid, or the credit controller waives it.`,
      facts: late.map(({ invoice, open, currency }) => ({ name: invoice, value: `${open} ${currency}`, source: 'open items' })),
    }]
  },
}
