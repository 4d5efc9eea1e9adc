import * as cases from '../store/cases'
import * as clocks from '../store/clocks'
import { OWNERS } from './cause'
import { type Context, instant } from './context'
import { uuidv7 } from './ids'
import { type System } from './systems'

/** A difference below this is noise of the measurement: an answer's date counts seconds. */
const NOISE_MS = 5000
/** From here on somebody is told: signatures and tokens with a time in them begin to fail after some minutes. */
const TOO_FAR_MS = 120_000

/**
 * Notes how far a system's clock is from ours, for whoever has to judge a time of that system in another process, and opens a case where it is so
 * far that somebody should set it. Nothing here depends on the two being equal: cursors are in the system's time, leases in ours.
 */
export async function noteClock(context: Context, { company, name, connector }: System): Promise<void> {
  const measured = connector.skew?.()
  if (!measured) return
  const skewMs = Math.round(measured.ms)
  const before = await clocks.get(context.store, company, name)
  if (before && Math.abs(before.skewMs - skewMs) < NOISE_MS) return
  const off = isFar(skewMs)
  const open = off === isFar(before?.skewMs ?? 0) ? [] : await cases.list(context.store, company, { state: 'open', kind: 'clock-off', subject: `system/${name}` })
  await context.store.write(async (tx) => {
    await clocks.save(tx, company, name, { skewMs, measuredAt: instant(context) })
    if (off) {
      await cases.open(tx, {
        id: uuidv7(), company, kind: 'clock-off', system: name, subject: `system/${name}`, field: '', seenAt: instant(context), owner: OWNERS.transport, detail: { skewMs },
        text: `The clock of ${name} is ${spoken(skewMs)} ours. Its times are read by its own clock, and nothing is lost by it; set the one that is wrong (NTP), before a token or a signature is refused for its time.`,
      })
    } else for (const one of open) await cases.close(tx, one.id, { result: 'its clock agrees again', by: context.actor, at: instant(context) })
  })
}

const isFar = (skewMs: number): boolean => Math.abs(skewMs) >= TOO_FAR_MS

const spoken = (skewMs: number): string => `${Math.round(Math.abs(skewMs) / 60_000)} min ${skewMs > 0 ? 'ahead of' : 'behind'}`
