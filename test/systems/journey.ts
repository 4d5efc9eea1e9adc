import * as orders from '../../store/orders'
import { drain } from '../../sync/dispatch'
import { type Context } from '../../sync/context'
import { follow } from '../../sync/follow'
import { receive } from '../../sync/receive'
import { submit } from '../../sync/submit'
import { BUYER, COMPANY, x12 } from './document'

/** Longer than a lease of the short time-outs that these tests set. */
const PATIENCE_MS = 60_000

/**
 * One order from its file to the goods issue in the ERP: taken in, sent, shipped by a warehouse of which we hear, posted, and
 * heard back. Done again from the start it goes on where it was broken off, since every step counts once.
 */
export async function journey(context: Context, reference: string): Promise<void> {
  await receive({ ...context, actor: 'inbox' }, { channel: 'test', transportId: reference, bytes: x12(reference), fileName: `${reference}.edi` })
  await drain(context, { patienceMs: PATIENCE_MS })
  const order = await orders.byKey(context.store, COMPANY, BUYER, reference, '', 0)
  if (!order) throw new Error(`no order ${reference}`)
  await submit(context, {
    subject: { company: COMPANY, order: order.id }, circumstance: { cause: 'wms/despatch/D-1', correlation: order.id },
    command: { type: 'ship', issuer: 'wms', despatch: 'D-1', shippedOn: '2026-11-20', lines: [{ line: '10', quantity: '2' }, { line: '20', quantity: '150' }] },
  })
  await drain(context, { patienceMs: PATIENCE_MS })
  await follow(context)
}

/** What was taken in is sent to every system, and heard back. */
export async function sending(context: Context): Promise<void> {
  await drain(context, { patienceMs: PATIENCE_MS })
  await follow(context)
}
