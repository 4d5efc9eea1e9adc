import { UniqueConstraintError } from 'sequelize'
import { type LinkRow, links } from './models/engine'
import { amountOf, minorOf } from './minor'
import { type Link } from './records'
import { insertMany, insertNew, select, selectOne, update, updateChanged } from './rows'
import { type Db, type Tx } from './store'

/** Two records there for one of ours, or one there for two of ours: something was doubled, and a person must look. */
export class LinkConflict extends Error {
  override readonly name = 'LinkConflict'
  constructor(readonly wanted: Link, readonly existing: Link) {
    super(`${wanted.kind} ${wanted.ourId} cannot be ${wanted.theirId} in ${wanted.system}: `
      + `${existing.ourId} is linked to ${existing.theirId} there. One of the two is a double: compare them in ${wanted.system}`)
  }
}

/**
 * Notes what a system last said of its record: a new link, or new state of a known one. What it said earlier (by `asOf`) never goes over what it
 * said later, and the confirmed revision never goes down. Throws {@link LinkConflict} where ours is linked to another record, or theirs to another
 * of ours.
 */
export async function save(tx: Tx, said: readonly Link[]): Promise<void> {
  const known = await knownOf(tx, said)
  const fresh = new Map<string, LinkRow>()
  const changed = new Map<string, LinkRow>()
  for (const link of said) {
    const place = placeOf(link)
    const before = fresh.get(place) ?? changed.get(place) ?? known.get(place)
    if (before && before.their_id !== link.theirId) throw new LinkConflict(link, fromRow(before))
    const target = known.has(place) ? changed : fresh
    target.set(place, before ? later(before, link) : toRow(link))
  }
  await updateChanged(tx, links, [...changed].map(([place, row]) => ({ before: known.get(place)!, row })))
  try {
    await insertMany(tx, links, [...fresh.values()])
  } catch (error) {
    throw error instanceof UniqueConstraintError ? await conflictOf(tx, [...fresh.values()], error) : error
  }
}

/** The same of records that were just made for us: hardly any of them is there yet, so nobody looks first. */
export async function saveMade(tx: Tx, made: readonly Link[]): Promise<void> {
  const added = await insertNew(tx, links, made.map(toRow))
  await save(tx, made.filter((_, place) => !added[place]))
}

/** The row after what was said now: what was said earlier never goes over what was said later. */
function later(before: LinkRow, link: Link): LinkRow {
  const revision = Math.max(link.revision, before.revision)
  return isEarlier(link, { version: before.version, asOf: before.as_of }) ? { ...before, revision } : { ...toRow(link), revision }
}

/** Was this said before that? By the system's own clock; where that was ahead for a while, a version that is counted on tells all the same. */
export function isEarlier(said: Pick<Link, 'version' | 'asOf'>, than: Pick<Link, 'version' | 'asOf'>): boolean {
  if (COUNTED.test(said.version) && COUNTED.test(than.version) && Number(said.version) > Number(than.version)) return false
  return Date.parse(said.asOf) < Date.parse(than.asOf)
}

const COUNTED = /^\d{1,15}$/

/** The links that are there, locked until the transaction ends. */
async function knownOf(tx: Tx, said: readonly Link[]): Promise<Map<string, LinkRow>> {
  const known = new Map<string, LinkRow>()
  const groups = new Map(said.map(({ company, system, kind }) => [JSON.stringify([company, system, kind]), { company, system, kind }]))
  for (const { company, system, kind } of groups.values()) {
    const ids = [...new Set(said.filter((link) => link.company === company && link.system === system && link.kind === kind).map((link) => link.ourId))]
    for (const row of await select(tx, links, { company, system, kind, our_id: ids }, { order: ['our_id'], lock: true })) known.set(placeOf(fromRow(row)), row)
  }
  return known
}

/** Ends what a link says of the record there, which has turned out to be another one's: as after a backup was put back there, which gives ids out again. The night finds what became of ours. */
export async function giveUp(tx: Tx, { company, system, kind, ourId, theirId }: Link): Promise<void> {
  await update(tx, links, { their_id: `${theirId} (gone, ${ourId.slice(-12)})` }, { company, system, kind, our_id: ourId, their_id: theirId })
}

