import { type Remote } from '../connectors/connector'
import { isHeldBy, sameItem } from '../orders/cancelItem'
import { leftOf } from '../orders/cancelling'
import { type Command } from '../orders/command'
import { type OrderEvent } from '../orders/event'
import { type Order } from '../orders/order'
import * as cases from '../store/cases'
import * as orders from '../store/orders'
import * as outbox from '../store/outbox'
import { type Db, type Tx } from '../store/store'
import { type Context, instant } from './context'
import { takeBackCancel } from './effects'
import { uuidv7 } from './ids'

/** A system refuses to give up an order that is being cancelled. */
export const CANCEL_REFUSED = 'cancel-refused'
/** An order was shipped while it was being cancelled. */
const CANCEL_FAILED = 'cancel-failed'

const PENDING = { status: 'cancelPending', limit: 10_000 } as const

const isGivenUp = ({ kind, ourId, state }: Remote): boolean => isHeldBy(kind) && ourId !== undefined && /cancel|withdrawn/i.test(state)

/** Of the records those that their system has given up, whoever did it there, and whose order is being cancelled: with what follows from it. */
export async function givenUpAmong(db: Db, company: string, system: string, remotes: readonly Remote[]): Promise<ReadonlyMap<Remote, Command[]>> {
  const candidates = remotes.filter(isGivenUp)
  if (candidates.length === 0) return new Map()
  const pending = await orders.search(db, company, PENDING)
  return new Map(candidates.filter(({ kind, ourId }) => pending.some((order) => leftOf(order, { system, kind, ourId: ourId! })))
    .map((remote) => [remote, [{ type: 'noteCancelled', system, kind: remote.kind, ourId: remote.ourId! }]]))
}

/** What the events of a command make of the cases of a cancel: what is settled is closed, and an order that was shipped all the same is a person's business. */
export async function settleCancel(tx: Tx, before: Order | undefined, order: Order, events: readonly OrderEvent[], { at, actor }: { at: string; actor: string }): Promise<void> {
  const failed = events.find((event) => event.type === 'cancelFailed')
  if (!before?.cancel) return
  if (failed) await takeBackCancel(tx, before, order.version, { isSure: failed.data.despatch !== undefined })
  const settled = before.cancel.left.filter((item) => !order.cancel?.left.some((other) => sameItem(item, other)))
  if (settled.length > 0) {
    const result = failed ? 'the order is not cancelled any more' : 'it is settled there'
    for (const one of await cases.list(tx, order.company, { state: 'open', subject: `order/${order.id}`, kind: [CANCEL_REFUSED, 'dead-letter', 'done-or-not'] })) {
      if (settled.some((item) => item.system === one.system && `${item.kind} cancel` === one.field && one.detail?.ourId === item.ourId)) await cases.close(tx, one.id, { result, by: actor, at })
    }
  }
  if (failed?.data.despatch === undefined) return
  const name = order.number ?? order.id
  await cases.open(tx, {
    id: uuidv7(), company: order.company, kind: CANCEL_FAILED, system: failed.data.issuer ?? '', subject: `order/${order.id}`, field: `despatch ${failed.data.despatch}`, owner: 'orderDesk', seenAt: at,
    text: `${name} was to be cancelled (${before.cancel.reason}), and ${failed.data.issuer} has shipped it with ${failed.data.despatch}: it is not cancelled. Agree with the customer that he keeps it, or take it back as a return.`,
  })
}

/**
 * R-CAN-05: asks again what refused to give an order up: all of it, or only what has moved in a system since. The same message goes out once more, so that
 * it counts once. Answers how many.
 */
export async function askAgain(context: Context, company: string, moved?: { system: string; remotes: readonly Remote[] }): Promise<number> {
  let asked = 0
  for (const order of await orders.search(context.store, company, PENDING)) {
    const items = order.cancel!.left.filter((item) => item.refusal !== undefined && (!moved || item.system === moved.system && moved.remotes.some(({ kind, ourId }) => kind === item.kind && ourId === item.ourId)))
    if (items.length === 0) continue
    const messages = (await outbox.ofStream(context.store, company, `order/${order.id}`)).filter((message) => message.action === 'cancel' && message.state === 'refused' && items.some((item) => sameItem(item, message)))
    const open = await cases.list(context.store, company, { state: 'open', subject: `order/${order.id}`, kind: CANCEL_REFUSED })
    await context.store.write(async (tx) => {
      for (const { id } of messages) {
        if (!(await outbox.resend(tx, id))) continue
        asked++
        for (const one of open) if (one.detail?.message === id) await cases.close(tx, one.id, { result: 'sent again', by: context.actor, at: instant(context) })
      }
    })
  }
  return asked
}
