import { isDeepStrictEqual } from 'node:util'
import { claimIn, claimNextIn, claimTheseIn, dueOf, nextDue, queuesWithDueOf } from './claim'
import { keepRest, split } from './longText'
import { bodyOwner, toMessage } from './message'
import { type MessageRow, messages } from './models/engine'
import { type Message, type MessageState, type NewMessage } from './records'
import { roomOf, storedOwner } from './room'
import { insertNew, select, selectOne, update } from './rows'
import { type Db, type Store, type Tx } from './store'

/** The same effect (system, kind, our id, revision and action) was asked for before with another content. */
export class EffectDiffers extends Error {
  override readonly name = 'EffectDiffers'
  constructor(readonly id: string, wanted: NewMessage, readonly before: unknown) {
    super(`${wanted.action} ${wanted.kind} ${wanted.ourId} of revision ${wanted.revision} is in the outbox to ${wanted.system} as ${id} with another content. `
      + `There: ${shown(before)} Now: ${shown(wanted.body)} A new content needs a new revision.`)
  }
}

const shown = (body: unknown): string => JSON.stringify(body ?? null).slice(0, 500)

/** What became of a message that was to be added: `fresh`, or there already as `id`. */
export interface Enqueued { id: string; fresh: boolean }

/**
 * Adds intended effects in this order. One that is there already (the same company, system, kind, our id, revision and action) is left as it is, and
 * said so. A message may be claimed from `notBeforeMs` on (default: at once).
 */
export async function enqueue(tx: Tx, wanted: readonly NewMessage[], notBeforeMs = 0): Promise<Enqueued[]> {
  if (wanted.length === 0) return []
  const added = wanted.map((message) => ({ message, ...toRow(tx, message, notBeforeMs) }))
  const isNew = await insertNew(tx, messages, added.map(({ row }) => row))
  const enqueued: Enqueued[] = []
  for (const [place, { message, rest }] of added.entries()) {
    const fresh = isNew[place]!
    if (fresh && rest.length > 0) await keepRest(tx, bodyOwner(message), rest)
    const id = fresh ? message.id : await sameEffect(tx, message)
    enqueued.push({ id, fresh })
  }
  return enqueued
}

/** The message of this effect that is there. Throws {@link EffectDiffers} where it says something else: the key of an effect stands for one content. */
async function sameEffect(tx: Tx, wanted: NewMessage): Promise<string> {
  const row = await selectOne(tx, messages, effectOf(wanted))
  if (!row) throw new Error(`the message id ${wanted.id} is taken by another effect`)
  const { body } = await toMessage(tx, row)
  if (!isDeepStrictEqual(body, JSON.parse(JSON.stringify(wanted.body ?? null)))) throw new EffectDiffers(row.id, wanted, body)
  return row.id
}

const effectOf = (message: NewMessage) =>
  ({ company: message.company, system: message.system, kind: message.kind, our_id: message.ourId, revision: message.revision, action: message.action })

function toRow(db: Db, message: NewMessage, notBeforeMs: number): { row: Partial<MessageRow>; rest: string[] } {
  const { head, rest } = split(JSON.stringify(message.body ?? null))
  return {
    rest,
    row: {
      ...effectOf(message), id: message.id, stream: message.stream, body: head, body_parts: rest.length, correlation: message.correlation, created_at: message.createdAt,
      state: 'waiting', attempt: 0, not_before_ms: notBeforeMs, unsure: 0, ...roomOf(db),
    },
  }
}

export interface Claim {
  /** Of this very worker: a name that no other worker has. */
  owner: string
  /** At most so many messages. */
  limit: number
  /** Only this company's messages. (Default: all) */
  company?: string
  /** Only these systems. (Default: all) */
  systems?: readonly string[]
  /** How long a message is ours, by system: longer than its request limit and settle together. */
  leaseMs: (system: string) => number
  /** The real clock, ms since 1970. */
  nowMs: number
  /** Messages of one company's system that may be under way at once, over all workers. (Default: 50) */
  concurrencyPerSystem?: number
}

/**
 * Takes messages that are due, for this worker alone, in one transaction: waiting or unknown ones whose time has come, and those whose worker let its
 * lease run out (then `unsure` is set, and `endedMs` is the end of that lease). Never one while an earlier one of the same company, system and stream is
 * open, so that a stream's effects go out in order and one at a time. The attempt counts from the claim on, also where the worker dies.
 */
export const claim = (store: Store, wanted: Claim): Promise<Message[]> => store.write((tx) => claimIn(tx, wanted))

/** The same in a transaction that goes on. */
export const claimWithin = (tx: Tx, wanted: Claim): Promise<Message[]> => claimIn(tx, wanted)

/** What may go out in place of as many messages of the same company and system. */
export interface ClaimNext extends Pick<Claim, 'owner' | 'limit' | 'leaseMs' | 'nowMs'> {
  company: string
  system: string
  /** The last position that was claimed before: what never went out is looked for behind it before anything else, which spares the way there. (Default: from the start) */
  after?: number
}

