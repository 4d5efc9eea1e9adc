import { type Command } from '../command'
import { accepted, alreadyDone, type Decision } from '../decision'
import { orderEffects, withRole } from '../effects'
import { type OrderPart } from '../event'
import { type Facts } from '../facts'
import { type Order } from '../order'
import { authorisationEffects } from '../payments/card'
import { release } from '../release'
import { route } from '../route'
import { isAccepted, isFinal } from '../status'
import { Story } from '../story'

/**
 * After a restore: an order that was accepted since the backup, as a system that holds it says. It keeps its id and its number, and is judged no
 * second time; systems that do not have it are sent it, the others are left alone. A shop floor may have
 * some of its lines: it is asked for each, and looks. R-INV-05: money that a gateway holds for it is taken when it is shipped, or given free, as before.
 */
export function relearn(order: Order | undefined, command: Extract<Command, { type: 'relearn' }>, facts: Facts): Decision {
  if (order && (isAccepted(order.status) || isFinal(order.status))) return alreadyDone()
  const { type: _type, system, since, holders, cancelled, number, payable, parts: held, ...received } = command
  const story = new Story(order, facts.at)
  if (!order) story.tell({ type: 'received', data: { ...received, channel: `restored/${system}`, createdBy: facts.actor.id } })
  // where it is not yet goes by the same rule as before it was accepted
  const parts = partsOf(story.order, held, facts)
  story.tell({ type: 'relearned', data: { system, since } }, { type: 'confirmed', data: { number, lineExtension: payable, payable } })
  if (cancelled) {
    story.tell({ type: 'cancelled', data: { by: system, reason: `It is cancelled in ${system}.` } })
    return accepted(story.events, { release: 'all', effects: authorisationEffects(story.order, 'cancel', facts) })
  }
  story.tell(release(story.order, facts, parts))
  return accepted(story.events, { effects: orderEffects(story.order, 'create', facts).filter((effect) => effect.kind === 'production' || !holders.includes(effect.system)) })
}

/**
 * R-ROU-03: of several warehouses one that has a part keeps it, and what none has goes to one of them: told to all, it would be shipped by each.
 * A warehouse that does not say which lines it has is taken to have all that no other has.
 */
function partsOf(order: Order, held: readonly OrderPart[] | undefined, facts: Facts): OrderPart[] | undefined {
  const isOneOfMany = withRole('wms', facts).length > 1
  if (!isOneOfMany && !held?.some(({ no }) => no !== 1)) return undefined
  const elsewhere = new Set(held?.flatMap(({ lines }) => lines))
  const rest = order.lines.map(({ id }) => id).filter((id) => !elsewhere.has(id))
  const known = held?.map((part) => (part.lines.length > 0 ? part : { ...part, lines: rest.splice(0) }))
  return isOneOfMany ? route(known ? { ...order, parts: known } : order, facts) : known
}
