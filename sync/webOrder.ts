import * as runs from '../store/runs'
import { type Context } from './context'
import { type Followed } from './follow'
import { type System } from './systems'
import { type TakenIn } from './takeIn'
import { takeOnce } from './takeOnce'

/**
 * R-INT-01: an order of a web shop is received as the document that the shop makes of it, once by its id there, whether a webhook or a poll brought
 * it; the order's channel is the shop. One that was cancelled before we knew it is none. What says something else after it was taken is a
 * person's business.
 */
export async function takeWebOrder(context: Context, system: System, { remote, cursor }: TakenIn, followed: Followed): Promise<void> {
  const { document, cancelledBy } = remote.body as { document: string; cancelledBy?: string }
  if (cancelledBy === undefined) {
    await takeOnce(context, system, {
      remote, word: 'order', bytes: Buffer.from(`${document}\n`),
      changed: {
        kind: 'web-order-changed', detail: { theirId: remote.theirId },
        text: `Order ${remote.number ?? remote.theirId} of ${system.name} was taken, and says something else now. Change the order by "order-to-cash change", or ask the customer what is meant.`,
      },
    }, followed)
  } else followed.foreign++
  if (cursor !== undefined) await context.store.write((tx) => runs.setCursor(tx, system.company, system.name, remote.kind, cursor))
}