/**
 * Takes waiting messages in the transaction in which as many of the same company and system end, so that no more are under way than before, and
 * nobody has to be counted. Lost ones and those of unknown outcome are only taken by {@link claim}, as is, while others wait behind `after`, what waits before it.
 */
export const claimNext = (tx: Tx, wanted: ClaimNext): Promise<Message[]> => claimNextIn(tx, wanted)

/** Messages of one company's system, by their ids. */
export type ClaimThese = Pick<Claim, 'owner' | 'leaseMs' | 'nowMs' | 'concurrencyPerSystem'> & { company: string; system: string; ids: readonly string[] }

/** Takes those of the messages that {@link claim} would take: who asks for one that is done, under way, not due or behind another gets nothing. */
export const claimThese = (store: Store, wanted: ClaimThese): Promise<Message[]> => store.write((tx) => claimTheseIn(tx, wanted))

/** A message that could be claimed, with the attempts that it has behind it. */
export interface DueMessage { id: string; attempt: number }

/** What could be claimed of a company's system now, the most urgent first. */
export const dueNow = (db: Db, of: { company: string; system: string }, limit: number, nowMs: number): Promise<DueMessage[]> => dueOf(db, of, limit, nowMs)

/** Which of these companies' systems, by their places in the list, have a message that could be claimed now: one statement, which locks nothing, so that whoever is idle opens no transaction. */
export const queuesWithDue = (db: Db, queues: readonly { company: string; system: string }[], nowMs: number): Promise<number[]> => queuesWithDueOf(db, queues, nowMs)

/** How an attempt ended. */
export interface Finish {
  state: Exclude<MessageState, 'sending'>
  result?: unknown
  fault?: Message['fault']
  /** Not to be claimed before. (Default: at once) */
  notBeforeMs?: number
  /** It may have been carried out there. (Default: false) */
  unsure?: boolean
  /** When the attempt ended, real clock. */
  endedMs: number
  /** UTC instant of business time, with `done`. */
  doneAt?: string
}

/** A message has another attempt or worker by now, which decides what becomes of it. */
export class Overtaken extends Error {
  override readonly name = 'Overtaken'
}

type Mine = Pick<Message, 'position' | 'attempt' | 'owner'>

/** Notes the end of an attempt; false, and nothing changed, where the message has been taken over by another attempt meanwhile. */
export async function finish(tx: Tx, message: Mine, end: Finish): Promise<boolean> {
  return await noted(tx, [{ message, end }]) === 1
}

/**
 * Notes the ends of many attempts. Throws {@link Overtaken} where one of the messages is no more of the attempt and worker that say so: let the
 * transaction end with it, so that nothing is changed.
 */
export async function finishMany(tx: Tx, ended: readonly { message: Mine; end: Finish }[]): Promise<void> {
  const met = await noted(tx, ended)
  if (met < ended.length) throw new Overtaken(`${ended.length - met} of ${ended.length} messages have been taken over by another worker`)
}

/** How many of the messages still were of the attempt and worker that say so: whoever was overtaken writes nothing. */
async function noted(tx: Tx, ended: readonly { message: Mine; end: Finish }[]): Promise<number> {
  const { changes } = await tx.updateRows('messages', ['position', 'attempt', 'owner'],
    ['state', 'result', 'fault', 'not_before_ms', 'unsure', 'ended_ms', 'done_at', 'owner', 'room'],
    ended.map(({ message, end }) => ({
      // an owner has it only while it is under way
      key: [message.position, message.attempt, storedOwner(message.owner ?? '')],
      values: [end.state, json(end.result), json(end.fault), end.notBeforeMs ?? 0, end.unsure ? 1 : 0, end.endedMs, end.doneAt ?? null, null, null],
    })))
  return changes
}

/** Lengthens the lease of a message that is ours; false where it is not any more: stop then. */
export async function extend(tx: Tx, message: Pick<Message, 'id' | 'attempt' | 'owner'>, leaseUntilMs: number): Promise<boolean> {
  return await update(tx, messages, { not_before_ms: leaseUntilMs }, ownOf(message)) === 1
}

/** Does the lease still last? To be asked just before the socket write; a process that was stopped and woken gets false. */
export const stillMine = (message: Pick<Message, 'leaseUntilMs'>, nowMs: number): boolean => message.leaseUntilMs !== undefined && nowMs < message.leaseUntilMs

/**
 * Takes back messages about one record of a stream that wait with a lower revision and were certainly never carried out; a newer one says it all.
 * Answers with them as they were.
 */
