import { type Order } from '../orders/order'
import { refused, type Refused } from '../orders/decision'
import * as references from '../store/references'
import { type Context } from './context'
import { learn } from './learned'
import { shipToCode } from './shipTo'
import { type Outcome, submit } from './submit'

/** What a person says that a code of an order means: our item of a line, or the GLN of the ship-to. */
export type Resolution = { line: string; item: string } | { shipTo: string }

/**
 * R-ENT-03: changes the order by what a person resolved, and remembers the buyer's code for every order to come, in one transaction. Refused where our
 * side of it is not known; `remembered` is the code, or undefined where the order has none.
 */
export async function resolve(context: Context, order: Order, resolution: Resolution): Promise<{ outcome: Outcome | (Refused & { order: Order }); remembered?: string }> {
  const code = codeOf(order, resolution)
  const wrong = await whyNot(context, order, resolution)
  if (wrong) return { outcome: { ...wrong, order } }
  const change = 'item' in resolution ? { lines: [resolution] }
    : { shipTo: { ...order.shipTo, identifiers: [...(order.shipTo?.identifiers ?? []).filter(({ scheme }) => scheme !== 'GLN'), { scheme: 'GLN', value: resolution.shipTo }] } }
  const outcome = await submit(context, { subject: { company: order.company, order: order.id }, command: { type: 'change', change, reason: 'a code was resolved' }, circumstance: { cause: 'command', correlation: order.id } }, async (tx, result) => {
    if (result.outcome !== 'accepted' || code === undefined || order.buyer === undefined) return
    await learn(context, tx, { company: order.company, partner: order.buyer, code, ...('item' in resolution ? { list: 'item', meaning: resolution.item } : { list: 'shipTo', meaning: resolution.shipTo }) })
  })
  return { outcome, ...(outcome.outcome === 'accepted' && code !== undefined && order.buyer !== undefined ? { remembered: code } : {}) }
}

function codeOf(order: Order, resolution: Resolution): string | undefined {
  return 'item' in resolution ? order.lines.find((line) => line.id === resolution.line)?.buyersItem : shipToCode(order.shipTo)
}

async function whyNot(context: Context, order: Order, resolution: Resolution): Promise<Refused | undefined> {
  if (!('item' in resolution)) return order.shipTo ? undefined : refused('ship-to-missing', 'The order has no ship-to that could be resolved.')
  const [known] = await references.many(context.store, order.company, 'item', [resolution.item])
  return known ? undefined : refused('item-unknown', `There is no item ${resolution.item}; "order-to-cash run refresh" reads the items anew.`)
}
