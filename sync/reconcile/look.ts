import { type Kind, type Remote } from '../../connectors/connector'
import { Fault } from '../../connectors/fault'
import { compareRecords } from '../../orders/compare/record'
import { type Order } from '../../orders/order'
import { isAccepted } from '../../orders/status'
import * as links from '../../store/links'
import * as orders from '../../store/orders'
import * as outbox from '../../store/outbox'
import { type CaseRecord, type Link, type Message } from '../../store/records'
import { type Context, machineOf } from '../context'
import { bookingOf } from '../payments/remote'
import { orderIdOf } from '../remoteCommands'
import { type System } from '../systems'
import { compareCollective } from './collective'
import { compareHeld, type Difference, needsSent, OUR_ID } from './difference'
import { type Sent } from './expected'
import { type Suspicion } from './join'
import { orderOf, toldOf } from './ours'
import { findKey, keyOf } from './theirs'

/** What a fresh look at a suspicion shows. */
export type Seen =
  | { outcome: 'agrees'; remote?: Remote }
  /** A message or report about it (of this order) is on its way: neither side can be called wrong. */
  | { outcome: 'inFlight'; order?: string }
  /** Nothing of ours, and nothing that says it is. */
  | { outcome: 'foreign' }
  | { outcome: 'differs'; differences: Difference[]; remote?: Remote
    /** Our id of the record that this one is, though it does not say so. */
    met?: string }

const AGREES: Seen = { outcome: 'agrees' }

/** Reads both sides of a suspicion again, each as it is now, so that what was read while it changed is no difference. */
export async function look(context: Context, system: System, kind: Kind, suspicion: Suspicion): Promise<Seen> {
  switch (suspicion.type) {
    case 'pair': case 'oursOnly': return lookAtHeld(context, system, kind, suspicion)
    case 'theirsOnly': return lookAtTheirs(context, system, suspicion.remote)
    case 'double': return lookAtDouble(context, system, suspicion.remote, suspicion.theirIds)
  }
}

async function lookAtHeld(context: Context, system: System, kind: Kind, ids: { ourId: string; theirId: string }): Promise<Seen> {
  const link = await links.byOurs(context.store, system.company, system.name, kind, ids.ourId)
  if (!link) return { outcome: 'inFlight' }
  const order = await orders.get(context.store, system.company, orderOf(link))
  const messages = await outbox.ofStream(context.store, system.company, link.stream)
  if (isUnderWay(context, messages, system)) return { outcome: 'inFlight', order: orderOf(link) }
  // the order is gone with its events: `verify` names it, and here is nothing to compare with
  if (!order && link.stream.startsWith('order/')) return AGREES
  const remote = await find(system, kind, findKey(kind, link)) ?? await read(system, link)
  if (!order) return lookAtLoose(context, system, link, remote)
  if (remote) return paired(context, system, link, order, remote, messages)
  if (order.status === 'cancelled') return AGREES
  return differs([{ ...about(system, kind, order), kind: 'missing-there', ourId: link.ourId, theirId: link.theirId, field: '', ours: link.state, theirs: 'not there' }])
}

/** A payment that is on no order yet, of which what was heard must still be there; or an invoice that is on several. */
async function lookAtLoose(context: Context, system: System, link: Link, remote: Remote | undefined): Promise<Seen> {
  if (link.kind === 'invoice') return differs(await compareCollective(context, system, link, remote), remote)
  const one: Pick<Difference, 'system' | 'role' | 'record' | 'name' | 'ourId' | 'theirId'> =
    { system: system.name, role: system.role, record: link.kind as Kind, name: link.number ?? link.theirId, ourId: link.ourId, theirId: link.theirId }
  if (!remote) return differs([{ ...one, kind: 'missing-there', field: '', ours: link.state, theirs: 'not there' }])
  const told = (await toldOf(context.store, link.company, [link])).get(link.ourId)
  const said = compareRecords({ currency: told?.currency ?? link.currency, amount: told?.amount ?? link.amount }, remote)
  return differs(said.map((unequal) => ({ ...one, ...unequal })), remote)
}

async function paired({ store }: Context, system: System, link: Link, order: Order, remote: Remote, messages: readonly Message[]): Promise<Seen> {
  const found = link.theirId === remote.theirId ? [] : [{
    ...about(system, remote.kind, order), kind: 'double' as const, ourId: link.ourId, theirId: remote.theirId, field: '', ours: link.theirId, theirs: `${link.theirId}, ${remote.theirId}`,
  }]
  const sent = link.kind === 'payment' ? (await toldOf(store, link.company, [link])).get(link.ourId) : needsSent(link, order, remote) ? lastSent(messages, system, link) : undefined
  return differs([...found, ...compareHeld(system, link, order, remote, sent)], remote)
}

