import { type Command } from '../command'
import { abs, add, compare, type Decimal, multiply, subtract, sum } from '../decimal'
import { type LineQuantity } from '../event'
import { amount, lineExtension, smallestCoin } from '../money'
import { type Order } from '../order'

type Invoice = Extract<Command, { type: 'invoice' }>

/** Where an invoice does not agree with what was ordered; `ours` and `theirs` are what each side says. */
export interface Mismatch { code: 'invoice-price-differs' | 'invoice-currency-differs'; ours: string; theirs: string }

/**
 * R-INV-02: an invoice bills each line at its price in the order, in the order's currency. Systems round a line each in their own way: its net may differ by the smallest coin
 * for each line, and by no more. A credit note, and what says no net amount, is not compared.
 */
export function mismatch(order: Order, { lines, net, currency }: Pick<Invoice, 'lines' | 'net' | 'currency'>): Mismatch | undefined {
  if (order.currency === undefined || net === undefined || lines.every(({ quantity }) => compare(quantity, '0') < 0)) return undefined
  const theirs = `${net} ${currency ?? order.currency}`
  const agreed = netOf(order, lines)
  if (agreed === undefined) return undefined
  const ours = `${amount(agreed, order.currency)} ${order.currency}`
  if (currency !== undefined && currency !== order.currency) return { code: 'invoice-currency-differs', ours, theirs }
  const allowed = multiply(smallestCoin(order.currency), String(lines.length))
  return compare(abs(subtract(net, agreed)), allowed) > 0 ? { code: 'invoice-price-differs', ours, theirs } : undefined
}

/** What these quantities come to at the order's prices; undefined where one has none. */
function netOf(order: Order, lines: readonly LineQuantity[]): Decimal | undefined {
  const extensions = lines.map(({ line: id, quantity }) => {
    const line = order.lines.find((one) => one.id === id)
    return line?.price ? lineExtension(quantity, line.price, order.currency!) : undefined
  })
  return extensions.includes(undefined) ? undefined : sum(extensions.map((one) => one!))
}

/** What it takes away of a line that is not invoiced. */
export const creditedTooMuch = (order: Order, { lines }: Pick<Invoice, 'lines'>): LineQuantity | undefined =>
  lines.find(({ line, quantity }) => compare(quantity, '0') < 0 && compare(add(order.lines.find(({ id }) => id === line)?.invoiced ?? '0', quantity), '0') < 0)

export const isKnown = (order: Order, issuer: string, invoice: string): boolean => order.documents.some((one) => one.kind === 'invoice' && one.issuer === issuer && one.number === invoice)

/** Taken back in full before it was counted: neither it nor its credit note is counted any more. */
export const isVoid = (order: Order, { issuer, invoice, credits, voided }: Pick<Invoice, 'issuer' | 'invoice' | 'credits' | 'voided'>): boolean => voided === true && !isKnown(order, issuer, credits ?? invoice)
