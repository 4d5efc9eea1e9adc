import { type Rule } from '../review'

/** R-REV-21: the first orders of a new partner are looked at by a person, however well they read. */
export const onboarding: Rule = {
  code: 'onboarding',
  judge: (_order, { partner }, setting) => (partner?.firstOrders === undefined || partner.firstOrders.accepted >= partner.firstOrders.held ? [] : [{
    rule: 'onboarding', code: 'first-orders', severity: setting.severity, role: setting.role, facts: [],
    text: `${partner.name} is new: his first ${partner.firstOrders.held} orders are looked at by a person. Compare it with what he sent, then confirm it.`,
  }]),
}
