import { refusedChange } from './answers'
import { leftOf } from './cancelling'
import { type Effect } from './decision'
import { orderEffects } from './effects'
import { type OrderEvent, type OrderPart } from './event'
import { type Facts } from './facts'
import { type Order } from './order'
import { type Story } from './story'

/** Only warehouses were asked so far, and one of them still has it: it can go on as it was. */
export const mayGoOn = (order: Order): boolean => order.cancel !== undefined && order.cancel.left.some(({ kind }) => kind === 'part')

/**
 * R-CAN-06: the cancel falls through, and the order goes on whole: what a warehouse had given up meanwhile is asked for anew under another number of
 * the part, and what had not gone out yet goes out. Answers with what the systems and the buyer must be told.
 */
export function endCancel(story: Story, data: Extract<OrderEvent, { type: 'cancelFailed' }>['data'], facts: Facts): Effect[] {
  const before = story.order
  const { done, request } = before.cancel!
  story.tell({ type: 'cancelFailed', data })
  if (done.length > 0) askAnew(story, before)
  const { order } = story
  return [...orderEffects(order, 'create', facts).filter((effect) => leftOf(before, effect) === undefined), ...(request === undefined ? [] : refusedChange(order, facts, request))]
}

/** A part that its warehouse has cancelled is not put back there: its lines are a new part of the same warehouse. */
function askAnew(story: Story, before: Order): void {
  const { parts = [], lines } = story.order
  const lost = (before.parts ?? []).filter(({ no, lines: had }) => had.length > 0 && parts.some((part) => part.no === no && part.lines.length === 0))
  const anew = lost.map((part, place): OrderPart => ({ ...part, no: parts.length + 1 + place }))
  const toMake = lines.filter(({ production }) => production).map(({ id }) => id)
  story.tell({ type: 'released', data: { ...(toMake.length > 0 ? { to: 'awaitingProduction', toMake } : { to: 'toShip' }), parts: [...parts, ...anew] } })
}
