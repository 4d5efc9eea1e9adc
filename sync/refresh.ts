import { type Kind, type Remote } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import { sum } from '../orders/decimal'
import { partId } from '../orders/effects'
import * as config from '../store/config'
import * as links from '../store/links'
import * as parts from '../store/parts'
import * as references from '../store/references'
import * as resources from '../store/resources'
import { type Reference, type Resource } from '../store/records'
import { type Store, type Tx } from '../store/store'
import { type Context, instant } from './context'
import { type System, type SystemBody, systemsOf } from './systems'

export interface Refreshed {
  /** Copies renewed, by `system kind`. */
  copies: Record<string, number>
  unreachable: Record<string, string>
}

interface Held { resource: string; order: string }

const REFERENCES = ['customer', 'item', 'price', 'stock', 'receivable'] as const

/** What a copy tells of something scarce: a customer's credit, an item's stock. */
const SCARCE: Partial<Record<Kind, { prefix: string; linkKind: Kind; of: (remote: Remote) => Pick<Resource, 'unit' | 'capacity' | 'theirs'> }>> = {
  receivable: { prefix: 'credit/', linkKind: 'order', of: (remote) => ({ unit: text(remote, 'currency'), capacity: text(remote, 'limit'), theirs: text(remote, 'theirs') }) },
  stock: { prefix: 'stock/', linkKind: 'part', of: (remote) => ({ unit: text(remote, 'unit'), capacity: text(remote, 'onHand'), theirs: text(remote, 'theirs') }) },
}

/**
 * Renews our copies of what other systems are the authority for. What our orders hold of credit and stock counts as theirs
 * from the moment that a copy read after the order's link shows it, so that it is never subtracted twice.
 */
export async function refresh(context: Context, options: { kinds?: readonly Kind[] } = {}): Promise<Refreshed> {
  const refreshed: Refreshed = { copies: {}, unreachable: {} }
  for (const system of await systemsOf(context)) {
    if (system.mode === 'off') continue
    for (const kind of REFERENCES) {
      if (!system.connector.follows.includes(kind) || (options.kinds && !options.kinds.includes(kind))) continue
      try {
        refreshed.copies[`${system.name} ${kind}`] = await refreshKind(context, system, kind)
      } catch (error) {
        if (!(error instanceof Fault)) throw error
        refreshed.unreachable[system.name] = error.message
        context.log('warn', 'refresh', { system: system.name, kind, fault: error.kind, text: error.message })
      }
    }
  }
  return refreshed
}

async function refreshKind(context: Context, system: System, kind: (typeof REFERENCES)[number]): Promise<number> {
  // asked before the copy is read: what is linked by now, the copy must show
  const counted = await linkedThere(context, system, kind)
  const rows: Remote[] = []
  for await (const remote of system.connector.list(kind, {}, { correlation: `refresh/${system.name}/${kind}` }).rows) rows.push(remote)
  const fetchedAt = instant(context)
  const copies = gather(rows).flatMap((remote) => copiesOf(system, kind, remote, fetchedAt))
  await context.store.write(async (tx) => {
    await references.putMany(tx, copies)
    const scarce = SCARCE[kind]
    if (!scarce) return
    const elsewhere = kind === 'stock' ? await stockElsewhere(tx, system, rows) : new Map<string, Reference[]>()
    for (const remote of rows) {
      const resource = scarce.prefix + remote.theirId
      await resources.setCapacity(tx, { company: system.company, resource, asOf: fetchedAt, ...inAll(scarce.of(remote), elsewhere.get(remote.theirId) ?? []) })
      const orders = counted.get(resource)
      if (orders) await resources.settleTheirs(tx, system.company, resource, orders)
    }
  })
  return copies.length
}

async function linkedThere({ store }: Context, system: System, kind: Kind): Promise<Map<string, string[]>> {
  const scarce = SCARCE[kind]
  const linked = new Map<string, string[]>()
  if (!scarce) return linked
  const held = await resources.heldByUs(store, system.company, scarce.prefix)
  const ids = scarce.linkKind === 'part' ? await partIds(store, system, held) : new Map(held.map((one) => [one, one.order]))
  const known = new Set<string>()
  for (const some of inPages([...new Set(ids.values())])) for (const id of (await links.ofOurs(store, system.company, system.name, scarce.linkKind, some)).keys()) known.add(id)
  for (const [{ resource, order }, id] of ids) if (known.has(id)) linked.set(resource, [...(linked.get(resource) ?? []), order])
  return linked
}

