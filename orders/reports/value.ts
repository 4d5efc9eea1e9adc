import { type Decimal } from '../decimal'
import { amount, isCurrency } from '../money'
import { type Order } from '../order'
import { worth } from '../total'

export const valueOf = (order: Order): Decimal => worth(order) ?? '0'
export const currencyOf = (order: Order): string => order.currency ?? ''
export const shown = (value: Decimal, currency: string): Decimal => (isCurrency(currency) ? amount(value, currency) : value)
export const nameOf = (order: Order | undefined): string => order?.number ?? order?.reference ?? order?.id ?? ''

/** The date on which all of the order is due: as it was confirmed, else as it was wanted, by its last line where only lines have dates. */
export const dueOn = ({ promisedDelivery, requestedDelivery, lines }: Order): string | undefined =>
  (promisedDelivery ?? requestedDelivery ?? lines.flatMap((line) => line.requestedDelivery ?? line.schedule?.map((part) => part.requestedDelivery ?? '') ?? []).sort().at(-1) ?? '').slice(0, 10) || undefined
