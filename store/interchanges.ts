import { type InterchangeRow, interchanges } from './models/interchanges'
import { insertMany, select, selectOne, update } from './rows'
import { type Db, type Tx } from './store'

/** How the partner took what we sent (`out`), or how we took what he sent (`in`). Nothing is awaited with `sent`. */
export type InterchangeState = 'sent' | 'awaited' | 'overdue' | 'accepted' | 'acceptedWithErrors' | 'partial' | 'rejected'

/** One envelope, in or out. */
export interface InterchangeRecord {
  company: string
  id: string
  direction: 'in' | 'out'
  partner: string
  standard: 'x12' | 'edifact'
  /** Message type, `997`; several with a blank between them. */
  type: string
  /** Of the interchange, and of its group and functional identifier where X12 has them. */
  control: string
  groupControl?: string
  functional?: string
  test: boolean
  messages: number
  sha256: string
  /** UTC instant. */
  at: string
  /** What it is about: `order/…`, or the arrival that brought it or that it answers: `arrival/…`. */
  stream: string
  state: InterchangeState
  /** When an acknowledgement should have come. */
  dueAt?: string
  answeredAt?: string
  /** The arrival that brought the acknowledgement. */
  answeredBy?: string
  /** What the acknowledgement says is wrong. */
  text?: string
}

export const add = (tx: Tx, record: InterchangeRecord): Promise<void> => insertMany(tx, interchanges, [toRow(record)])

/** What became of one that we sent. */
export async function answered(tx: Tx, { company, id }: Pick<InterchangeRecord, 'company' | 'id'>, end: Pick<InterchangeRecord, 'state' | 'answeredAt' | 'answeredBy' | 'text'>): Promise<void> {
  await update(tx, interchanges, { state: end.state, answered_at: end.answeredAt ?? null, answered_by: end.answeredBy ?? null, text: end.text ?? null }, { company, id })
}

/** One that went out once more: what it awaits now, and why. */
export async function noteAgain(tx: Tx, { company, id }: Pick<InterchangeRecord, 'company' | 'id'>, { state, dueAt, text }: Pick<InterchangeRecord, 'state' | 'dueAt' | 'text'>): Promise<void> {
  await update(tx, interchanges, { state, text: text ?? null, ...(dueAt === undefined ? {} : { due_at: dueAt }) }, { company, id })
}

/** How the same bytes were taken when they came before under this control number. */
export async function takenBefore(db: Db, { company, partner, control, sha256 }: Pick<InterchangeRecord, 'company' | 'partner' | 'control' | 'sha256'>): Promise<InterchangeState[]> {
  return (await select(db, interchanges, { company, partner, direction: 'in', control, sha256 })).map((row) => row.state as InterchangeState)
}

/** Ours to a partner under a control number, of the interchange or of its group; the newest first, since numbers begin again some day. */
export async function sentUnder(db: Db, company: string, partner: string, by: { control: string } | { groupControl: string }): Promise<InterchangeRecord[]> {
  const number = 'control' in by ? { control: by.control } : { group_control: by.groupControl }
  return (await select(db, interchanges, { company, partner, direction: 'out', ...number }, { order: [['at', 'DESC'], ['id', 'DESC']], limit: 10 })).map(fromRow)
}

/** How many went out to a partner from an instant on. */
export async function sentSince(db: Db, company: string, partner: string, instant: string): Promise<number> {
  const [row] = await db.query<{ n: number }>("SELECT count(*) AS n FROM interchanges WHERE company = $1 AND partner = $2 AND direction = 'out' AND at >= $3", [company, partner, instant])
  return Number(row?.n ?? 0)
}

/** Awaited ones whose acknowledgement is due before the instant, the oldest first. */
export async function overdue(db: Db, company: string, before: string, limit = 500): Promise<InterchangeRecord[]> {
  const where = { company, direction: 'out', state: 'awaited', due_at: { lt: before } }
  return (await select(db, interchanges, where, { order: ['due_at', 'id'], limit })).map(fromRow)
}

/** Of a partner or about a stream, the newest first. */
export async function list(db: Db, company: string, { partner, direction, stream, limit = 200 }: { partner?: string; direction?: 'in' | 'out'; stream?: string; limit?: number } = {}): Promise<InterchangeRecord[]> {
  const where = { company, ...(partner === undefined ? {} : { partner }), ...(direction === undefined ? {} : { direction }), ...(stream === undefined ? {} : { stream }) }
  return (await select(db, interchanges, where, { order: [['at', 'DESC'], ['id', 'DESC']], limit })).map(fromRow)
}

export async function byId(db: Db, company: string, id: string): Promise<InterchangeRecord | undefined> {
  const row = await selectOne(db, interchanges, { company, id })
  return row && fromRow(row)
}

const toRow = (record: InterchangeRecord): InterchangeRow => ({
  company: record.company, id: record.id, direction: record.direction, partner: record.partner, standard: record.standard, type: record.type, control: record.control,
  group_control: record.groupControl ?? null, functional: record.functional ?? null, test: record.test ? 1 : 0, messages: record.messages, sha256: record.sha256, at: record.at,
  stream: record.stream, state: record.state, due_at: record.dueAt ?? null, answered_at: record.answeredAt ?? null, answered_by: record.answeredBy ?? null, text: record.text ?? null,
})

const fromRow = (row: InterchangeRow): InterchangeRecord => ({
  company: row.company, id: row.id, direction: row.direction as InterchangeRecord['direction'], partner: row.partner, standard: row.standard as InterchangeRecord['standard'], type: row.type, control: row.control,
  groupControl: row.group_control ?? undefined, functional: row.functional ?? undefined, test: row.test === 1, messages: row.messages, sha256: row.sha256, at: row.at,
  stream: row.stream, state: row.state as InterchangeState, dueAt: row.due_at ?? undefined, answeredAt: row.answered_at ?? undefined, answeredBy: row.answered_by ?? undefined, text: row.text ?? undefined,
})
