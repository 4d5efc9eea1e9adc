import { type ITriggerFunctions } from 'n8n-workflow'
import { type Open, withStore } from '../withStore'
import { type Delivery } from '../../store/deliveries'

/** A subscription that is listened to. */
export interface Listening {
  name: string
  /** Leases what is due. */
  next(limit: number, leaseMs: number): Promise<Delivery[]>
  done(deliveries: readonly Delivery[]): Promise<void>
  again(deliveries: readonly Delivery[], afterMs: number): Promise<void>
  /** What a delivery is about. */
  about<T>(work: (open: Open) => Promise<T>): Promise<T>
}

/** Begins, or goes on with, the subscription of this node in this workflow: what happened while nobody listened is still there. */
export async function listen(node: ITriggerFunctions, types: readonly string[]): Promise<Listening> {
  const name = `n8n/${node.getWorkflow().id}/${node.getNode().id}`
  const about = <T>(work: (open: Open) => Promise<T>): Promise<T> => withStore(node, work)
  await about(({ context, company, engine }) => context.store.write((tx) => engine.deliveries.subscribe(tx, { name, company, types: types.length > 0 ? types : undefined, createdAt: engine.instant(context) })))
  const positions = (deliveries: readonly Delivery[]): number[] => deliveries.map(({ position }) => position)
  // each time by the store as it is then: a server that comes back, or a file that is put back, is heard again
  return {
    name, about,
    next: (limit, leaseMs) => about(({ context, engine }) => context.store.write((tx) => engine.deliveries.handOut(tx, name, { limit, nowMs: Date.now(), leaseMs }))),
    async done(deliveries) { await about(({ context, engine }) => context.store.write((tx) => engine.deliveries.taken(tx, positions(deliveries)))) },
    async again(deliveries, afterMs) { await about(({ context, engine }) => context.store.write((tx) => engine.deliveries.giveBack(tx, positions(deliveries), Date.now() + afterMs))) },
  }
}
