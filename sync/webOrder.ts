import { createHash } from 'node:crypto'
import * as cases from '../store/cases'
import * as runs from '../store/runs'
import { type Context, instant } from './context'
import { type Followed } from './follow'
import { uuidv7 } from './ids'
import { receive } from './receive'
import { type System } from './systems'
import { type TakenIn } from './takeIn'

/**
 * R-INT-01: an order of a web shop is received as the document that the shop makes of it, once by its id there, whether a webhook or a poll brought
 * it; the order's channel is the shop. One that was cancelled before we knew it is none. What says something else after it was taken is a
 * person's business.
 */
export async function takeWebOrder(context: Context, system: System, { remote, cursor }: TakenIn, followed: Followed): Promise<void> {
  const { document, cancelledBy } = remote.body as { document: string; cancelledBy?: string }
  const bytes = Buffer.from(`${document}\n`)
  const transportId = `order/${remote.theirId}`
  if (cancelledBy === undefined) {
    const { arrival, items, repeated } = await receive(context, { channel: system.name, transportId, bytes, fileName: `order-${remote.number ?? remote.theirId}.json` })
    if (!repeated) {
      followed.changes++
      followed.applied++
    } else if (arrival.sha256 !== createHash('sha256').update(bytes).digest('hex')) {
      const order = items.find((item) => item.order !== undefined)?.order
      await context.store.write((tx) => cases.open(tx, {
        id: uuidv7(), company: system.company, kind: 'web-order-changed', system: system.name, subject: order === undefined ? `arrival/${arrival.id}` : `order/${order}`, field: `order ${remote.theirId}`,
        text: `Order ${remote.number ?? remote.theirId} of ${system.name} was taken, and says something else now. Change the order by "order-to-cash change", or ask the customer what is meant.`,
        seenAt: instant(context), detail: { theirId: remote.theirId },
      }))
    }
  } else followed.foreign++
  if (cursor !== undefined) await context.store.write((tx) => runs.setCursor(tx, system.company, system.name, remote.kind, cursor))
}
