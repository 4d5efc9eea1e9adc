import { type ITriggerFunctions } from 'n8n-workflow'
import { accessOf } from '../access'
import { engine } from '../engine'
import { type Open } from '../withStore'
import { type Delivery } from '../../store/deliveries'

/** A subscription that is listened to, with the store open for as long. */
export interface Listening extends Open {
  name: string
  /** Leases what is due. */
  next(limit: number, leaseMs: number): Promise<Delivery[]>
  done(deliveries: readonly Delivery[]): Promise<void>
  again(deliveries: readonly Delivery[], afterMs: number): Promise<void>
  release(): void
}

/** Begins, or goes on with, the subscription of this node in this workflow: what happened while nobody listened is still there. */
export async function listen(node: ITriggerFunctions, types: readonly string[]): Promise<Listening> {
  const credential = await node.getCredentials('orderStoreApi')
  const loaded = await engine()
  const opened = await loaded.openAccess(accessOf(credential))
  const { context } = opened
  let listening = false
  try {
    const { store } = context
    const company = await loaded.companyOf(context, credential.company as string | undefined)
    const name = `n8n/${node.getWorkflow().id}/${node.getNode().id}`
    await store.write((tx) => loaded.deliveries.subscribe(tx, { name, company, types: types.length > 0 ? types : undefined, createdAt: loaded.instant(context) }))
    const positions = (deliveries: readonly Delivery[]): number[] => deliveries.map(({ position }) => position)
    listening = true
    return {
      context, company, engine: loaded, name, release: () => opened.release(),
      next: (limit, leaseMs) => store.write((tx) => loaded.deliveries.handOut(tx, name, { limit, nowMs: Date.now(), leaseMs })),
      async done(deliveries) { await store.write((tx) => loaded.deliveries.taken(tx, positions(deliveries))) },
      async again(deliveries, afterMs) { await store.write((tx) => loaded.deliveries.giveBack(tx, positions(deliveries), Date.now() + afterMs)) },
    }
  } finally {
    if (!listening) opened.release()
  }
}
