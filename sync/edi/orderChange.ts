import { type ReadMessage } from '../../mappings/document'
import { type Command } from '../../orders/command'
import { compare, isDecimal } from '../../orders/decimal'
import { type DraftLine, type Party } from '../../orders/draft'
import { type LineChange, type OrderChange } from '../../orders/event'
import { type Order, type OrderLine } from '../../orders/order'

/** What a buyer's 860 or ORDCHG asks for, in our words. */
export interface ChangeWanted {
  /** His number of the order and of the change. */
  order: string
  release: string
  request: string
  purpose: 'change' | 'replace' | 'cancel'
  requestedDelivery?: string
  shipTo?: Party
  lines: (DraftLine & { action?: string })[]
}

const TYPES = new Set(['860', 'ORDCHG'])

/** The change that a message asks for; undefined where it is none, a text where it cannot be told what it asks. */
export function changeWanted({ type, document, control = '', interchange = '' }: ReadMessage): ChangeWanted | string | undefined {
  if (!TYPES.has(type)) return undefined
  const { order, release = '', change, number, purpose, requestedDelivery, shipTo, lines = [] } = (document ?? {}) as Partial<ChangeWanted> & { change?: string; number?: string; purpose?: string }
  if (order === undefined) return `The ${type} names no order that it changes.`
  if (purpose !== 'cancel' && purpose !== 'change' && purpose !== 'replace') return `The ${type} does not say whether it changes, replaces or cancels the order ${order}.`
  return { order, release, request: change ?? number ?? (/^0*(\d+)$/.exec(interchange)?.[1] ?? control), purpose, requestedDelivery, shipTo, lines }
}

/** The command that carries it out on the order as it is now; `items` are our items of the lines that come besides. */
export function commandOf(wanted: ChangeWanted, order: Order, items: Readonly<Record<string, string>>): Extract<Command, { type: 'change' | 'cancel' }> {
  const reason = `the buyer's change ${wanted.request}`
  if (wanted.purpose === 'cancel' && wanted.lines.length === 0) return { type: 'cancel', reason, request: wanted.request }
  const known = wanted.lines.map((line) => ({ line, old: lineOf(order, line) }))
  const removed = known.flatMap(({ line, old }) => (line.action === 'delete' || wanted.purpose === 'cancel' ? [old?.id ?? line.id] : []))
  if (wanted.purpose === 'replace') removed.push(...order.lines.filter((line) => !known.some(({ old }) => old === line)).map((line) => line.id))
  // every line cancelled is the order cancelled
  if (wanted.purpose === 'cancel' && order.lines.every((line) => removed.includes(line.id))) return { type: 'cancel', reason, request: wanted.request }
  const kept = known.filter(({ line }) => !['delete', 'none'].includes(line.action ?? '') && wanted.purpose !== 'cancel')
  const added = kept.filter(({ line, old }) => line.action === 'add' || (!old && wanted.purpose === 'replace')).map(({ line: { action: _action, ...line } }) => ({ ...line, item: items[line.id] }))
  const lines = kept.filter(({ line }) => !added.some((one) => one.id === line.id)).map(({ line, old }) => wish(line, old))
  const change: OrderChange = {
    ...(lines.length > 0 ? { lines } : {}), ...(added.length > 0 ? { added } : {}), ...(removed.length > 0 ? { removed } : {}),
    ...(wanted.requestedDelivery === undefined ? {} : { requestedDelivery: wanted.requestedDelivery }), ...(wanted.shipTo === undefined ? {} : { shipTo: wanted.shipTo }),
  }
  return { type: 'change', change, reason, request: wanted.request }
}

/** What of a line is to be otherwise than it is; the number where the order has no such line, so that it is refused by it. */
function wish(line: DraftLine, old: OrderLine | undefined): LineChange {
  const differs = (now: string | undefined, before: string | undefined): now is string => now !== undefined && (before === undefined || (isDecimal(now) && isDecimal(before) ? compare(now, before) !== 0 : now !== before))
  return {
    line: old?.id ?? line.id,
    ...(differs(line.quantity, old?.quantity) ? { quantity: line.quantity } : {}), ...(line.price && isDecimal(line.price.amount) ? { price: line.price } : {}),
    ...(differs(line.requestedDelivery, old?.requestedDelivery) ? { requestedDelivery: line.requestedDelivery } : {}), ...(differs(line.unit, old?.unit) ? { unit: line.unit } : {}),
  }
}

/** By its number, else by an item that only one line has. */
function lineOf(order: Order, line: ChangeWanted['lines'][number]): OrderLine | undefined {
  const number = (id: string): string => (/^\d+$/.test(id) ? String(BigInt(id)) : id)
  const byNumber = order.lines.find((one) => number(one.id) === number(line.id))
  if (byNumber) return byNumber
  const same = order.lines.filter((one) => (['buyersItem', 'sellersItem', 'standardItem'] as const).some((code) => line[code] !== undefined && one[code] === line[code]))
  return same.length === 1 && line.action !== 'add' ? same[0] : undefined
}
