import { type Decimal, isZero } from '../orders/decimal'
import { amount, isCurrency, lineExtension } from '../orders/money'
import { type Order, type OrderLine } from '../orders/order'
import { isPriced } from '../orders/total'

/** The first date (`YYYY-MM-DD`) that something of the order is wanted. */
export const wantedOn = (order: Order): string | undefined =>
  (order.requestedDelivery ?? order.lines.flatMap((line) => line.requestedDelivery ?? line.schedule?.[0]?.requestedDelivery ?? []).sort()[0])?.slice(0, 10)

/** An amount with the decimals of its currency; as it stands where there is none. */
export const shown = (value: Decimal | undefined, currency: string | undefined): string | undefined =>
  value !== undefined && currency !== undefined && isCurrency(currency) ? amount(value, currency) : value

/** The same with its currency behind it; nothing for zero. */
export const money = (value: Decimal | undefined, currency: string | undefined): string | undefined =>
  value === undefined || isZero(value) ? undefined : `${shown(value, currency)} ${currency ?? ''}`.trimEnd()

/** A line's net amount: as the document states it, else by quantity and price. */
export const net = (line: OrderLine, currency: string | undefined): string | undefined =>
  shown(line.lineExtension ?? (line.quantity !== undefined && line.price && isPriced(line) && currency !== undefined ? lineExtension(line.quantity, line.price, currency) : undefined), currency)
