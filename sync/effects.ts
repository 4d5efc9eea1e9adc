import { isHeldBy, sameItem } from '../orders/cancelItem'
import { leftOf } from '../orders/cancelling'
import { type Effect } from '../orders/decision'
import { type CancelItem, type Circumstance } from '../orders/event'
import { type Order } from '../orders/order'
import * as cases from '../store/cases'
import * as links from '../store/links'
import * as outbox from '../store/outbox'
import { type Message, type NewMessage } from '../store/records'
import { type Db, type Tx } from '../store/store'
import { sendDocument } from './edi/sendDocument'
import { uuidv7 } from './ids'

/** What was decided by is not so any more: decide again with fresh facts. */
export class Again extends Error {}

/** What an order has come to, and what the systems must show of it. */
export interface Intended {
  order: Order
  effects: readonly Effect[]
  circumstance: Circumstance
}

/**
 * Puts the effects into the outbox. A change or cancel may overtake its create: a create that never went out is replaced by
 * one with the new content (or, for a cancel, dropped), one that was refused is made anew, and otherwise the outbox sends
 * them one after the other (architecture 5). What was refused or given up before is not to be sent again after it.
 */
export async function enqueueEffects(tx: Tx, intended: readonly Intended[]): Promise<void> {
  let wanted: NewMessage[] = []
  for (const { order, effects, circumstance } of intended) {
    const stream = `order/${order.id}`
    for (const effect of effects) {
      if (effect.kind === 'document') {
        await sendDocument(tx, order, effect, circumstance)
        continue
      }
      if (effect.action !== 'create') {
        // it looks at what the stream has in the outbox
        await outbox.enqueue(tx, wanted)
        wanted = []
      }
      const action = effect.action === 'create' ? 'create' : await actionNow(tx, order, stream, effect, circumstance)
      // whether a system has it may have changed since it was decided what the cancel is of
      if (effect.action === 'cancel' && isHeldBy(effect.kind) && ['cancelPending', 'cancelled'].includes(order.status) && (action !== undefined) !== (leftOf(order, effect) !== undefined)) throw new Again(`${effect.system} has or does not have ${effect.kind} ${effect.ourId} by now`)
      if (action === undefined) continue
      wanted.push({
        id: uuidv7(), company: order.company, system: effect.system, kind: effect.kind, ourId: effect.ourId, revision: order.version, action,
        stream, body: effect.body, correlation: circumstance.correlation, createdAt: circumstance.at,
      })
    }
  }
  await outbox.enqueue(tx, wanted)
}

async function actionNow(tx: Tx, order: Order, stream: string, effect: Effect, circumstance: Circumstance): Promise<Effect['action'] | undefined> {
  const dropped = await outbox.supersede(tx, { company: order.company, system: effect.system, kind: effect.kind, stream, ourId: effect.ourId, below: order.version })
  const before = (await outbox.ofStream(tx, order.company, stream)).filter((m) => m.system === effect.system && m.kind === effect.kind && m.ourId === effect.ourId)
  await endOlder(tx, before.filter((m) => m.revision < order.version), effect, circumstance)
  const mayBeThere = before.some((m) => isSent(m) && !dropped.some((d) => d.id === m.id)) || isHeldBy(effect.kind) && (await links.byOurs(tx, order.company, effect.system, effect.kind, effect.ourId)) !== undefined
  // which warehouse has an order that was accepted while there was one is not said in it: the others are told nothing of it
  if (effect.kind === 'part' && !mayBeThere && !order.parts && (await outbox.ofStream(tx, order.company, stream)).some((m) => m.kind === 'part' && m.ourId === effect.ourId && m.system !== effect.system)) return undefined
  // a quotation, or a shop's order, is told of the end of its order also where it was told nothing before
  // money that was agreed to is there before we have told anything
  if (effect.kind === 'authorisation' && effect.action === 'cancel') return 'cancel'
  if (effect.action === 'cancel') return mayBeThere ? 'cancel' : effect.kind === 'quotation' || effect.kind === 'webOrder' ? 'create' : undefined
  return mayBeThere ? 'change' : 'create'
}

/**
 * The cases of what was stopped say to send it again, which would put older content over newer, or make what is cancelled: they end with it. A create that
 * may be there stays as it is, since it is by it that we know so.
 */
async function endOlder(tx: Tx, older: readonly Message[], effect: Effect, { at, actor }: Circumstance): Promise<void> {
  const stopped = older.filter(({ state, action }) => (state === 'refused' || state === 'dead') && action !== 'cancel')
  if (stopped.length === 0) return
  for (const { id } of stopped.filter((message) => !isSent(message))) await outbox.replace(tx, id)
  // one that may be there or not is still to be sent, before its change
  const ended = stopped.filter((message) => !isSent(message) || effect.action === 'cancel' || message.state === 'refused')
  for (const one of await cases.list(tx, stopped[0]!.company, { state: 'open', subject: stopped[0]!.stream })) {
    if (ended.some(({ id }) => id === one.detail?.message)) await cases.close(tx, one.id, { result: effect.action === 'cancel' ? 'the order is cancelled' : 'a newer version is sent in its place', by: actor, at })
  }
}

/** Was something newer of its record decided since, which says all of it, so that it must not go out again? A create that may be there goes before every change. */
export const isOvertaken = (message: Message, stream: readonly Message[]): boolean => isHeldBy(message.kind) && message.action !== 'cancel' && stream.some((other) =>
  sameItem(other, message) && other.revision > message.revision && other.state !== 'superseded' && (message.action === 'change' || other.action !== 'change'))

const isSent = ({ action, state, fault }: Message): boolean => action === 'create' && state !== 'superseded' && (state !== 'refused' || fault?.begun === true)

/** Its message may have been carried out, or is just being. */
const isAwaited = ({ state, unsure }: Message): boolean => ['sending', 'unknown', 'asking'].includes(state) || (state === 'waiting' && unsure)

/** By which records systems have an order, or may have it: what certainly never went out is taken back when it is cancelled. */
export async function recordsOf(db: Db, company: string, order: string): Promise<(CancelItem & { awaited: boolean })[]> {
  const stream = `order/${order}`
  const messages = await outbox.ofStream(db, company, stream)
  const sent = messages.filter((message) => isSent(message) && (message.state !== 'waiting' || message.unsure))
  return [...sent, ...await links.ofStream(db, company, stream)].flatMap(({ system, kind, ourId }) => (isHeldBy(kind)
    ? [{ system, kind, ourId, awaited: messages.some((message) => message.action === 'cancel' && sameItem(message, { system, kind, ourId }) && isAwaited(message)) }] : []))
}

/** Takes back what asks systems to give up an order that goes on. Where one of them is just being asked it may give it up all the same: then it is decided again. */
export async function takeBackCancel(tx: Tx, before: Order, version: number, { isSure }: { isSure: boolean }): Promise<void> {
  const stream = `order/${before.id}`
  for (const { system, kind, ourId } of before.cancel!.left) await outbox.supersede(tx, { company: before.company, system, kind, stream, ourId, below: version })
  if (isSure) return
  const open = (await outbox.ofStream(tx, before.company, stream)).find((message) => message.action === 'cancel' && isAwaited(message) && leftOf(before, message))
  if (open) throw new Again(`${open.system} is just being asked to give up ${open.kind} ${open.ourId}`)
}
