import { type Context, machineOf } from '../../sync/context'
import { keepSending, type Sending } from '../../sync/keepSending'
import { Sender } from '../../sync/sender'
import { Link } from './link'
import { Queues } from './queues'

/** How long jobs may take to be given back at the end, in ms. */
const CLOSE_MS = 3000

/**
 * Sends what is due by the jobs of a Redis: who works on which message next is told there, and who has it, decides the store alone. While Redis does not answer,
 * it is sent by the store as without one. Both at once are safe, and nothing that Redis forgets is lost.
 */
export async function sendByRedis(context: Context, url: string, { signal, pollMs = 1000 }: Omit<Sending, 'rests'>): Promise<void> {
  const link = new Link(url, context.log)
  let answers = false
  const sender = new Sender(context, { goesOn: () => !signal.aborted && !answers })
  const queues = new Queues(context, sender, link, pollMs)
  const byStore = keepSending(context, { signal, pollMs, rests: () => answers }, sender)
  try {
    for (let first = true; !signal.aborted; first = false) {
      const reason = await link.away()
      if (reason !== undefined && (answers || first)) context.log('warn', 'redis-away', { redis: link.place, text: `Redis does not answer: ${reason}. Nothing is lost; what is due is sent by the store alone until it does.` })
      if (reason === undefined && !answers) context.log(first ? 'info' : 'warn', 'redis-answers', { redis: link.place, text: 'Redis answers: what is due is sent by its queues.' })
      answers = reason === undefined
      if (answers) await swept(context, queues)
      await machineOf(context).sleep(pollMs, signal)
    }
    await byStore
    const closed = new AbortController()
    await Promise.race([queues.close(), machineOf(context).sleep(CLOSE_MS, closed.signal)])
    closed.abort()
  } finally {
    await queues.close(true)
    link.close()
  }
}

async function swept(context: Context, queues: Queues): Promise<void> {
  try {
    await queues.sweep()
  } catch (error) {
    context.log('error', 'sending', { text: error instanceof Error ? error.message : String(error) })
  }
}
