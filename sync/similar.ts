import { equal } from '../orders/decimal'
import { type Command } from '../orders/command'
import { type SimilarOrder } from '../orders/facts'
import { type Order } from '../orders/order'
import { type OrderStatus } from '../orders/status'
import * as orders from '../store/orders'
import { type Db } from '../store/store'

/** How many of the buyer's last orders are looked through. */
const LAST = 20

/** The orders that a buyer's new ones of these numbers may look like. */
export function lastOrders(db: Db, company: string, buyer: string, references: readonly (string | undefined)[]): Promise<Order[]> {
  const numbers = new Set(references.map((reference) => reference && bare(reference)))
  return orders.lastOf(db, company, buyer, LAST, ({ status, reference }) => counts(status) && (reference === undefined || numbers.has(undefined) || numbers.has(bare(reference))))
}

/**
 * Those of the buyer's last orders that are of the same day with the same items and quantities and whose number is missing or written
 * otherwise (`PO-1`, `po 1`): R-INT-07. Two orders under clearly different numbers are two orders.
 */
export function similarOrders(last: readonly Order[], command: Extract<Command, { type: 'create' }>): SimilarOrder[] {
  if (command.draft.lines.length === 0) return []
  return last
    .filter((order) => counts(order.status) && order.issuedOn === command.draft.issuedOn && alike(order.reference, command.reference)
      && order.requestedDelivery === command.draft.requestedDelivery && order.lines.length === command.draft.lines.length
      && order.lines.every((line, index) => {
        const other = command.draft.lines[index]!
        return line.item !== undefined && line.item === command.items[other.id] && line.quantity !== undefined && other.quantity !== undefined && equal(line.quantity, other.quantity)
      }))
    .map(({ id, number, reference, receivedAt }) => ({ id, number, reference, receivedAt }))
}

const counts = (status: OrderStatus): boolean => status !== 'cancelled' && status !== 'rejected'
const alike = (a: string | undefined, b: string | undefined): boolean => a === undefined || b === undefined || bare(a) === bare(b)
const bare = (reference: string): string => reference.normalize('NFKC').toUpperCase().replace(/[^\p{L}\p{N}]/gu, '').replace(/^0+/, '')
