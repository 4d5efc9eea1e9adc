import { type Kind, type Remote } from '../connectors/connector'
import { Fault } from '../connectors/fault'
import * as links from '../store/links'
import * as references from '../store/references'
import * as resources from '../store/resources'
import { type Reference, type Resource } from '../store/records'
import { type Context, instant } from './context'
import { type System, systemsOf } from './systems'

export interface Refreshed {
  /** Copies renewed, by `system kind`. */
  copies: Record<string, number>
  unreachable: Record<string, string>
}

const REFERENCES = ['customer', 'item', 'price', 'stock', 'receivable'] as const

/** What a copy tells of something scarce: a customer's credit, an item's stock. */
const SCARCE: Partial<Record<Kind, { resource: (key: string) => string; linkKind: Kind; linkId: (order: string) => string; of: (remote: Remote) => Pick<Resource, 'unit' | 'capacity' | 'theirs'> }>> = {
  receivable: {
    resource: (key) => `credit/${key}`, linkKind: 'order', linkId: (order) => order,
    of: (remote) => ({ unit: text(remote, 'currency'), capacity: text(remote, 'limit'), theirs: text(remote, 'theirs') }),
  },
  stock: {
    resource: (key) => `stock/${key}`, linkKind: 'part', linkId: (order) => `${order}/1`,
    of: (remote) => ({ unit: text(remote, 'unit'), capacity: text(remote, 'onHand'), theirs: text(remote, 'theirs') }),
  },
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
    for (const remote of rows) {
      const resource = scarce.resource(remote.theirId)
      await resources.setCapacity(tx, { company: system.company, resource, asOf: fetchedAt, ...scarce.of(remote) })
      const orders = counted.get(resource)
      if (orders) await resources.settleTheirs(tx, system.company, resource, orders)
    }
  })
  return copies.length
}

async function linkedThere(context: Context, system: System, kind: Kind): Promise<Map<string, string[]>> {
  const scarce = SCARCE[kind]
  const linked = new Map<string, string[]>()
  if (!scarce) return linked
  for (const { resource, order } of await resources.heldByUs(context.store, system.company, scarce.resource(''))) {
    if (await links.byOurs(context.store, system.company, system.name, scarce.linkKind, scarce.linkId(order))) linked.set(resource, [...(linked.get(resource) ?? []), order])
  }
  return linked
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
