import { add, compare, type Decimal, divide, equal, isZero, max, min, multiply, subtract, sum } from '../decimal'
import { type LineQuantity } from '../event'
import { amount, lineExtension } from '../money'
import { type Order, type OrderDocumentLink } from '../order'

/** So much of a line that is to be credited, but for the percent that is kept of it. */
export interface Creditable extends LineQuantity {
  keep: Decimal
}

/** What one credit note takes off an invoice of the order. */
export interface Credit {
  issuer: string
  invoice: string
  lines: (LineQuantity & { amount: Decimal })[]
  amount: Decimal
}

interface Bill {
  link: OrderDocumentLink
  /** What it bills of each line of the order, and what of that is credited. */
  quantities: Map<string, { billed: Decimal; credited: Decimal }>
  /** Of its amount. */
  credited: Decimal
}

/**
 * R-RET-04: what the credit of such quantities comes to, on the invoices that billed them, the first one first: of each its share of what was really
 * billed, tax included, and never more than that less what is credited already. `rest` is what no invoice bills yet.
 */
export function creditsOf(order: Order, wanted: readonly Creditable[]): { credits: Credit[]; rest: LineQuantity[] } {
  const bills = billsOf(order)
  const credits = new Map<Bill, Credit>()
  const rest: LineQuantity[] = []
  for (const { line, quantity, keep } of wanted) {
    let left = quantity
    for (const bill of bills) {
      const known = bill.quantities.get(line)
      if (!known || compare(left, '0') <= 0) continue
      const part = min(left, subtract(known.billed, known.credited))
      if (compare(part, '0') <= 0) continue
      const credit = credits.get(bill) ?? { issuer: bill.link.issuer, invoice: bill.link.number, lines: [], amount: '0' }
      const share = subtract(worthOf(order, bill, line, add(known.credited, part)), worthOf(order, bill, line, known.credited))
      const left100 = subtract('100', keep)
      const off = max('0', min(amount(divide(multiply(share, left100), '100'), order.currency!), subtract(subtract(bill.link.amount ?? '0', bill.credited), credit.amount)))
      credits.set(bill, { ...credit, lines: [...credit.lines, { line, quantity: part, amount: amount(off, order.currency!) }], amount: amount(add(credit.amount, off), order.currency!) })
      known.credited = add(known.credited, part)
      left = subtract(left, part)
    }
    if (compare(left, '0') > 0) rest.push({ line, quantity: left })
  }
  return { credits: [...credits.values()], rest }
}

export const amountOf = (credits: readonly Credit[]): Decimal => sum(credits.map((credit) => credit.amount))

/** What the first so many of a line come to on an invoice: its net share, times what the invoice is over the net of all its lines. */
function worthOf(order: Order, bill: Bill, line: string, quantity: Decimal): Decimal {
  const netOf = (id: string, of: Decimal): Decimal => { const { price } = order.lines.find((one) => one.id === id) ?? {}; return price ? lineExtension(of, price, order.currency!) : '0' }
  const net = sum([...bill.quantities].map(([id, { billed }]) => netOf(id, billed)))
  const billed = bill.link.amount ?? '0'
  if (isZero(net) || equal(net, billed)) return netOf(line, quantity)
  return amount(divide(multiply(netOf(line, quantity), billed), net), order.currency!)
}

/** The invoices of the order as they came, with what is credited of them or asked to be. What one of before schema 5 bills it did not say: all that no other bills. */
function billsOf(order: Order): Bill[] {
  const bills = order.documents.filter(({ kind }) => kind === 'invoice').map((link): Bill => ({ link, credited: '0', quantities: new Map((link.lines ?? []).map(({ line, quantity }) => [line, { billed: quantity, credited: '0' }])) }))
  const silent = bills.find(({ link }) => link.lines === undefined)
  for (const { id, invoiced } of silent ? order.lines : []) silent!.quantities.set(id, { billed: subtract(invoiced, sum(bills.flatMap(({ quantities }) => quantities.get(id)?.billed ?? []))), credited: '0' })
  const asked = (order.returns ?? []).flatMap(({ credits }) => credits)
  const byHand = order.documents.filter(({ kind, return: number }) => kind === 'creditNote' && number === undefined)
  for (const { invoice, amount: credited = '0', lines = [] } of [...asked, ...byHand]) {
    const bill = bills.find(({ link }) => link.number === invoice)
    if (!bill) continue
    bill.credited = add(bill.credited, credited)
    for (const { line, quantity } of lines) {
      const known = bill.quantities.get(line)
      if (known) known.credited = add(known.credited, quantity)
    }
  }
  return bills
}
