import type * as Decimals from '../../orders/decimal'
import { type Decimal } from '../../orders/decimal'
import { type DraftLine, type OrderDraft } from '../../orders/draft'
import { type Problem } from '../../orders/problem'
import { lacking } from '../required'
import { type LinePlaces } from './line-places'
import { type MessageContext } from './message'

/** What an order's trailer says of its lines. */
export interface Totals {
  /** Number of lines (X12 CTT01, EDIFACT CNT+2). */
  lines?: { value: Decimal; where: Partial<Problem> }
  /** Sum of the quantities (X12 CTT02, EDIFACT CNT+1). */
  quantity?: { value: Decimal; where: Partial<Problem> }
}

/** Beyond this a buyer's order number is a mistake: no partner's system takes it back. */
const LONGEST_REFERENCE = 80

/** Gives lines the partner's own fields and their defaults from the profile, checks what an order must have, and what its trailer says of it. */
export function checkOrder(order: OrderDraft, totals: Totals | undefined, header: Partial<Problem>, context: MessageContext, parts = 0): void {
  const { report, lines: lineAt } = context
  context.overrides?.apply(order, lineAt)
  if (order.reference === undefined) report('reference-missing', 'The order has no order number of the buyer. Ask the sender.', header)
  else if (order.reference.length > LONGEST_REFERENCE) report('reference-long', `The order number has ${order.reference.length} characters.`, header)
  if (order.lines.length === 0) report('lines-missing', 'The order has no lines.', { ...header, tag: lineAt.tag })
  if (order.currency === undefined && context.profile?.defaults?.currency !== undefined) order.currency = context.profile.defaults.currency
  if (order.currency !== undefined && !/^[A-Z]{3}$/.test(order.currency)) {
    report('currency-unknown', `"${order.currency}" is no currency code (ISO 4217).`, header)
  }
  if (order.issuedOn !== undefined && context.latestDate !== undefined && order.issuedOn > context.latestDate && order.issuedOn.slice(0, 10) > context.latestDate) {
    report('date-after-interchange', `The order is dated ${order.issuedOn}, after the interchange that brought it.`, header)
  }
  const { lines } = order
  if (context.profile?.required) checkRequired(order, context.profile.required, lineAt, header, report)
  for (let i = 0; i < lines.length; i++) checkLine(lines[i]!, lineAt, i, context)
  checkIds(lines, lineAt, report)
  if (totals) checkTotals(order, totals, report, parts)
}

/** What the partner's profile demands: his document is not taken without it. */
function checkRequired(order: OrderDraft, required: readonly string[], lineAt: LinePlaces, header: Partial<Problem>, report: MessageContext['report']): void {
  for (const path of lacking(order, required)) {
    const field = path.slice('lines.'.length)
    const index = path.startsWith('lines.') ? order.lines.findIndex((line) => (line as Record<string, unknown>)[field] === undefined) : -1
    const where = index < 0 ? header : lineAt.of(index)
    report('required-missing', `By the profile of its sender it must say ${path}${index < 0 ? '' : ` of line ${order.lines[index]!.id}`}, and does not. Ask for it, or correct profile.required.`, where)
  }
}

/** A line that cannot be told from another can be neither confirmed nor changed. */
function checkIds(lines: DraftLine[], lineAt: LinePlaces, report: MessageContext['report']): void {
  if (areAscending(lines)) return
  const ids = new Set<string>()
  for (let i = 0; i < lines.length; i++) {
    const { id } = lines[i]!
    if (ids.has(id)) report('line-id-repeated', `Line number ${id} stands twice.`, { ...lineAt.of(i), text: id })
    ids.add(id)
  }
}

function checkLine(line: DraftLine, lineAt: LinePlaces, index: number, context: MessageContext): void {
  const { report, profile } = context
  const item = line.buyersItem ?? line.sellersItem ?? line.standardItem ?? line.description
  if (line.quantity === undefined && item === undefined) report('line-empty', `Line ${line.id} has neither item nor quantity.`, lineAt.of(index))
  else if (line.quantity === undefined) report('quantity-missing', `Line ${line.id} has no quantity.`, lineAt.of(index))
  else if (item === undefined) report('item-missing', `Line ${line.id} has no item.`, lineAt.of(index))
  if (line.quantity !== undefined) {
    if (line.quantity[0] === '-') report('quantity-negative', `Line ${line.id} has the quantity ${line.quantity}.`, lineAt.of(index))
    else if (line.quantity === '0') report('quantity-zero', `Line ${line.id} has the quantity 0.`, lineAt.of(index))
    if (line.unit === undefined && line.sourceUnit === undefined) {
      if (profile?.defaults?.unit !== undefined) line.unit = profile.defaults.unit
      else report('unit-missing', `Line ${line.id} has a quantity without a unit. Give the partner's default unit, or ask the sender.`, lineAt.of(index))
    }
  }
  if (line.schedule && line.quantity !== undefined) {
    const planned = line.schedule.reduce<Decimal>((sum, { quantity }) => addUp(sum, quantity), '0')
    if (planned !== line.quantity) report('schedule-differs', `Line ${line.id} orders ${line.quantity}, and its deliveries are ${planned} in all.`, lineAt.of(index))
  }
  if (line.price?.amount[0] === '-') report('price-negative', `Line ${line.id} has the price ${line.price.amount}.`, lineAt.of(index))
  if (line.price && line.price.base === undefined && profile?.defaults?.priceBase !== undefined) line.price.base = profile.defaults.priceBase
}

/** Numbers that rise from line to line, as they nearly always do, are each another. */
function areAscending(lines: DraftLine[]): boolean {
  for (let i = 1; i < lines.length; i++) {
    const before = lines[i - 1]!.id
    const { id } = lines[i]!
    if (id.length < before.length || (id.length === before.length && id <= before)) return false
  }
  return true
}

function checkTotals(order: OrderDraft, totals: Totals, report: MessageContext['report'], parts: number): void {
  const { lines, quantity } = totals
  // parts of lines are counted by some
  if (lines && lines.value !== String(order.lines.length) && lines.value !== String(order.lines.length + parts)) {
    report('line-count-differs', `The trailer says ${lines.value} lines, found ${order.lines.length}.`, lines.where)
  }
  if (!quantity) return
  let sum: Decimal = '0'
  for (const line of order.lines) sum = addUp(sum, line.quantity ?? '0')
  if (sum !== quantity.value) report('hash-total-differs', `The trailer says a total quantity of ${quantity.value}, the lines have ${sum}.`, quantity.where)
}

const WHOLE = /^\d{1,14}$/
/** Most quantities are whole and short: the exact library is for the others, and loaded for them. */
function addUp(a: Decimal, b: Decimal): Decimal {
  if (WHOLE.test(a) && WHOLE.test(b)) return String(Number(a) + Number(b))
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would look for ES modules
  return (require('../../orders/decimal') as typeof Decimals).add(a, b)
}
