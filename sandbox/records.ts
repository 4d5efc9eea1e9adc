import { type DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { type Clock } from './clock'

/** A record of a system: what all records have, and the system's own content in `body`. */
export interface Row<T> {
  type: string
  id: string
  /** The caller's id; `''` where it gave none. Nothing makes it unique: a system decides that for itself. */
  externalId: string
  /** A second word that people search by: the buyer's order number. */
  reference: string
  status: string
  version: number
  /** Instant of the system's own clock. */
  changedAt: string
  body: T
}

export interface PageAsk {
  type: string
  orderBy: 'externalId' | 'id'
  limit: number
  /** Where the page before ended. */
  after?: readonly [string, string]
  externalId?: string
  reference?: string
  /** Only rows changed at or after this instant, and those whose status is one of `open`. */
  changedSince?: string
  open?: readonly string[]
}

/** The rows of one system. All methods are synchronous; writes belong into {@link State.write}. */
export interface Records {
  get<T>(type: string, id: string): Row<T> | undefined
  byExternalId<T>(type: string, externalId: string): Row<T>[]
  byReference<T>(type: string, reference: string): Row<T>[]
  /** Those of one of the statuses, or of any, by id. */
  all<T>(type: string, statuses?: readonly string[]): Row<T>[]
  insert<T>(row: Pick<Row<T>, 'type' | 'id' | 'status' | 'body'> & { externalId?: string; reference?: string; hidden?: boolean }): Row<T>
  /** Writes status and body, with a new version and stamp. */
  update<T>(row: Row<T>): Row<T>
  /** Writes status and body and leaves version and stamp as they were: a change that no feed shows. */
  overwrite<T>(row: Row<T>): void
  remove(type: string, id: string): void
  page<T>(ask: PageAsk): Row<T>[]
  /** Rows changed after (changedAt, id), in that order. */
  feed<T>(type: string, after: readonly [string, string], limit: number): Row<T>[]
  /** Next number of a range, without gaps. */
  next(range: string, first: number): number
  readonly db: DatabaseSync
  readonly clock: Clock
}

/** `onChange` is told of every change that a feed shows. */
export function openRecords(db: DatabaseSync, clock: Clock, onChange: (row: Row<unknown>) => void = () => undefined): Records {
  const select = <T>(where: string, ...values: SQLInputValue[]): Row<T>[] =>
    db.prepare(`SELECT * FROM records WHERE ${where}`).all(...values).map((raw) => toRow<T>(raw))

  const records: Records = {
    db,
    clock,
    get: <T>(type: string, id: string) => select<T>('type = ? AND id = ?', type, id)[0],
    byExternalId: <T>(type: string, externalId: string) => select<T>('type = ? AND external_id = ? ORDER BY id', type, externalId),
    byReference: <T>(type: string, reference: string) => select<T>('type = ? AND reference = ? ORDER BY id', type, reference),
    all: <T>(type: string, statuses?: readonly string[]) => (statuses === undefined ? select<T>('type = ? ORDER BY id', type)
      : select<T>(`type = ? AND status IN (${statuses.map(() => '?').join(', ')}) ORDER BY id`, type, ...statuses)),
    insert: ({ type, id, externalId = '', reference = '', status, body, hidden = false }) => {
      const changedAt = clock.stamp()
      db.prepare(`INSERT INTO records (type, id, external_id, reference, status, version, changed_at, hidden, body)
        VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?)`).run(type, id, externalId, reference, status, changedAt, hidden ? 1 : 0, JSON.stringify(body))
      const row = { type, id, externalId, reference, status, version: 1, changedAt, body }
      if (!hidden) onChange(row)
      return row
    },
    update: (row) => {
      const fresh = { ...row, version: row.version + 1, changedAt: clock.stamp() }
      db.prepare('UPDATE records SET status = ?, reference = ?, version = ?, changed_at = ?, body = ? WHERE type = ? AND id = ?')
        .run(fresh.status, fresh.reference, fresh.version, fresh.changedAt, JSON.stringify(fresh.body), fresh.type, fresh.id)
      onChange(fresh)
      return fresh
    },
    overwrite: (row) => {
      db.prepare('UPDATE records SET status = ?, body = ? WHERE type = ? AND id = ?')
        .run(row.status, JSON.stringify(row.body), row.type, row.id)
    },
    remove: (type, id) => {
      db.prepare('DELETE FROM records WHERE type = ? AND id = ?').run(type, id)
    },
    page: <T>(ask: PageAsk) => select<T>(...pageQuery(ask)),
    feed: <T>(type: string, [at, id]: readonly [string, string], limit: number) =>
      select<T>('type = ? AND hidden = 0 AND (changed_at, id) > (?, ?) ORDER BY changed_at, id LIMIT ?', type, at, id, limit),
    next: (range, first) => {
      const row = db.prepare(`INSERT INTO counters (range, value) VALUES (?, ?)
        ON CONFLICT (range) DO UPDATE SET value = value + 1 RETURNING value`).get(range, first)
      return Number(row?.['value'])
    },
  }
  return records
}

function pageQuery(ask: PageAsk): [string, ...SQLInputValue[]] {
  const where = ['type = ?']
  const values: SQLInputValue[] = [ask.type]
  const add = (condition: string, ...more: SQLInputValue[]): void => { where.push(condition); values.push(...more) }
  if (ask.externalId !== undefined) add('external_id = ?', ask.externalId)
  if (ask.reference !== undefined) add('reference = ?', ask.reference)
  if (ask.changedSince !== undefined) {
    const open = ask.open ?? []
    add(`(changed_at >= ? OR status IN (${open.map(() => '?').join(', ')}))`, ask.changedSince, ...open)
  }
  const order = ask.orderBy === 'externalId' ? 'external_id, id' : 'id, external_id'
  if (ask.after) {
    const [first, second] = ask.after
    add(ask.orderBy === 'externalId' ? '(external_id, id) > (?, ?)' : '(id, external_id) > (?, ?)', first, second)
  }
  values.push(ask.limit)
  return [`${where.join(' AND ')} ORDER BY ${order} LIMIT ?`, ...values]
}

function toRow<T>(raw: Record<string, unknown>): Row<T> {
  return {
    type: String(raw['type']),
    id: String(raw['id']),
    externalId: String(raw['external_id']),
    reference: String(raw['reference']),
    status: String(raw['status']),
    version: Number(raw['version']),
    changedAt: String(raw['changed_at']),
    body: JSON.parse(String(raw['body'])) as T,
  }
}
