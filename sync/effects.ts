import { type Effect } from '../orders/decision'
import { type Circumstance } from '../orders/event'
import { type Order } from '../orders/order'
import * as outbox from '../store/outbox'
import { type Tx } from '../store/store'
import { type Context } from './context'
import { uuidv7 } from './ids'

/**
 * Puts the effects into the outbox. A change or cancel that overtakes its create: a create that never went out is replaced
 * (or, for a cancel, dropped); one that was refused is created anew; otherwise the outbox keeps them in order (architecture 5).
 */
export async function enqueueEffects(context: Context, tx: Tx, order: Order, effects: readonly Effect[], circumstance: Circumstance): Promise<void> {
  for (const effect of effects) {
    const action = await actionNow(tx, order.company, effect)
    if (action === undefined) continue
    await outbox.enqueue(tx, [{
      id: uuidv7(), company: order.company, system: effect.system, kind: effect.kind, ourId: effect.ourId, revision: order.version, action,
      stream: `order/${order.id}`, body: effect.body, correlation: circumstance.correlation, createdAt: circumstance.at,
    }])
  }
}

async function actionNow(tx: Tx, company: string, effect: Effect): Promise<Effect['action'] | undefined> {
  if (effect.action === 'create') return 'create'
  const { waiting, carriedOut } = await outbox.supersede(tx, { company, system: effect.system, kind: effect.kind, ourId: effect.ourId })
  if (effect.action === 'cancel') return carriedOut ? 'cancel' : undefined
  return waiting && !carriedOut ? 'create' : carriedOut ? 'change' : 'create'
}
