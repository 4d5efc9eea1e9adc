import { add, compare, type Decimal, multiply } from './decimal'
import { type OrderPart } from './event'
import { type Facts } from './facts'
import { type Order } from './order'
import { isAccepted } from './status'
import { unitFactor } from './units'

/** What the lines of one item take from stock; no quantity where it is made to order, or not known. */
interface Need { item: string; lines: string[]; quantity?: Decimal }

/**
 * R-ROU-03: which warehouse fulfils which lines, where there are several. Lines of one item stay together, and in the warehouse that has them
 * already. The rest goes to one warehouse that has all of it, else each item to the first that has it, else to the one that has most of it.
 * `undefined` where there is nothing to choose, and of an order that was accepted before there was.
 */
export function route(order: Order, facts: Facts): OrderPart[] | undefined {
  const warehouses = facts.systems.filter(({ role, mode }) => role === 'wms' && mode !== 'off').map(({ name }) => name)
  if (!order.parts && (warehouses.length < 2 || isAccepted(order.status))) return undefined
  const needs = needsOf(order, facts)
  const homes = new Map<string, string>()
  for (const need of needs) {
    const part = order.parts?.find(({ lines }) => need.lines.some((line) => lines.includes(line)))
    if (part) homes.set(need.item, part.system)
  }
  const used = new Set(homes.values())
  const preferred = [...warehouses.filter((name) => used.has(name)), ...warehouses.filter((name) => !used.has(name))]
  const open = needs.filter(({ item }) => !homes.has(item))
  const whole = preferred.find((name) => open.every((need) => covers(need, name, facts)))
  for (const need of open) homes.set(need.item, whole ?? homeOf(need, preferred, used, facts))
  return partsOf(order, needs, homes)
}

/** The first that has enough of it, one that ships something of the order anyway before others; else the one that has most. */
function homeOf(need: Need, preferred: readonly string[], used: Set<string>, facts: Facts): string {
  const able = preferred.filter((name) => covers(need, name, facts))
  const home = able.find((name) => used.has(name)) ?? able[0]
    ?? [...preferred].sort((a, b) => compare(freeAt(need.item, b, facts) ?? '-1', freeAt(need.item, a, facts) ?? '-1'))[0]!
  used.add(home)
  return home
}

/** A part keeps its number as long as the order lives; one that nothing is left of keeps it too. */
function partsOf(order: Order, needs: readonly Need[], homes: ReadonlyMap<string, string>): OrderPart[] {
  const parts = (order.parts ?? []).map((part): OrderPart => ({ ...part, lines: [] }))
  const alive = new Set(order.parts?.filter(({ lines }) => lines.length > 0).map(({ no }) => no))
  const itemOf = new Map(needs.flatMap(({ item, lines }) => lines.map((line): [string, string] => [line, item])))
  for (const { id } of order.lines) {
    const system = homes.get(itemOf.get(id)!)!
    let part = parts.find((one) => one.system === system && (alive.has(one.no) || one.lines.length > 0))
    if (!part) parts.push(part = { no: parts.length + 1, system, lines: [] })
    part.lines.push(id)
  }
  return parts
}

function needsOf(order: Order, facts: Facts): Need[] {
  const needs = new Map<string, Need>()
  for (const line of order.lines) {
    const item = line.item ? facts.items.get(line.item)?.value : undefined
    const factor = item && !item.madeToOrder ? unitFactor(item, line.unit) : undefined
    const quantity = factor && line.quantity !== undefined ? multiply(line.quantity, factor) : undefined
    const key = line.item ?? `line ${line.id}`
    const before = needs.get(key)
    needs.set(key, { item: key, lines: [...before?.lines ?? [], line.id], quantity: quantity === undefined ? before?.quantity : before?.quantity === undefined ? quantity : add(before.quantity, quantity) })
  }
  return [...needs.values()]
}

const covers = ({ item, quantity }: Need, system: string, facts: Facts): boolean => quantity === undefined || compare(quantity, freeAt(item, system, facts) ?? '-1') <= 0

const freeAt = (item: string, system: string, facts: Facts): Decimal | undefined => facts.stock.get(item)?.value.places?.find((place) => place.system === system)?.free
