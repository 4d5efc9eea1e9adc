import { type DraftLine, type OrderDraft } from '../orders/draft'
import { type Profile } from './profile'

/** Fills what the document does not say and the partner's profile gives once for all: unit and price base of a line. */
export function applyLineDefaults(line: DraftLine, profile: Profile | undefined): DraftLine {
  const { unit, priceBase } = profile?.defaults ?? {}
  if (unit && !line.unit && !line.sourceUnit) line.unit = unit
  if (priceBase && line.price && !line.price.base) line.price.base = priceBase
  return line
}

/** The same for the whole order: its currency. */
export function applyOrderDefaults(order: OrderDraft, profile: Profile | undefined): OrderDraft {
  if (!order.currency && profile?.defaults?.currency) order.currency = profile.defaults.currency
  return order
}
