import { type StoredEvent } from '../orders/event'
import { gapsOf, type Gap, type Kept, type Push, type Section, SECTIONS, sectionOf } from '../orders/evidence'
import { fold } from '../orders/evolve'
import { type Order } from '../orders/order'
import * as arrivals from '../store/arrivals'
import * as interchanges from '../store/interchanges'
import * as outbox from '../store/outbox'
import { type Arrival, type Message } from '../store/records'
import { type Store } from '../store/store'
import { loadStreams } from '../store/streamPages'
import { keptAs } from '../store/verify/documents'
import { checkStreams } from '../store/verify/streams'
import { type Context, instant } from './context'
import { type Covering, coverageOf, coveringOf } from './proof/coverage'
import { Refold } from './proof/refold'

/** An event of the order, what it is evidence of, and the nightly proof that holds it. */
export interface Statement {
  section: Section
  event: StoredEvent
  /** File name of the proof; absent where none holds it yet. */
  proof?: string
}

/** What was sent to a system and what it answered, as it is kept. */
export interface Receipt extends Push {
  /** The idempotency key, where the system takes one. */
  key: string
  correlation: string
  revision: number
  attempts: number
  askedAt: string
  doneAt?: string
  /** Its id and number there, and what it last was by the answer. */
  theirId?: string
  number?: string
  there?: string
  fault?: string
}

/** A stream of events that the evidence rests on: how much of it is whole, sealed and under the proof of a night. */
export interface Chain {
  stream: string
  events: number
  /** SHA-256 of its last event. */
  head: string
  /** Every event has its digest, follows the one before, and carries the seal of this store. */
  whole: boolean
  covered: Covering[]
}

export interface Evidence {
  company: string
  /** When it was put together (UTC). */
  asOf: string
  order: Order
  original?: { sha256: string; kept: Kept; arrivals: Pick<Arrival, 'id' | 'channel' | 'at' | 'sender' | 'fileName'>[] }
  statements: Statement[]
  receipts: Receipt[]
  /** Documents that were exchanged with the partner about it, with what he made of them. */
  exchanged: (interchanges.InterchangeRecord & { kept: Kept })[]
  chains: Chain[]
  /** What is not there, or not yet. */
  missing: Gap[]
  /** What is there and contradicts its own record: it proves nothing. */
  defects: { stream: string; sequence?: number; text: string }[]
}

/** R-AUD-06: all that proves an order, from the record alone: what came, how it was judged and decided, what every system was told and answered, and what holds each of it. */
export async function evidenceOf(context: Context, { company, id }: Pick<Order, 'company' | 'id'>): Promise<Evidence> {
  const { store } = context
  const own = `order/${id}`
  const events = (await loadStreams(store, company, [own])).get(own)!
  const order = fold(events)!
  const names = [own, ...new Set(order.documents.map(({ kind, issuer, number }) => `${kind}/${issuer}/${number}`))]
  const rules = await rulesOf(store, company, events)
  const streams = new Map([[own, events], ...await loadStreams(store, company, names.slice(1)), ...rules.streams])
  const [messages, exchanged] = [await outbox.ofStream(store, company, own), await interchanges.list(store, company, { stream: own })]
  const coverage = await coverageOf(store, company, streams)
  const checked = new Map((await checkStreams(store, company, [...streams.keys()])).map((one) => [one.stream, one]))
  const receipts = messages.map(receiptOf)
  const original = await originalOf(store, order)
  const statements = events.map((event): Statement => ({ section: sectionOf(event.type), event, proof: coveringOf(coverage.get(own)!, event.sequence)?.file }))
  return {
    company, asOf: instant(context), order, original, receipts, exchanged: await Promise.all(exchanged.reverse().map(async (one) => ({ ...one, kept: await keptAs(store, one.sha256) }))),
    statements: statements.sort((a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section) || a.event.sequence - b.event.sequence),
    chains: [...streams].map(([stream, { length }]) => ({ stream, events: length, head: checked.get(stream)!.head, whole: checked.get(stream)!.defects.length === 0, covered: coverage.get(stream)!.covered })),
    missing: [...gapsOf(order, { events, original: original?.kept ?? 'missing', pushes: receipts, unknownRules: rules.unknown }), ...[...streams].flatMap(([stream, { length }]) => uncovered(stream, length, coverage.get(stream)!.covered))],
    defects: [
      ...[...checked.values()].flatMap((one) => one.defects.map(({ stream, sequence, text }) => ({ stream, sequence, text }))),
      ...[...coverage].flatMap(([stream, { contradictions }]) => contradictions.map((text) => ({ stream, text }))),
      ...await differing(store, company, names),
    ],
  }
}

/** The events that configured the rules by which it was judged; a version that has none was never in the record, or is gone. */
async function rulesOf(store: Store, company: string, events: readonly StoredEvent[]): Promise<{ streams: [string, StoredEvent[]][]; unknown: string[] }> {
  const versions = [...new Set(events.filter(({ type }) => type === 'reviewed').map(({ data }) => (data as { rules: string }).rules))].filter((version) => version !== BUILT_IN)
  if (versions.length === 0) return { streams: [], unknown: [] }
  const configured = (await loadStreams(store, company, [RULES])).get(RULES)!
  return { streams: [[RULES, configured]], unknown: versions.filter((version) => !configured.some(({ sequence }) => String(sequence) === version)) }
}

/** Where no rules are configured, the order is judged by those that the product brings. */
const BUILT_IN = 'default'
const RULES = 'config/rules/review'

async function originalOf(store: Store, { document: sha256 }: Order): Promise<Evidence['original']> {
  if (sha256 === undefined) return undefined
  const came = await arrivals.ofDocument(store, sha256)
  return { sha256, kept: await keptAs(store, sha256), arrivals: came.map(({ id, channel, at, sender, fileName }) => ({ id, channel, at, sender, fileName })) }
}

function receiptOf(message: Message): Receipt {
  const { system, kind, action, ourId, state, id, resends, correlation, revision, attempt, createdAt, doneAt, fault } = message
  const { theirId, number, state: there } = (message.result ?? {}) as { theirId?: string; number?: string; state?: string }
  return { system, kind, action, ourId, state, key: resends ? `${id}/${resends}` : id, correlation, revision, attempts: attempt, askedAt: createdAt, doneAt, theirId, number, there, ...(state === 'done' ? {} : { fault: fault?.text }) }
}

function uncovered(stream: string, events: number, covered: readonly Covering[]): Gap[] {
  const upTo = covered.at(-1)?.upTo ?? 0
  if (upTo >= events) return []
  return [{ code: 'not-under-a-proof', text: upTo === 0 ? `${stream} is under no nightly proof yet: order-to-cash run proof writes one.` : `${stream} is under a nightly proof up to event ${upTo} of ${events}: order-to-cash run proof writes the next one.` }]
}

/** Rows that everyone reads, against the events that they are made of. */
async function differing(store: Store, company: string, streams: readonly string[]): Promise<Evidence['defects']> {
  const refold = new Refold(store)
  const found = []
  for (const stream of streams) found.push(...await refold.add(company, stream))
  return [...found, ...await refold.rest()].map(({ stream, sequence, text }) => ({ stream, sequence, text }))
}
