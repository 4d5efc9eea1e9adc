import { type Circumstance, SCHEMA, type StoredEvent } from '../orders/event'
import { putAside } from './deliveries'
import { sealed, type SealedEvent } from './envelope'
import { joined, keepRest } from './longText'
import { events as eventsTable, type EventRow, privateValues, type PrivateValueRow, streams as streamsTable, type StreamRow } from './models/events'
import { isPlain, showPersonal } from './personal'
import { select, selectOf } from './rows'
import { type Db, type Tx } from './store'

/** What one command adds to one stream. */
export interface Commit {
  company: string
  /** `order/<id>`, `despatch/<issuer>/<number>`, `config/partner/<code>`, … at most 400 characters. */
  stream: string
  /** Version that the decision was made on; 0 begins the stream. */
  expected: number
  circumstance: Circumstance
  events: { type: string; data: object; schema?: number }[]
}

/** Somebody else has added to the stream since it was read: load it and decide again. */
export class VersionConflict extends Error {
  override readonly name = 'VersionConflict'
  constructor(readonly company: string, readonly stream: string, readonly expected: number, readonly actual: number) {
    super(`${stream} of ${company} is at version ${actual}, and the decision was made on ${expected}: load it and decide again`)
  }
}

/**
 * Adds events to their streams, each with the digest of the one before, and answers with them as stored. Several commits may meet the same
 * stream, one after the other. Throws {@link VersionConflict} where a stream is not at `expected`.
 */
export async function append(tx: Tx, commits: readonly Commit[]): Promise<StoredEvent[]> {
  const heads = await headsOf(tx, commits)
  const before = new Map(heads)
  const added: SealedEvent[] = []
  for (const commit of commits) {
    const place = placeOf(commit)
    const head = heads.get(place) ?? { ...pick(commit), version: 0, head: '' }
    if (head.version !== commit.expected) throw new VersionConflict(commit.company, commit.stream, commit.expected, head.version)
    let { version: sequence, head: previous } = head
    for (const { type, data, schema } of commit.events) {
      const event = sealed(tx.keys, { ...pick(commit), sequence: ++sequence, schema: schema ?? SCHEMA, type, ...commit.circumstance, previous, data: data as Record<string, unknown> })
      previous = event.stored.digest
      added.push(event)
    }
    heads.set(place, { ...pick(commit), version: sequence, head: previous })
  }
  await moveHeads(tx, before, heads)
  await addEvents(tx, added)
  await putAside(tx, added.map((event) => event.stored))
  return added.map((event) => event.stored)
}

/** The events of a stream in order, those after `after`, with personal values put back (erased ones are absent). */
export async function load(db: Db, company: string, stream: string, after = 0): Promise<StoredEvent[]> {
  const where = { company, stream, sequence: { gt: after } }
  const rows = await select(db, eventsTable, where, { order: ['sequence'] })
  const values = rows.length === 0 ? [] : await select(db, privateValues, where)
  const loaded: StoredEvent[] = []
  for (const row of rows) {
    loaded.push(await eventOf(db, row, () => values.filter((value) => value.sequence === row.sequence)))
  }
  return loaded
}

/** An event of a row as it was told, with the personal values that are beside it. */
export async function eventOf(db: Db, row: EventRow, values: () => readonly PrivateValueRow[]): Promise<StoredEvent> {
  const text = await envelopeOf(db, row)
  const envelope = known(JSON.parse(text) as Omit<StoredEvent, 'digest'>)
  return { ...envelope, data: isPlain(text) ? envelope.data : showPersonal(envelope.data, new Map(values().map(({ path, value }) => [path, value]))), digest: row.digest }
}

/** The event, where this version knows its schema: what a newer one has written would be misread. */
export function known<T extends Pick<StoredEvent, 'stream' | 'sequence' | 'schema'>>(event: T): T {
  if (event.schema > SCHEMA) throw new Error(`event ${event.sequence} of ${event.stream} was written by a newer version of order-to-cash (schema ${event.schema}, and this one knows ${SCHEMA}): use that version`)
  return event
}

/** The exact text that an event's digest is over. */
export const envelopeOf = (db: Db, row: EventRow): Promise<string> => joined(db, envelopeOwner(row), row.envelope, row.envelope_parts)

/** Sequence of a stream's last event; 0 where there is none yet. */
export async function version(db: Db, company: string, stream: string): Promise<number> {
  const [row] = await select(db, streamsTable, { company, stream })
  return row?.version ?? 0
}

/** The same of many streams, by name, in one query; one that is not there is missing. */
export async function versions(db: Db, company: string, names: readonly string[]): Promise<Map<string, number>> {
  return new Map((await select(db, streamsTable, { company, stream: [...new Set(names)] })).map((row) => [row.stream, row.version]))
}

/** The correlation id that a stream began with: for an order that of its arrival. */
export async function correlationOf(db: Db, company: string, stream: string): Promise<string> {
  const [row] = await db.query<{ correlation: string }>('SELECT correlation FROM events WHERE company = $1 AND stream = $2 AND sequence = 1', [company, stream])
  return row?.correlation ?? stream
}

