import * as cases from '../store/cases'
import * as outbox from '../store/outbox'
import { type Message } from '../store/records'
import { type Context, instant } from './context'

/**
 * Sends a refused, dead or doubtful message again: the same row with the same key, so that it counts once. The cases about it
 * are closed with it. False where the message is in another state, and nothing is changed.
 */
export async function resend(context: Context, message: Message): Promise<{ sent: boolean; closedCases: string[] }> {
  const about = (await cases.list(context.store, message.company, { state: 'open', subject: message.stream })).filter((one) => one.detail?.message === message.id)
  const sent = await context.store.write(async (tx) => {
    if (!(await outbox.resend(tx, message.id))) return false
    for (const one of about) await cases.close(tx, one.id, { result: 'sent again', by: context.actor, at: instant(context) })
    return true
  })
  return { sent, closedCases: sent ? about.map((one) => one.id) : [] }
}