/** What of the held stock is in a part that the warehouse was given, with our id of that part. */
async function partIds(store: Store, system: System, held: readonly Held[]): Promise<Map<Held, string>> {
  const all: parts.Part[] = []
  for (const some of inPages([...new Set(held.map(({ order }) => order))])) all.push(...await parts.ofOrders(store, system.company, some))
  const given = Map.groupBy(all, ({ order }) => order)
  return new Map(held.flatMap((one): [Held, string][] => {
    const part = given.get(one.order)?.find(({ system: where, body }) => where === system.name && itemsIn(body).includes(one.resource.slice('stock/'.length)))
    return part ? [[one, partId({ id: one.order }, part.no)]] : []
  }))
}

/** Ids that are asked for with one query. */
const PAGE = 500
const inPages = (ids: readonly string[]): string[][] => Array.from({ length: Math.ceil(ids.length / PAGE) }, (_, page) => ids.slice(page * PAGE, (page + 1) * PAGE))

const itemsIn = (body: unknown): unknown[] => ((body as { lines?: { item?: unknown }[] }).lines ?? []).map(({ item }) => item)

/** What other warehouses that are worked with said of the same items. */
async function stockElsewhere(tx: Tx, system: System, rows: readonly Remote[]): Promise<Map<string, Reference[]>> {
  const working = new Set((await config.listSystems(tx, system.company)).filter(({ name, body }) => name !== system.name && (body as unknown as SystemBody).mode !== 'off').map(({ name }) => name))
  if (working.size === 0) return new Map()
  return Map.groupBy((await references.many(tx, system.company, 'stock', rows.map(({ theirId }) => theirId))).filter((one) => working.has(one.system)), ({ key }) => key)
}

/** Stock of one item in all warehouses together. One that counts in another unit is left out: it says nothing that adds up. */
function inAll(here: Pick<Resource, 'unit' | 'capacity' | 'theirs'>, elsewhere: readonly Reference[]): Pick<Resource, 'unit' | 'capacity' | 'theirs'> {
  const same = elsewhere.filter(({ value }) => value.unit === here.unit)
  return { ...here, capacity: sum([here.capacity, ...same.map(({ value }) => String(value.onHand))]), theirs: sum([here.theirs, ...same.map(({ value }) => String(value.theirs))]) }
}

/** Prices of one list and item come as several rows: they are one copy. */
function gather(rows: readonly Remote[]): Remote[] {
  const byKey = new Map<string, Remote>()
  for (const row of rows) {
    const before = byKey.get(row.theirId)
    const entries = [...entriesOf(before), ...entriesOf(row)]
    byKey.set(row.theirId, entries.length > 0 ? { ...row, body: { ...row.body, entries } } : row)
  }
  return [...byKey.values()]
}

const entriesOf = (remote: Remote | undefined): unknown[] => (Array.isArray(remote?.body?.entries) ? (remote.body.entries as unknown[]) : [])

/** The copy itself, and for an item its GTIN as a second way to find it. */
function copiesOf(system: System, kind: Kind, remote: Remote, fetchedAt: string): Reference[] {
  const copy: Reference = { company: system.company, system: system.name, kind, key: remote.theirId, value: remote.body ?? {}, asOf: remote.asOf, fetchedAt }
  const gtin = kind === 'item' ? remote.body?.standardItem : undefined
  return typeof gtin === 'string' && gtin !== '' ? [copy, { ...copy, kind: 'gtin', key: gtin, value: { item: remote.theirId } }] : [copy]
}

function text(remote: Remote, field: string): string {
  const value = remote.body?.[field]
  if (typeof value !== 'string') throw new Fault('again', `${remote.kind} ${remote.theirId} has no ${field}`)
  return value
}
