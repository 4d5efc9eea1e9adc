import { type OrderEvent, type OrderPart } from './event'
import { type Facts } from './facts'
import { type Order, type OrderLine } from './order'
import { route } from './route'

/**
 * R-ROU-02, R-ROU-03: an accepted order goes to the shop floor where something of it is made to order and a system takes that, else to the warehouse:
 * to several, where none has all of it. `parts` is where it is known to be already.
 */
export function release(order: Order, facts: Facts, parts: OrderPart[] | undefined = route(order, facts)): OrderEvent {
  const isMadeThere = facts.systems.some((system) => system.role === 'mes' && system.mode !== 'off')
  const toMake = isMadeThere ? order.lines.filter((line) => isMadeToOrder(line, facts)).map((line) => line.id) : []
  return { type: 'released', data: { ...(toMake.length > 0 ? { to: 'awaitingProduction', toMake } : { to: 'toShip' }), ...(parts && { parts }) } }
}

/** By the item's own master data: no document and no partner says so. */
export const isMadeToOrder = (line: Pick<OrderLine, 'item'>, facts: Pick<Facts, 'items'>): boolean =>
  line.item !== undefined && facts.items.get(line.item)?.value.madeToOrder === true

/** Work has begun on it: it is not changed or cancelled any more without settling what that costs (R-CAN-03, R-CHG-07). */
export const isBegun = (line: OrderLine): boolean => line.production !== undefined && line.production.stage !== 'awaiting'