/** The same of many streams, in one query. */
export async function correlationsOf(db: Db, company: string, names: readonly string[]): Promise<Map<string, string>> {
  const wanted = [...new Set(names)]
  const rows = await selectOf(db, eventsTable, ['stream', 'correlation'], { company, stream: wanted, sequence: 1 })
  const known = new Map(rows.map(({ stream, correlation }) => [stream, correlation]))
  return new Map(wanted.map((name) => [name, known.get(name) ?? name]))
}

/** All streams of a company whose name begins with `prefix`, by name in byte order, with their version and the digest of their last event. */
export async function* streamsOf(db: Db, company: string, prefix = ''): AsyncGenerator<StreamRow> {
  for (let last: string | undefined; ;) {
    const from = last === undefined ? { gte: prefix } : { gt: last }
    const page = await select(db, streamsTable, { company, stream: from }, { order: ['stream'], limit: PAGE })
    for (const row of page) {
      if (!row.stream.startsWith(prefix)) return
      yield row
    }
    if (page.length < PAGE) return
    last = page.at(-1)!.stream
  }
}

const PAGE = 500

const pick = ({ company, stream }: { company: string; stream: string }) => ({ company, stream })
const placeOf = (of: { company: string; stream: string }): string => JSON.stringify([of.company, of.stream])
const envelopeOwner = (row: { company: string; stream: string; sequence: number }) => ['event', row.company, row.stream, row.sequence]

/** Where the streams stand, those that exist locked until the transaction ends; in one order, so that two commits do not wait for each other. */
async function headsOf(tx: Tx, commits: readonly Commit[]): Promise<Map<string, StreamRow>> {
  const heads = new Map<string, StreamRow>()
  const wanted = new Map(commits.map((commit) => [placeOf(commit), commit]))
  for (const company of new Set(commits.map((commit) => commit.company))) {
    const names = [...wanted.values()].filter((commit) => commit.company === company).map((commit) => commit.stream).sort()
    const tooLong = names.find((name) => name.length > MAX_NAME)
    if (tooLong !== undefined) throw new RangeError(`the name of a stream has at most ${MAX_NAME} characters: ${tooLong.slice(0, 80)}…`)
    for (const part of chunks(names, 500)) {
      for (const row of await select(tx, streamsTable, { company, stream: part }, { order: ['stream'], lock: true })) heads.set(placeOf(row), row)
    }
  }
  return heads
}

const MAX_NAME = 400

/** The lock of a stream: its row moves on only from the version it was read at. A new stream's row can be made by one only. */
async function moveHeads(tx: Tx, before: ReadonlyMap<string, StreamRow>, after: ReadonlyMap<string, StreamRow>): Promise<void> {
  const rows = [...after]
  const moved = rows.flatMap(([place, row]) => { const was = before.get(place); return was && was.version !== row.version ? [{ row, was }] : [] })
  const { changes } = await tx.updateRows('streams', ['company', 'stream', 'version'], ['version', 'head'],
    moved.map(({ row, was }) => ({ key: [row.company, row.stream, was.version], values: [row.version, row.head] })))
  if (changes < moved.length) throw await overtaken(tx, moved)
  const fresh = rows.filter(([place]) => !before.has(place))
  await tx.insertRows('streams', ['company', 'stream', 'version', 'head'], fresh.map(([, row]) => [row.company, row.stream, row.version, row.head]))
}

/** Which of the streams somebody else has moved meanwhile. */
async function overtaken(tx: Tx, moved: readonly { row: StreamRow; was: StreamRow }[]): Promise<Error> {
  for (const { row, was } of moved) {
    const actual = await version(tx, row.company, row.stream)
    if (actual !== row.version) return new VersionConflict(row.company, row.stream, was.version, actual)
  }
  return new Error('a stream was not moved on, and none was moved by another: run "order-to-cash verify"')
}

async function addEvents(tx: Tx, added: readonly SealedEvent[]): Promise<void> {
  await tx.insertRows('events', ['company', 'stream', 'sequence', 'type', 'at', 'correlation', 'envelope', 'envelope_parts', 'digest', 'seal'],
    added.map(({ stored, envelope, seal }) => [stored.company, stored.stream, stored.sequence, stored.type, stored.at, stored.correlation, envelope.head, envelope.rest.length, stored.digest, seal]))
  for (const { stored, envelope } of added) if (envelope.rest.length > 0) await keepRest(tx, envelopeOwner(stored), envelope.rest)
  await tx.insertRows('private_values', ['company', 'stream', 'sequence', 'path', 'digest', 'salt', 'value'],
    added.flatMap(({ stored, values }) => values.map((value) => [stored.company, stored.stream, stored.sequence, value.path, value.digest, value.salt, value.value])))
}

function* chunks<T>(items: readonly T[], most: number): Generator<T[]> {
  for (let from = 0; from < items.length; from += most) yield items.slice(from, from + most)
}
