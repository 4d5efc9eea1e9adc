import { fold } from '../orders/evolve'
import { type Order } from '../orders/order'
import * as documents from '../store/documents'
import { eraseCopies, eraseSenders, eraseValues, heardOf, madeOf, othersOfDocument, personalIn } from '../store/erase'
import * as orderDocuments from '../store/orderDocuments'
import * as orders from '../store/orders'
import { type Tx } from '../store/store'
import * as streams from '../store/streams'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { recordOf } from './proof/rows/orderDocuments'
import { type Outcome, submit } from './submit'

export interface Erasure {
  company: string
  order: Order
  /** Whose request it follows. */
  reason: string
  /** The received document too, who sent it, and those that were made of the order. (Default: false, since the law may demand that they are kept) */
  document?: boolean
}

export interface Erased {
  outcome: Outcome
  /** Personal values that were taken away, in all streams. */
  values: number
  /** What became of the received document; `shared` where other orders came with it, by their names. */
  document: 'kept' | 'erased' | { shared: string[] }
}

/**
 * Takes away what is kept of persons in an order that has ended: in its events and those of its documents (the chain stays whole, and an event
 * says who erased what and why), in the rows that are read, in what was sent and heard of it, and in the webhooks that told of it. What other systems keep is their business.
 */
export async function erase(context: Context, { company, order, reason, document = false }: Erasure): Promise<Erased> {
  const { store } = context
  const stream = `order/${order.id}`
  const shared = document && order.document !== undefined ? await othersOfDocument(store, order.document, { company, order: order.id }) : []
  const goes = document && order.document !== undefined && shared.length === 0 && await documents.read(store, order.document) !== undefined
  const values = await personalIn(store, company, stream)
  const around = await Promise.all(order.documents.map(async ({ kind, issuer, number }) => ({ stream: `${kind}/${issuer}/${number}`, values: await personalIn(store, company, `${kind}/${issuer}/${number}`) })))
  const made = document ? [...await madeOf(store, company, order.id), ...order.confirmations?.flatMap((one) => one.document ?? []) ?? []] : []
  const heard = await heardOf(store, order.id, order.receivedAt)
  const circumstance = { cause: 'command', correlation: uuidv7() }
  const outcome = await submit(context, { subject: { company, order: order.id }, circumstance, command: { type: 'erase', reason, values, ...(goes ? { document: order.document } : {}), ...(made.length > 0 ? { made } : {}), ...(heard.length > 0 ? { heard } : {}) } }, async (tx, result) => {
    if (result.outcome === 'refused' || !result.changed) return
    await eraseValues(tx, company, stream, values, instant(context))
    await orders.save(tx, [fold(await streams.load(tx, company, stream))!])
    for (const one of around) if (one.values.length > 0) await eraseDocument(context, tx, company, one, { by: context.actor, reason, values: one.values }, circumstance)
    await eraseCopies(tx, company, order.id)
    for (const sha256 of [...made, ...heard]) await documents.erase(tx, sha256, instant(context))
    if (goes) {
      await documents.erase(tx, order.document!, instant(context))
      await eraseSenders(tx, order.document!)
    }
  })
  const done = outcome.outcome === 'accepted' && outcome.changed
  return { outcome, values: done ? values.length + around.reduce((sum, one) => sum + one.values.length, 0) : 0, document: shared.length > 0 ? { shared } : done && goes ? 'erased' : 'kept' }
}

/** A despatch advice that somebody signed: its stream says so too, and its row is made anew. */
async function eraseDocument(context: Context, tx: Tx, company: string, { stream, values }: { stream: string; values: Parameters<typeof eraseValues>[3] }, data: object, circumstance: { cause: string; correlation: string }): Promise<void> {
  const expected = await streams.version(tx, company, stream)
  await streams.append(tx, [{ company, stream, expected, circumstance: { at: instant(context), actor: context.actor, ...circumstance }, events: [{ type: 'erased', data }] }])
  await eraseValues(tx, company, stream, values, instant(context))
  const record = recordOf(company, stream, await streams.load(tx, company, stream))
  if (record) await orderDocuments.save(tx, record)
}