/** A record that no link of ours names: our link may know it by its own id; else it may name our order, or only look like it. */
async function lookAtTheirs(context: Context, system: System, remote: Remote): Promise<Seen> {
  const { store } = context
  const ourId = keyOf(system.name, remote)
  const link = (ourId === undefined ? undefined : await links.byOurs(store, system.company, system.name, remote.kind, ourId))
    ?? await knownByTheirs(context, system, remote)
  if (link) return lookAtKnown(context, system, link, remote)
  const named = orderIdOf(remote)
  const booked = await bookedAlready(context, system, remote)
  if (booked) return differs([booked], remote)
  const order = named === undefined ? await resembling(context, system, remote) : await orders.get(store, system.company, named)
  if (!order && isUnallocated(remote)) return differs([unknown(system, remote)], remote)
  if (!order) return remote.ourId === undefined || remote.ourId === '' ? { outcome: 'foreign' } : differs([{ ...unknown(system, remote), ourId: remote.ourId }], remote)
  if (isUnderWay(context, await outbox.ofStream(store, system.company, `order/${order.id}`), system)) return { outcome: 'inFlight', order: order.id }
  const held = named === undefined ? (await links.ofStream(store, system.company, `order/${order.id}`)).find((one) => one.system === system.name && one.kind === remote.kind) : undefined
  if (held) return differs([{ ...about(system, remote.kind, order), kind: 'double', ourId: held.ourId, theirId: remote.theirId, field: '', ours: held.theirId, theirs: `${held.theirId}, ${remote.theirId}` }], remote)
  const ours = isAccepted(order.status) ? order.status : `${order.status}, so nothing of it should be there`
  return differs([{ ...about(system, remote.kind, order), kind: 'missing-here', ourId: named === undefined ? undefined : ourId, theirId: remote.theirId, field: '', ours, theirs: saidOf(remote),
    ...(named === undefined ? { remark: 'It does not carry our id, only the same buyer and order number.' } : {}) }], remote)
}

/** A backup that is put back gives ids out again: an order of another number, or of another order of ours, is not the one that we know by that id. */
async function knownByTheirs({ store }: Context, system: System, remote: Remote): Promise<Link | undefined> {
  const link = await links.byTheirs(store, system.company, system.name, remote.kind, remote.theirId)
  if (remote.kind !== 'order' || !link) return link
  const isAnother = (remote.ourId ?? '') === '' ? link.number !== undefined && remote.number !== undefined && link.number !== remote.number : remote.ourId !== link.ourId
  return isAnother ? undefined : link
}

async function lookAtKnown(context: Context, system: System, link: Link, remote: Remote): Promise<Seen> {
  const messages = await outbox.ofStream(context.store, system.company, link.stream)
  if (isUnderWay(context, messages, system)) return { outcome: 'inFlight', order: orderOf(link) }
  const order = await orders.get(context.store, system.company, orderOf(link))
  if (!order && link.stream.startsWith('order/')) return AGREES
  if (!order) return lookAtLoose(context, system, link, remote)
  if (keyOf(system.name, remote) === link.ourId || remote.kind === 'payment') return paired(context, system, link, order, remote, messages)
  const lost: Difference = { ...about(system, remote.kind, order), kind: 'missing-here', theirId: remote.theirId, field: OUR_ID, ours: link.ourId, theirs: remote.ourId || 'none',
    remark: `It is the record that we made, and it does not carry our id ${link.ourId} any more.` }
  return { outcome: 'differs', differences: [lost], remote, met: link.ourId }
}

async function lookAtDouble(context: Context, system: System, remote: Remote, theirIds: readonly string[]): Promise<Seen> {
  const named = orderIdOf(remote)
  const order = named === undefined ? undefined : await orders.get(context.store, system.company, named)
  const link = await links.byOurs(context.store, system.company, system.name, remote.kind, keyOf(system.name, remote) ?? '')
  const difference: Difference = order ? { ...about(system, remote.kind, order), kind: 'double', field: '' } : { ...unknown(system, remote), kind: 'double' }
  return differs([{ ...difference, ourId: keyOf(system.name, remote), theirId: remote.theirId, ours: link?.theirId, theirs: theirIds.join(', ') }], remote)
}

