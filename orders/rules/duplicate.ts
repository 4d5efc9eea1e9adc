import { type Rule } from '../review'

/**
 * R-INT-07: an order without the buyer's number, or with another one, that looks like one we have (same buyer, items and
 * quantities on the same day). The same number from the same buyer never gets here: a unique key of the store keeps it out.
 */
export const duplicate: Rule = {
  code: 'duplicate',
  judge: (_order, facts, setting) => facts.similar.map((other) => ({
    rule: 'duplicate', code: 'looks-like-another', severity: setting.severity, role: setting.role,
    text: `The same buyer ordered the same items and quantities in ${other.number ?? other.reference ?? other.id} on ${other.receivedAt.slice(0, 10)}.`,
    facts: [{ name: 'similar order', value: other.id, source: 'orders', asOf: other.receivedAt }],
  })),
}