/** Which of the new links is to a record that one of our others is linked to. */
async function conflictOf(tx: Tx, fresh: readonly LinkRow[], error: UniqueConstraintError): Promise<Error> {
  const byTheirId = new Map<string, LinkRow>()
  for (const row of fresh) {
    const theirs = JSON.stringify([row.company, row.system, row.kind, row.their_id])
    const beside = byTheirId.get(theirs)
    const other = beside ? fromRow(beside) : await byTheirs(tx, row.company, row.system, row.kind, row.their_id)
    if (other && other.ourId !== row.our_id) return new LinkConflict(fromRow(row), other)
    byTheirId.set(theirs, row)
  }
  return error
}

const placeOf = (link: Link): string => JSON.stringify([link.company, link.system, link.kind, link.ourId])

/** What all systems hold of a stream of ours. */
export async function ofStream(db: Db, company: string, stream: string): Promise<Link[]> {
  return (await select(db, links, { company, stream }, { order: ['system', 'kind', 'our_id'] })).map(fromRow)
}

/** The same of many streams, by stream, in one query. */
export async function ofStreams(db: Db, company: string, streams: readonly string[]): Promise<Map<string, Link[]>> {
  return Map.groupBy((await select(db, links, { company, stream: [...streams] }, { order: ['system', 'kind', 'our_id'] })).map(fromRow), ({ stream }) => stream)
}

/** The links of a kind to these ids of ours, by our id, in one query. */
export async function ofOurs(db: Db, company: string, system: string, kind: string, ourIds: readonly string[]): Promise<Map<string, Link>> {
  return new Map((await select(db, links, { company, system, kind, our_id: [...new Set(ourIds)] })).map((row) => [row.our_id, fromRow(row)]))
}

/** The links of a kind to these ids of theirs, by their id, in one query. */
export async function ofTheirs(db: Db, company: string, system: string, kind: string, theirIds: readonly string[]): Promise<Map<string, Link>> {
  return new Map((await select(db, links, { company, system, kind, their_id: [...new Set(theirIds)] })).map((row) => [row.their_id, fromRow(row)]))
}

export const byTheirs = (db: Db, company: string, system: string, kind: string, theirId: string): Promise<Link | undefined> => one(db, { company, system, kind, their_id: theirId })
export const byOurs = (db: Db, company: string, system: string, kind: string, ourId: string): Promise<Link | undefined> => one(db, { company, system, kind, our_id: ourId })

/** All links of a kind in ascending byte order of our id, read in pages: what is written meanwhile may or may not be seen. */
export async function* inOrder(db: Db, company: string, system: string, kind: string): AsyncGenerator<Link> {
  for (let last: string | undefined; ;) {
    const where = { company, system, kind, ...(last === undefined ? {} : { our_id: { gt: last } }) }
    const page = await select(db, links, where, { order: ['our_id'], limit: PAGE })
    for (const row of page) yield fromRow(row)
    if (page.length < PAGE) return
    last = page.at(-1)!.our_id
  }
}

const PAGE = 500

async function one(db: Db, where: Partial<LinkRow>): Promise<Link | undefined> {
  const row = await selectOne(db, links, where)
  return row && fromRow(row)
}

const keyOf = (link: Link) => ({ company: link.company, system: link.system, kind: link.kind, our_id: link.ourId })

const toRow = (link: Link): LinkRow => ({
  ...keyOf(link), their_id: link.theirId, number: link.number ?? null, stream: link.stream, state: link.state, version: link.version, as_of: link.asOf,
  currency: link.currency ?? null, amount_minor: minorOf(link.amount, link.currency).minor, body: bodyOf(link), revision: link.revision,
})

/** The body, and the amount where minor units do not say it exactly. */
function bodyOf(link: Link): string | null {
  const { text: amount } = minorOf(link.amount, link.currency)
  return link.body === undefined && amount === undefined ? null : JSON.stringify({ body: link.body, amount })
}

function fromRow(row: LinkRow): Link {
  const kept = row.body === null ? {} : JSON.parse(row.body) as Pick<Link, 'body' | 'amount'>
  return {
    company: row.company, system: row.system, kind: row.kind, ourId: row.our_id, theirId: row.their_id, number: row.number ?? undefined, stream: row.stream, state: row.state,
    version: row.version, asOf: row.as_of, currency: row.currency ?? undefined,
    amount: amountOf(row.amount_minor, row.currency, kept.amount), body: kept.body, revision: row.revision,
  }
}