/** R-INV-06: the entry of a statement that was booked by what we told of it, and is booked once more. */
async function bookedAlready({ store }: Context, system: System, remote: Remote): Promise<Difference | undefined> {
  const link = remote.kind === 'payment' ? await links.byOurs(store, system.company, system.name, 'payment', `bank/${bookingOf(remote)}`) : undefined
  if (!link || link.theirId === remote.theirId) return undefined
  const order = await orders.get(store, system.company, orderOf(link))
  return { ...(order ? about(system, 'payment', order) : unknown(system, remote)), kind: 'double', ourId: link.ourId, theirId: remote.theirId, field: '', ours: link.theirId, theirs: `${link.theirId}, ${remote.theirId}` }
}

/** Money that is on no invoice is somebody's, and must be known here. */
const isUnallocated = (remote: Remote): boolean => remote.kind === 'payment' && typeof remote.body?.unallocated === 'string'

/** A message to the system that may still change the record there, or was carried out so lately that a look may not show it. */
function isUnderWay(context: Context, messages: readonly Message[], system: System): boolean {
  return messages.some((message) => message.system === system.name
    && (['waiting', 'sending', 'unknown', 'asking'].includes(message.state) || (message.state === 'done' && message.unsure && machineOf(context).nowMs() < (message.endedMs ?? 0) + system.connector.settle)))
}

/** Is the outcome of an open case still open? A message about it is on its way, or what was missing is not known to be there again. */
export async function isUnsettled(context: Context, system: System | undefined, found: CaseRecord): Promise<boolean> {
  if (!system) return true
  if (isUnderWay(context, await outbox.ofStream(context.store, found.company, found.subject), system)) return true
  const { record, ourId } = found.detail ?? {}
  return found.kind === 'missing-there' && await links.byOurs(context.store, found.company, system.name, String(record), String(ourId)) === undefined
}

/** An order of the same buyer and number: the record may have been typed in by hand. */
async function resembling(context: Context, system: System, remote: Remote): Promise<Order | undefined> {
  if (remote.buyer === undefined || remote.reference === undefined || remote.kind !== 'order') return undefined
  return orders.byKey(context.store, system.company, remote.buyer, remote.reference, '', 0)
}

const find = (system: System, kind: Kind, key: string): Promise<Remote | undefined> =>
  orNoSuchLook(() => system.connector.find(kind, key, { fresh: true, correlation: `reconcile/${system.name}/${kind}` }))

/** What neither a list nor a search shows may be there all the same: caches and indexes are behind time. As long as it is still ours. */
async function read(system: System, { kind, ourId, theirId }: Link): Promise<Remote | undefined> {
  const remote = await orNoSuchLook(async () => system.connector.read?.(kind as Kind, theirId, { fresh: true, correlation: `reconcile/${system.name}/${kind}` }))
  return remote?.ourId === ourId ? remote : undefined
}

/** Some records cannot be looked up one by one; what the listing said stands then. What the system, or a gateway before it, refuses is no look. */
async function orNoSuchLook(look: () => Promise<Remote | undefined>): Promise<Remote | undefined> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof Fault && error.kind === 'refused' && error.detail.code === undefined) return undefined
    throw error
  }
}

function lastSent(messages: readonly Message[], system: System, link: Link): Sent | undefined {
  const sent = messages.filter((message) => message.system === system.name && message.kind === link.kind && message.ourId === link.ourId && message.state === 'done' && message.action !== 'cancel')
  return sent.at(-1)?.body as Sent | undefined
}

const differs = (differences: Difference[], remote?: Remote): Seen => (differences.length === 0 ? { outcome: 'agrees', remote } : { outcome: 'differs', differences, remote })

const about = (system: System, record: Kind, order: Order): Pick<Difference, 'system' | 'role' | 'record' | 'order' | 'name'> =>
  ({ system: system.name, role: system.role, record, order: order.id, name: order.number ?? order.reference ?? order.id })

const unknown = (system: System, remote: Remote): Difference =>
  ({ kind: 'missing-here', system: system.name, role: system.role, record: remote.kind, name: remote.number ?? remote.theirId, theirId: remote.theirId, field: '', theirs: saidOf(remote) })

const saidOf = (remote: Remote): string => [remote.state, remote.amount, remote.currency].filter((part) => part !== undefined).join(' ')
