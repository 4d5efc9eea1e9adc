import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runJob } from '../../jobs/run'
import { isFinal } from '../../orders/status'
import * as orders from '../../store/orders'
import { drain } from '../../sync/dispatch'
import { receive } from '../../sync/receive'
import { type Context } from '../../sync/context'
import { DayClock } from './clock'
import { WAREHOUSES } from './goods'
import { followAll, refreshAll } from './patient'
import { type Day } from './steps'

const ORDERED = '2026-01-20'
const REMINDED = '2026-02-10'
const FILE = '0120-alpenwerk.edi'
/** Whose order it is, and its number there. */
const ORDER = { buyer: 'ALPENWERK', reference: '451012' }

/**
 * What had happened before the first day: a customer was sent something in January, did not pay what was due on 3 February, and was reminded once.
 * Broken off, it goes on at the next start; nothing of the day itself is there before it has ended.
 */
export async function before(day: Day, folder: string): Promise<void> {
  const { company, systems, patienceMs, stop } = day
  const january: Context = { ...day.context, clock: new DayClock(ORDERED) }
  const known = await orders.byKey(january.store, company, ORDER.buyer, ORDER.reference, '', 0)
  if (known === undefined || !(known.status === 'delivered' || isFinal(known.status))) {
    const then: Day = { ...day, context: january }
    await refreshAll(then)
    await receive(january, { channel: 'inbox', transportId: `earlier/${FILE}`, bytes: readFileSync(join(folder, FILE)), fileName: FILE })
    const heard = async (): Promise<void> => { await drain(january, { patienceMs, signal: stop }); await followAll(then) }
    await heard()
    for (const warehouse of WAREHOUSES) await systems.get(warehouse)!.operate('ship', { today: ORDERED })
    await heard()
    await systems.get('erp')!.operate('bill', { today: ORDERED })
    for (const step of ['collect', 'carry']) await systems.get('tms')!.operate(step, { today: ORDERED })
    await heard()
    await systems.get('tms')!.operate('deliver', { today: ORDERED, signer: day.words.signedBy })
    await heard()
    for (const warehouse of WAREHOUSES) await systems.get(warehouse)!.operate('deliver', { today: ORDERED, signedBy: day.words.signedBy })
    await heard()
  }
  const february: Context = { ...day.context, clock: new DayClock(REMINDED) }
  await runJob(february, company, 'dunning', `${REMINDED}T06:00:00.000Z`)
  await drain(february, { patienceMs, signal: stop })
}