export async function supersede(tx: Tx, of: { company: string; system: string; kind: string; stream: string; ourId: string; below: number }): Promise<Message[]> {
  const where = { company: of.company, system: of.system, kind: of.kind, stream: of.stream, our_id: of.ourId, state: 'waiting', unsure: 0 }
  const rows = (await select(tx, messages, where, { order: ['position'], lock: true })).filter((row) => row.revision < of.below)
  for (const row of rows) await update(tx, messages, { state: 'superseded' }, { position: row.position, state: 'waiting' })
  return Promise.all(rows.map((row) => toMessage(tx, row)))
}

/** Takes back a message that was refused or given up: a newer one says it all. */
export async function replace(tx: Tx, id: string): Promise<void> {
  await update(tx, messages, { state: 'superseded' }, { id, state: ['refused', 'dead'] })
}

/** Puts a message that ended badly (dead, refused, asking) back to wait, as the same row: a person's "send again". False where it is in another state. */
export async function resend(tx: Tx, id: string, notBeforeMs = 0): Promise<boolean> {
  const where = { id, state: ['dead', 'refused', 'asking'] }
  return await update(tx, messages, { state: 'waiting', not_before_ms: notBeforeMs }, where) === 1
}

/** The message that last went out about the same record, where it is another one. */
export async function laterThan(db: Db, { company, system, kind, ourId, position }: Message): Promise<Message | undefined> {
  const rows = await select(db, messages, { company, system, kind, our_id: ourId, position: { gt: position } }, { order: [['position', 'DESC']] })
  const row = rows.find(({ state }) => state !== 'superseded')
  return row && toMessage(db, row)
}

/** Puts a message that is done back to wait, as the same row under the same key, as one that may have been carried out. False where it is in another state. */
export async function repeat(tx: Tx, id: string): Promise<boolean> {
  return await update(tx, messages, { state: 'waiting', unsure: 1, not_before_ms: 0 }, { id, state: 'done' }) === 1
}

const DAY_MS = 86_400_000
/** No pause and no lease is as long. */
const FARTHEST_MS = 2 * DAY_MS
const BROUGHT_BACK = 500

/**
 * Brings back what was put off by a clock that was ahead for a while, and would wait until that time: what waits is due now, what is or may be under
 * way a day from now. Answers with how many; at most {@link BROUGHT_BACK} at once.
 */
export async function bringBack(store: Store, nowMs: number): Promise<number> {
  // read without a lock: those who claim are not to wait for it
  const far = await store.query<Pick<MessageRow, 'position' | 'state' | 'not_before_ms'>>(
    `SELECT position, state, not_before_ms FROM messages WHERE state IN ('waiting', 'unknown', 'sending') AND not_before_ms > $1 LIMIT ${BROUGHT_BACK}`, [nowMs + FARTHEST_MS])
  if (far.length === 0) return 0
  return store.write(async (tx) => {
    let changes = 0
    for (const { position, state, not_before_ms } of far) changes += await update(tx, messages, { not_before_ms: state === 'waiting' ? nowMs : nowMs + DAY_MS }, { position, state, not_before_ms })
    return changes
  })
}

export async function byId(db: Db, id: string): Promise<Message | undefined> {
  const row = await selectOne(db, messages, { id })
  return row && toMessage(db, row)
}

/** Messages of a stream, oldest first. */
export async function ofStream(db: Db, company: string, stream: string): Promise<Message[]> {
  const rows = await select(db, messages, { company, stream }, { order: ['position'] })
  return Promise.all(rows.map((row) => toMessage(db, row)))
}

/** What was sent to make these records of a system, by our ids of them. */
export async function created(db: Db, of: { company: string; system: string; kind: string }, ourIds: readonly string[]): Promise<Message[]> {
  if (ourIds.length === 0) return []
  const rows = await select(db, messages, { ...of, our_id: [...ourIds], action: 'create', state: 'done' }, { order: ['position'] })
  return Promise.all(rows.map((row) => toMessage(db, row)))
}

/** The newest first. */
export async function list(db: Db, { state, system, limit = 200 }: { state?: MessageState; system?: string; limit?: number } = {}): Promise<Message[]> {
  const rows = await select(db, messages, { ...(state ? { state } : {}), ...(system ? { system } : {}) }, { order: [['position', 'DESC']], limit })
  return Promise.all(rows.map((row) => toMessage(db, row)))
}

export async function counts(db: Db): Promise<{ system: string; state: MessageState; count: number }[]> {
  return db.query('SELECT system, state, count(*) AS count FROM messages GROUP BY system, state ORDER BY system, state')
}

/** When a message that nothing holds back may next be claimed (real clock, ms), or undefined where none is open: how long a worker may sleep. */
export const nextDueMs = (db: Db): Promise<number | undefined> => nextDue(db)

const json = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** Only the attempt and the worker that have it now: whoever was overtaken writes nothing. */
const ownOf = (message: Pick<Message, 'id' | 'attempt' | 'owner'>) => ({ id: message.id, attempt: message.attempt, owner: storedOwner(message.owner ?? ''), state: 'sending' })
