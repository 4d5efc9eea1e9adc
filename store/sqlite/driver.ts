import type * as NodeSqlite from 'node:sqlite'
import { isBusy, toSqliteError } from './errors'

export type Sqlite = typeof NodeSqlite
type Parameters = unknown[] | Record<string, unknown>
interface Outcome { lastID: number; changes: number; rows?: unknown[]; error?: unknown }
/** Called with the sqlite3 package's statement as `this`. */
type Callback = (this: { lastID: number; changes: number }, error: Error | null, rows?: unknown[]) => void

export interface DriverOptions {
  /** How long a statement may wait for another process's lock, in ms, before it fails. */
  busyMs: number
}

/**
 * node:sqlite in the shape of the sqlite3 package, to be given to Sequelize as `dialectModule`.
 *
 * SQLite's own busy handler would block the event loop, so it is off: a statement that meets a lock is tried again from a timer.
 * Sequelize opens a connection per transaction; the real ones underneath are kept with their prepared statements and used again.
 */
export function sqliteDriver(sqlite: Sqlite, options: DriverOptions) {
  const idle: Handle[] = []
  const open = new Set<Handle>()

  class Database {
    uuid?: string
    private handle: Handle | undefined

    constructor(readonly filename: string, _mode: number, opened: (error: Error | null) => void) {
      let failure: Error | null = null
      try {
        this.handle = idle.pop()
        if (!this.handle) open.add(this.handle = new Handle(new sqlite.DatabaseSync(filename)))
      } catch (error) {
        failure = toSqliteError(error)
      }
      // Sequelize stores the instance only after the constructor has returned
      queueMicrotask(() => opened(failure))
    }

    serialize(work: () => unknown): void {
      work()
    }

    all(sql: string, ...rest: [Callback] | [Parameters, Callback]): void {
      const [parameters, callback] = rest.length === 1 ? [[], rest[0]] : rest
      this.attempt(sql, parameters, 'all', callback)
    }

    run(sql: string, parameters: Parameters, callback: Callback): void {
      this.attempt(sql, parameters, 'run', callback)
    }

    close(callback?: (error: Error | null) => void): void {
      if (this.handle) {
        if (this.handle.db.isTransaction) this.handle.db.exec('ROLLBACK')
        idle.push(this.handle)
        this.handle = undefined
      }
      callback?.(null)
    }

    private attempt(sql: string, parameters: Parameters, how: 'all' | 'run', callback: Callback): void {
      const startedAt = performance.now()
      const attempt = (tries: number): void => {
        const outcome = this.outcome(sql, parameters, how)
        if (outcome.error && isBusy(outcome.error) && performance.now() - startedAt < options.busyMs) {
          setTimeout(() => attempt(tries + 1), Math.min(2 ** tries, 25) * (0.5 + Math.random()))
          return
        }
        callback.call(outcome, outcome.error === undefined ? null : toSqliteError(outcome.error), outcome.rows)
      }
      attempt(0)
    }

    private outcome(sql: string, parameters: Parameters, how: 'all' | 'run'): Outcome {
      try {
        if (!this.handle) throw new Error('the connection is closed')
        const statement = this.handle.prepare(sql)
        const [named, values] = inputs(parameters)
        if (how === 'all') return { lastID: 0, changes: 0, rows: fromSqlite(statement.all(named, ...values)) }
        const result = statement.run(named, ...values)
        return { lastID: Number(result.lastInsertRowid), changes: Number(result.changes) }
      } catch (error) {
        return { lastID: 0, changes: 0, error }
      }
    }
  }

  return {
    Database,
    OPEN_READWRITE: 2,
    OPEN_CREATE: 4,
    /** Closes every real connection. */
    end(): void {
      for (const handle of open) handle.db.close()
      open.clear()
      idle.length = 0
    },
  }
}

const MAX_STATEMENTS = 300
const MAX_LENGTH = 2000

/** A real connection with its prepared statements, the longest unused going first. */
class Handle {
  private readonly statements = new Map<string, NodeSqlite.StatementSync>()

  constructor(readonly db: NodeSqlite.DatabaseSync) {
    // both are of the connection and need no lock; FULL: what was acknowledged survives a power cut
    db.exec('PRAGMA synchronous = FULL; PRAGMA busy_timeout = 0')
  }

  prepare(sql: string): NodeSqlite.StatementSync {
    let statement = this.statements.get(sql)
    if (statement) this.statements.delete(sql)
    else {
      statement = this.db.prepare(withoutNul(sql))
      statement.setAllowUnknownNamedParameters(true)
    }
    // a longer one holds values and will not come again
    if (sql.length <= MAX_LENGTH) this.statements.set(sql, statement)
    if (this.statements.size > MAX_STATEMENTS) this.statements.delete(this.statements.keys().next().value!)
    return statement
  }
}

/** Sequelize writes some values into the text of a statement, and SQLite stops reading there at a NUL; only values can hold one. */
const withoutNul = (sql: string): string => (sql.includes('\0') ? sql.replaceAll('\0', "'||char(0)||'") : sql)

/** By name, and by position. */
function inputs(parameters: Parameters): [Record<string, NodeSqlite.SQLInputValue>, NodeSqlite.SQLInputValue[]] {
  if (Array.isArray(parameters)) return [{}, parameters.map(input)]
  return [Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, input(value)])), []]
}

function input(value: unknown): NodeSqlite.SQLInputValue {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array) return value
  throw new TypeError(`SQLite takes no ${typeof value}`)
}

function fromSqlite(rows: Record<string, unknown>[]): Record<string, unknown>[] {
  for (const row of rows) {
    for (const key in row) {
      const value = row[key]
      if (value instanceof Uint8Array) row[key] = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
    }
  }
  return rows
}
