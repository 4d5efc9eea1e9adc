import { UniqueConstraintError } from 'sequelize'
import { putCaseAside } from './deliveries'
import { keyDigest } from './digest'
import { type CaseRow, cases } from './models/engine'
import { type CaseRecord } from './records'
import { insertMany, select, selectOne, update } from './rows'
import { type Db, type Tx } from './store'

export type NewCase = Omit<CaseRecord, 'firstSeen' | 'lastSeen' | 'state' | 'result' | 'closedBy' | 'closedAt'> & {
  /** UTC instant. */
  seenAt: string
}

/** Opens a case; where one of the same (kind, system, subject, field) is open, that one is brought up to date instead (`fresh` false). */
export async function open(tx: Tx, found: NewCase): Promise<{ case: CaseRecord; fresh: boolean }> {
  const open_key = keyDigest(found.company, found.kind, found.system, found.subject, found.field)
  const known = await selectOne(tx, cases, { open_key }, { lock: true })
  if (known) {
    const row = { ...known, ...saidOf(found), owner: found.owner ?? known.owner, due_at: found.dueAt ?? known.due_at, last_seen: found.seenAt }
    await update(tx, cases, row, { id: known.id })
    return { case: fromRow(row), fresh: false }
  }
  const row: CaseRow = {
    id: found.id, open_key, company: found.company, kind: found.kind, system: found.system, subject: found.subject, field: found.field, ...saidOf(found),
    owner: found.owner ?? null, due_at: found.dueAt ?? null, first_seen: found.seenAt, last_seen: found.seenAt, state: 'open', result: null, closed_by: null, closed_at: null,
  }
  try {
    await insertMany(tx, cases, [row])
    await putCaseAside(tx, row)
  } catch (error) {
    // another process has just opened it
    if (error instanceof UniqueConstraintError && await selectOne(tx, cases, { open_key })) return open(tx, found)
    throw error
  }
  return { case: fromRow(row), fresh: true }
}

/** False where it is not open any more. */
export async function close(tx: Tx, id: string, end: { result: string; by: string; at: string }): Promise<boolean> {
  return await update(tx, cases, { open_key: null, state: 'closed', result: end.result, closed_by: end.by, closed_at: end.at }, { id, state: 'open' }) === 1
}

export const byId = async (db: Db, id: string): Promise<CaseRecord | undefined> => orUndefined(await selectOne(db, cases, { id }))

export const byIds = async (db: Db, ids: readonly string[]): Promise<CaseRecord[]> => (await select(db, cases, { id: [...ids] })).map(fromRow)

/** Of one company or of all, seen last first. */
export async function list(db: Db, company: string | undefined, { state, kind, subject, limit = 200 }: { state?: CaseRecord['state']; kind?: string | readonly string[]; subject?: string; limit?: number } = {}): Promise<CaseRecord[]> {
  const where = { ...(company === undefined ? {} : { company }), ...(state ? { state } : {}), ...(kind ? { kind } : {}), ...(subject ? { subject } : {}) }
  return (await select(db, cases, where, { order: [['last_seen', 'DESC'], ['id', 'DESC']], limit })).map(fromRow)
}

/** Those of these kinds about one of these subjects that were closed, by subject. Picked here: SQLite would sooner walk all that are closed than look up the few of each subject. */
export async function closedAbout(db: Db, company: string, subjects: readonly string[], kinds: readonly string[]): Promise<Map<string, CaseRecord[]>> {
  const rows = await select(db, cases, { company, subject: [...subjects] }, { order: ['closed_at', 'id'] })
  return Map.groupBy(rows.filter(({ state, kind }) => state === 'closed' && kinds.includes(kind)).map(fromRow), ({ subject }) => subject)
}

/** All of a state and of these kinds, in pages: none is left out, however many there are, and those that are closed meanwhile leave no gap. */
export async function* every(db: Db, company: string, { state, kind }: { state: CaseRecord['state']; kind: string | readonly string[] }): AsyncGenerator<CaseRecord> {
  for (let last = ''; ;) {
    const page = await select(db, cases, { company, state, kind, id: { gt: last } }, { order: ['id'], limit: PAGE })
    yield* page.map(fromRow)
    if (page.length < PAGE) return
    last = page.at(-1)!.id
  }
}

