import { compare, isDecimal, isZero } from './decimal'
import { type OrderEvent, type StoredEvent } from './event'
import { evolve } from './evolve'
import { type Order, type OrderLine } from './order'
import { worth } from './total'

/** What was agreed from one event on: the first version is what was received, and a new one begins with every event that changes it. */
export interface Version {
  /** From 1. */
  no: number
  /** The event that it began with. */
  event: StoredEvent
  order: Order
}

/** Every version of an order, by its events, the oldest first. */
export function versionsOf(events: Iterable<StoredEvent>): Version[] {
  const versions: Version[] = []
  let order: Order | undefined
  for (const event of events) {
    order = evolve(order, event as unknown as OrderEvent, event)
    const last = versions.at(-1)
    if (!last || differences(last.order, order).length > 0) versions.push({ no: versions.length + 1, event, order })
  }
  return versions
}

/** One field that is otherwise: `field` is its path (`shipTo.address.city`), `line` the line's id where it is a line's. Absent is what was not there. */
export interface Difference { line?: string; field: string; before?: string; after?: string }

/** What is agreed of an order and of its lines; how far they have come is none of it. */
const OF_ORDER = ['number', 'buyer', 'buyerParty', 'reference', 'release', 'issuedOn', 'currency', 'seller', 'shipTo', 'billTo', 'requestedDelivery', 'promisedDelivery', 'paymentTerms', 'deliveryTerms', 'notes'] as const satisfies (keyof Order)[]
const OF_LINE = ['item', 'buyersItem', 'sellersItem', 'standardItem', 'description', 'quantity', 'cancelled', 'unit', 'price', 'requestedDelivery', 'schedule', 'allowancesCharges', 'taxes', 'notes'] as const satisfies (keyof OrderLine)[]

/** R-CHG-08: the fields in which two versions of an order differ, and no others; those of the order before those of its lines. */
export function differences(before: Order, after: Order): Difference[] {
  const ids = new Set([...before.lines, ...after.lines].map(({ id }) => id))
  return [
    ...OF_ORDER.flatMap((field) => otherwise(field, before[field], after[field])), ...otherwise('payable', worth(before), worth(after)),
    ...[...ids].flatMap((line) => {
      const [was, is] = [lineOf(before, line), lineOf(after, line)]
      return OF_LINE.flatMap((field) => otherwise(field, was?.[field], is?.[field])).map((one) => ({ line, ...one }))
    }),
  ]
}

/** Nothing was cancelled of it is the same as not to be there. */
function lineOf({ lines }: Order, id: string): Partial<OrderLine> | undefined {
  const line = lines.find((one) => one.id === id)
  return line && { ...line, cancelled: isZero(line.cancelled) ? undefined : line.cancelled }
}

function otherwise(name: string, before: unknown, after: unknown): Difference[] {
  const [was, is] = [leaves(name, before), leaves(name, after)]
  return [...new Set([...was.keys(), ...is.keys()])].filter((field) => !same(field, was.get(field), is.get(field)))
    .map((field) => ({ field, ...(was.has(field) ? { before: was.get(field) } : {}), ...(is.has(field) ? { after: is.get(field) } : {}) }))
}

const FIGURES = /(?:^|\.)(?:quantity|cancelled|amount|base|percent|payable)$/

/** Figures are the same whatever zeros they are written with. */
const same = (field: string, a: string | undefined, b: string | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && FIGURES.test(field) && isDecimal(a) && isDecimal(b) && compare(a, b) === 0)

/** Every text within, by its path. */
function leaves(path: string, value: unknown): Map<string, string> {
  if (value === undefined || value === null || value === '') return new Map<string, string>()
  if (typeof value !== 'object') return new Map([[path, typeof value === 'string' ? value : JSON.stringify(value)]])
  return new Map(Object.entries(value).flatMap(([name, within]) => [...leaves(`${path}.${Array.isArray(value) ? Number(name) + 1 : name}`, within)]))
}
