import { changeResponse } from './answers'
import { type RecordName, sameItem } from './cancelItem'
import { accepted, type Accepted, type Effect } from './decision'
import { orderEffects, sourceEffects } from './effects'
import { type CancelItem, type OrderEvent } from './event'
import { type Facts } from './facts'
import { type Order } from './order'
import { type Story } from './story'

/** The item of an order's cancel that is still to be carried out, if it is one. */
export const leftOf = (order: Order, record: RecordName): NonNullable<Order['cancel']>['left'][number] | undefined => order.cancel?.left.find((item) => sameItem(item, record))

/**
 * R-CAN-05: asks the systems that hold the order to give it up; the warehouses first, since only they can still send it away: until all of them have given
 * in, the others keep it whole, and a shipment ends the cancel (R-CAN-06). Where no system has it, it is cancelled at once.
 */
export function beginCancel(story: Story, asked: { by: string; reason: string; request?: string }, facts: Facts): Accepted {
  const effects = orderEffects(story.order, 'cancel', facts)
  const items = effects.filter((effect) => facts.there?.some((record) => sameItem(itemOf(effect), record))).map(itemOf)
  // what never went out is taken back from the outbox
  const unsent = effects.filter((effect) => !items.some((item) => sameItem(item, effect)))
  if (items.length === 0) return ended(story, asked, unsent, facts)
  const movers = items.filter(({ kind }) => kind === 'part')
  const first = movers.length > 0 ? movers : items
  story.tell({ type: 'cancelAsked', data: { ...asked, asked: first, next: items.filter((item) => !first.includes(item)) } })
  return accepted(story.events, { effects: [...unsent, ...effects.filter((effect) => first.some((item) => sameItem(item, effect)))] })
}

/** A record is cancelled there, or a person does without it: once nothing is left the order is cancelled, by itself and once. */
export function carryOn(story: Story, done: Extract<OrderEvent, { type: 'cancelledThere' }>['data'][], facts: Facts): Accepted {
  for (const data of done) story.tell({ type: 'cancelledThere', data })
  const { by, reason, request, left } = story.order.cancel!
  if (left.some(({ asked }) => asked)) return accepted(story.events)
  const items = left.map(({ system, kind, ourId }): CancelItem => ({ system, kind, ourId }))
  const asked = items.filter((item) => facts.there === undefined || facts.there.some((record) => sameItem(item, record)))
  // it was refused there meanwhile, or was never sent after all: then there is nothing to cancel, and what waits to be sent is taken back
  const effects = orderEffects(story.order, 'cancel', facts).filter((effect) => items.some((item) => sameItem(item, effect)))
  for (const item of items) if (!asked.includes(item)) story.tell({ type: 'cancelledThere', data: item })
  if (asked.length === 0) return ended(story, { by, reason, ...(request === undefined ? {} : { request }) }, effects, facts)
  story.tell({ type: 'cancelGoesOn', data: { asked } })
  return accepted(story.events, { effects })
}

function ended(story: Story, data: Extract<OrderEvent, { type: 'cancelled' }>['data'], unsent: readonly Effect[], facts: Facts): Accepted {
  const { order } = story.tell({ type: 'cancelled', data })
  return accepted(story.events, { release: 'all', effects: [...unsent, ...sourceEffects(order, facts), ...changeResponse(order, facts, { request: data.request })] })
}

const itemOf = ({ system, kind, ourId }: Effect): CancelItem => ({ system, kind: kind as CancelItem['kind'], ourId })