const PAGE = 500

/** Those of a kind, or of several, that are open about these subjects, by subject, in one query. */
export async function openOf(db: Db, company: string, kind: string | readonly string[], subjects: readonly string[]): Promise<Map<string, CaseRecord[]>> {
  return Map.groupBy((await select(db, cases, { company, state: 'open', kind, subject: [...subjects] }, { order: [['last_seen', 'DESC'], ['id', 'DESC']] })).map(fromRow), ({ subject }) => subject)
}

/** How many are open, by one of their columns; those without an owner are under `''`. */
export async function countOpen(db: Db, company: string, by: 'system' | 'kind' | 'owner'): Promise<Map<string, number>> {
  const rows = await db.query<{ name: string | null; n: number }>(`SELECT ${by} AS name, count(*) AS n FROM cases WHERE company = $1 AND state = 'open' GROUP BY ${by}`, [company])
  return new Map(rows.map(({ name, n }) => [name ?? '', Number(n)]))
}

/** Open cases of an owner (`''`: of nobody), cause, kind and system. */
export interface Facet { owner: string; cause: string; kind: string; system: string; count: number }

/** The cause stands in the detail, which is written by `JSON.stringify`. */
const CAUSE = (db: Db): string => (db.dialect === 'sqlite' ? "coalesce(json_extract(detail, '$.cause'), '')" : "coalesce(json_value(detail, '$.cause'), '')")

/** How many open cases there are of each sort. */
export async function facets(db: Db, company: string): Promise<Facet[]> {
  const rows = await db.query<Facet>(`SELECT coalesce(owner, '') AS owner, ${CAUSE(db)} AS cause, kind, system, count(*) AS count FROM cases
    WHERE company = $1 AND state = 'open' GROUP BY coalesce(owner, ''), ${CAUSE(db)}, kind, system`, [company])
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

/** Open cases, those that wait longest first. */
export async function oldestOpen(db: Db, company: string, { owner, cause, kind, system, limit }: Partial<Record<'owner' | 'cause' | 'kind' | 'system', string>> & { limit: number }): Promise<CaseRecord[]> {
  const values = [company]
  const equal = (column: string, value: string | undefined): string => (value === undefined ? '' : ` AND ${column} = $${values.push(value)}`)
  const rows = await db.query<CaseRow>(`SELECT * FROM cases WHERE company = $1 AND state = 'open'${equal('kind', kind)}${equal("coalesce(owner, '')", owner)}${equal(CAUSE(db), cause)}${equal('system', system)}
    ORDER BY first_seen, id LIMIT ${Math.floor(limit)}`, values)
  return rows.map(fromRow)
}

/** Everything that ever waited about a subject (a stream, a document), first seen first. */
export async function ofSubject(db: Db, company: string, subject: string): Promise<CaseRecord[]> {
  return (await select(db, cases, { company, subject }, { order: ['first_seen', 'id'] })).map(fromRow)
}

const saidOf = (found: NewCase) => ({ ours: found.ours ?? null, theirs: found.theirs ?? null, text: found.text, detail: found.detail ? JSON.stringify(found.detail) : null })

const fromRow = (row: CaseRow): CaseRecord => ({
  id: row.id, company: row.company, kind: row.kind, system: row.system, subject: row.subject, field: row.field, ours: row.ours ?? undefined, theirs: row.theirs ?? undefined,
  text: row.text, owner: row.owner ?? undefined, dueAt: row.due_at ?? undefined, firstSeen: row.first_seen, lastSeen: row.last_seen, state: row.state as CaseRecord['state'],
  result: row.result ?? undefined, closedBy: row.closed_by ?? undefined, closedAt: row.closed_at ?? undefined,
  detail: row.detail === null ? undefined : JSON.parse(row.detail) as CaseRecord['detail'],
})

const orUndefined = (row: CaseRow | undefined): CaseRecord | undefined => row && fromRow(row)
