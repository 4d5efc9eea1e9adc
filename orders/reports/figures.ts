import { compare, type Decimal, isZero } from '../decimal'
import { open } from '../evolve'
import { type Order } from '../order'
import { type OrderStatus } from '../status'
import { worth } from '../total'
import { isWrong } from './shipments'

/** What reports need of one order: it stays of it while orders are read page by page, and the order itself does not. */
export interface OrderFigures {
  id: string
  /** The number or name it is known by. */
  name: string
  status: OrderStatus
  buyer: string
  channel: string
  createdBy: string
  receivedAt: string
  currency: string
  value: Decimal
  invoiced: Decimal
  paid: Decimal
  credited: Decimal
  /** See {@link dueOn}. */
  due: string | undefined
  /** The first date on which something of it is wanted; `''` where there is none. */
  wanted: string
  /** Lines of which something is left. */
  openLines: number
  /** All that was sent has arrived, and nothing is left to send. */
  isDelivered: boolean
  despatches: number
  /** Of them, those that no return was agreed to for since they were wrong. */
  rightDespatches: number
  hasReturns: boolean
}

export function figuresOf(order: Order): OrderFigures {
  const { id, status, buyer = '', channel, createdBy, receivedAt, currency = '', lines, returns = [] } = order
  const despatches = order.documents.filter(({ kind }) => kind === 'despatch')
  const openLines = lines.filter((line) => !isZero(open(line))).length
  return {
    id, name: order.number ?? order.reference ?? id, status, buyer, channel, createdBy, receivedAt, currency, value: worth(order) ?? '0', invoiced: order.invoicedAmount, paid: order.paidAmount, credited: order.creditedAmount ?? '0',
    due: dueOn(order), wanted: (order.requestedDelivery ?? lines.flatMap((line) => line.requestedDelivery ?? line.schedule?.[0]?.requestedDelivery ?? []).sort()[0])?.slice(0, 10) ?? '',
    openLines, isDelivered: lines.some(({ delivered }) => !isZero(delivered)) && openLines === 0 && lines.every((line) => compare(line.delivered, line.shipped) >= 0),
    despatches: despatches.length, rightDespatches: despatches.filter((despatch) => !isWrong(order, despatch)).length, hasReturns: returns.length > 0,
  }
}

/** The date on which all of the order is due: as it was confirmed, else as it was wanted, by its last line where only lines have dates. */
export const dueOn = ({ promisedDelivery, requestedDelivery, lines }: Order): string | undefined =>
  (promisedDelivery ?? requestedDelivery ?? lines.flatMap((line) => line.requestedDelivery ?? line.schedule?.map((part) => part.requestedDelivery ?? '') ?? []).sort().at(-1) ?? '').slice(0, 10) || undefined
