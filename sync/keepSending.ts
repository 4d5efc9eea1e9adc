import { type Context, machineOf } from './context'
import { Sender } from './sender'

/** How often is looked for what is due, and for systems that were changed, in ms. */
const POLL_MS = 1000

export interface Sending {
  /** Ends it: no message is begun any more, and what is under way is finished. */
  signal: AbortSignal
  /** (Default: 1000) */
  pollMs?: number
  /** Leave alone what is due just now, as somebody else sends it? (Default: no) */
  rests?: () => boolean
}

/**
 * Sends what is due, all the time: each system has its own slots, which are filled anew as calls end, so that neither a slow nor a dead system delays another,
 * nor a slow call the next ones of its system. A failure of the store is logged, and tried again.
 */
export async function keepSending(context: Context, { signal, pollMs = POLL_MS, rests = () => false }: Sending, sender = senderOf(context, signal, rests)): Promise<void> {
  while (!signal.aborted) {
    await guarded(context, async () => { sender.taken() })
    await guarded(context, async () => { if (!rests()) await sender.fill() })
    await machineOf(context).sleep(pollMs, signal)
  }
  await sender.idle()
  await guarded(context, async () => { sender.taken() })
}

/** Sends what is due until nothing is due any more, or the signal ends it; answers with how many messages it claimed. Throws what could not be read or written. */
export async function sendDue(context: Context, { signal, pollMs = POLL_MS }: Omit<Sending, 'rests'>): Promise<number> {
  const sender = senderOf(context, signal)
  let sent = 0
  try {
    while (!signal.aborted) {
      const begun = await sender.fill()
      if (begun === 0 && !sender.busy) break
      const over = new AbortController()
      await Promise.race([sender.idle(), machineOf(context).sleep(pollMs, AbortSignal.any([signal, over.signal]))])
      over.abort()
      sent += sender.taken().claimed
    }
  } finally {
    await sender.idle()
  }
  return sent + sender.taken().claimed
}

const senderOf = (context: Context, signal: AbortSignal, rests = (): boolean => false): Sender => new Sender(context, { goesOn: () => !signal.aborted && !rests() })

async function guarded(context: Context, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    context.log('error', 'sending', { text: error instanceof Error ? error.message : String(error) })
  }
}
