import * as runs from '../store/runs'
import { type Context } from './context'
import { type Followed } from './follow'
import { submit } from './submit'
import { type System } from './systems'
import { type TakenIn } from './takeIn'
import { takeOnce } from './takeOnce'

/**
 * R-INT-01: an order of a web shop is received as the document that the shop makes of it, once by its id there, whether a webhook or a poll brought
 * it; the order's channel is the shop. R-CAN-01: one that was cancelled before we knew it is taken as cancelled, so that the shop has its answer and
 * the customer his money; one that is cancelled before the shop knows of ours is cancelled here too. What says something else otherwise after it was
 * taken is a person's business.
 */
export async function takeWebOrder(context: Context, system: System, { remote, cursor }: TakenIn, followed: Followed): Promise<void> {
  const { document, cancelledBy, reason = `cancelled in the shop by the ${cancelledBy}` } = remote.body as { document: string; cancelledBy?: string; reason?: string }
  const order = await takeOnce(context, system, {
    remote, word: 'order', bytes: Buffer.from(`${document}\n`),
    ...(cancelledBy === undefined ? { changed: {
      kind: 'web-order-changed', detail: { theirId: remote.theirId },
      text: `Order ${remote.number ?? remote.theirId} of ${system.name} was taken, and says something else now. Change the order by "order-to-cash change", or ask the customer what is meant.`,
    } } : {}),
  }, followed)
  // what stands against it is told once the shop has our answer, and names the order by it
  if (cancelledBy !== undefined && order !== undefined) await submit(context, { subject: { company: system.company, order }, command: { type: 'cancel', reason }, circumstance: { cause: `${system.name}/webOrder/${remote.theirId}`, correlation: order } })
  if (cursor !== undefined) await context.store.write((tx) => runs.setCursor(tx, system.company, system.name, remote.kind, cursor))
}
