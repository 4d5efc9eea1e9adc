import * as cases from '../store/cases'
import { isHeldBy } from '../orders/cancelItem'
import { leftOf } from '../orders/cancelling'
import { linesOfPart, producedLine } from '../orders/effects'
import { type Order } from '../orders/order'
import * as orders from '../store/orders'
import * as outbox from '../store/outbox'
import { type Message } from '../store/records'
import { type Tx } from '../store/store'
import { type Cause, causeOf } from './cause'
import { type Context } from './context'
import { closeCase, tellDeed } from './deeds'
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
    await tellDeed(context, tx, message.company, `message/${message.id}`, { type: 'sentAgain', data: { system: message.system, kind: message.kind, action: message.action, ourId: message.ourId, before: message.state, attempts: message.attempt } })
    for (const one of about) await closeCase(context, tx, one, 'sent again')
    return true
  })
  return { sent, closedCases: sent ? about.map((one) => one.id) : [] }
}

/** Would it make a record of an order that is none any more, or take one away from an order that goes on? */
async function isEnded(tx: Tx, message: Message): Promise<boolean> {
  const { company, stream, kind, action } = message
  if (!isHeldBy(kind) || !stream.startsWith('order/')) return false
  const order = await orders.get(tx, company, stream.slice('order/'.length))
  if (!order) return false
  const isNone = order.status === 'cancelled' || order.status === 'rejected'
  return action === 'cancel' ? !isNone && isKept(order, message) && leftOf(order, message) === undefined : isNone
}

/** Has the order still something in that record? Of a part whose lines went to another, and of what is not made any more, the cancel stands. */
const isKept = (order: Order, { kind, ourId }: Message): boolean => kind === 'order' || (kind === 'part' ? linesOfPart(order, ourId).length > 0 : order.lines.find(({ id }) => id === producedLine(ourId))?.production !== undefined)

/** What one cause has stopped, oldest first; of one system or of all. Where it is not known whether it was done, a person looks at each: those are left out. */
export async function stoppedBy(context: Context, company: string, cause: Cause, system?: string): Promise<Message[]> {
  const stopped: Message[] = []
  for (const state of ['refused', 'dead'] as const) stopped.push(...await outbox.list(context.store, { state, system, limit: MOST }))
  return stopped.filter((message) => message.company === company && causeOf(message.fault) === cause).sort((a, b) => a.position - b.position)
}

/** Messages that are looked through for one cause. */
const MOST = 100_000
