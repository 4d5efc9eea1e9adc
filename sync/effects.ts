import { type Effect } from '../orders/decision'
import { type Circumstance } from '../orders/event'
import { type Order } from '../orders/order'
import * as outbox from '../store/outbox'
import { type NewMessage } from '../store/records'
import { type Tx } from '../store/store'
import { sendDocument } from './edi/sendDocument'
import { uuidv7 } from './ids'

/** What an order has come to, and what the systems must show of it. */
export interface Intended {
  order: Order
  effects: readonly Effect[]
  circumstance: Circumstance
}

/**
 * Puts the effects into the outbox. A change or cancel may overtake its create: a create that never went out is replaced by
 * one with the new content (or, for a cancel, dropped), one that was refused is made anew, and otherwise the outbox sends
 * them one after the other (architecture 5).
 */
export async function enqueueEffects(tx: Tx, intended: readonly Intended[]): Promise<void> {
  let wanted: NewMessage[] = []
  for (const { order, effects, circumstance } of intended) {
    const stream = `order/${order.id}`
    for (const effect of effects) {
      if (effect.kind === 'document') {
        await sendDocument(tx, order, effect, circumstance)
        continue
      }
      if (effect.action !== 'create') {
        // it looks at what the stream has in the outbox
        await outbox.enqueue(tx, wanted)
        wanted = []
      }
      const action = effect.action === 'create' ? 'create' : await actionNow(tx, order, stream, effect)
      if (action === undefined) continue
      wanted.push({
        id: uuidv7(), company: order.company, system: effect.system, kind: effect.kind, ourId: effect.ourId, revision: order.version, action,
        stream, body: effect.body, correlation: circumstance.correlation, createdAt: circumstance.at,
      })
    }
  }
  await outbox.enqueue(tx, wanted)
}

async function actionNow(tx: Tx, order: Order, stream: string, effect: Effect): Promise<Effect['action'] | undefined> {
  const dropped = await outbox.supersede(tx, { company: order.company, system: effect.system, kind: effect.kind, stream, ourId: effect.ourId, below: order.version })
  const before = (await outbox.ofStream(tx, order.company, stream)).filter((m) => m.system === effect.system && m.kind === effect.kind && m.ourId === effect.ourId)
  const mayBeThere = before.some((m) => m.action === 'create' && !['superseded', 'refused'].includes(m.state) && !dropped.some((d) => d.id === m.id))
  // which warehouse has an order that was accepted while there was one is not said in it: the others are told nothing of it
  if (effect.kind === 'part' && !mayBeThere && !order.parts && (await outbox.ofStream(tx, order.company, stream)).some((m) => m.kind === 'part' && m.ourId === effect.ourId && m.system !== effect.system)) return undefined
  // a quotation, or a shop's order, is told of the end of its order also where it was told nothing before
  if (effect.action === 'cancel') return mayBeThere ? 'cancel' : effect.kind === 'quotation' || effect.kind === 'webOrder' ? 'create' : undefined
  return mayBeThere ? 'change' : 'create'
}
