import { type Rule } from '../review'

/** R-CHK-07: before anything is promised to a customer of whom no order was accepted yet, his credit is assessed. */
export const newCustomer: Rule = {
  code: 'newCustomer',
  judge: (order, { history, partner }, { severity, role }) => (history === undefined || history.accepted > 0 ? [] : [{
    rule: 'newCustomer', code: 'first-order', severity, role, facts: [], text: `It is the first order of ${partner?.name ?? order.buyer ?? '?'}: assess his credit.`,
  }]),
}
