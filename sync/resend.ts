import * as cases from '../store/cases'
import { isHeldBy } from '../orders/cancelItem'
import * as orders from '../store/orders'
import * as outbox from '../store/outbox'
import { type Message } from '../store/records'
import { type Tx } from '../store/store'
import { type Cause, causeOf } from './cause'
import { type Context, instant } from './context'
import { isOvertaken } from './effects'

/**
 * Sends a refused, dead or doubtful message again: the same row with the same key, so that it counts once. The cases about it
 * are closed with it. False, and nothing is changed, where the message is in another state, or where something newer of its record was decided since: it
 * would put what was before over what is now.
 */
export async function resend(context: Context, message: Message): Promise<{ sent: boolean; closedCases: string[] }> {
  const about = (await cases.list(context.store, message.company, { state: 'open', subject: message.stream })).filter((one) => one.detail?.message === message.id)
  const sent = await context.store.write(async (tx) => {
    if (isOvertaken(message, await outbox.ofStream(tx, message.company, message.stream)) || await isEnded(tx, message)) return false
    if (!(await outbox.resend(tx, message.id))) return false
    for (const one of about) await cases.close(tx, one.id, { result: 'sent again', by: context.actor, at: instant(context) })
    return true
  })
  return { sent, closedCases: sent ? about.map((one) => one.id) : [] }
}

/** Would it make a record of an order that is none any more? */
async function isEnded(tx: Tx, { company, stream, kind, action }: Message): Promise<boolean> {
  if (!isHeldBy(kind) || action === 'cancel' || !stream.startsWith('order/')) return false
  const order = await orders.get(tx, company, stream.slice('order/'.length))
  return order?.status === 'cancelled' || order?.status === 'rejected'
}

/** What one cause has stopped, oldest first; of one system or of all. Where it is not known whether it was done, a person looks at each: those are left out. */
export async function stoppedBy(context: Context, company: string, cause: Cause, system?: string): Promise<Message[]> {
  const stopped: Message[] = []
  for (const state of ['refused', 'dead'] as const) stopped.push(...await outbox.list(context.store, { state, system, limit: MOST }))
  return stopped.filter((message) => message.company === company && causeOf(message.fault) === cause).sort((a, b) => a.position - b.position)
}

/** Messages that are looked through for one cause. */
const MOST = 100_000
