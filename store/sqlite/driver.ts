import type * as NodeSqlite from 'node:sqlite'
import { isBusy, toSqliteError } from './errors'
import { type Input, Prepared } from './prepared'

export type Sqlite = typeof NodeSqlite
type Parameters = unknown[] | Record<string, unknown>
export interface Result { lastID: number; changes: number; rows?: unknown[] }
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
  let ended = false

  function take(file: string): Handle {
    if (ended) throw new Error('the store is closed')
    const handle = idle.pop() ?? new Handle(sqlite, file)
    open.add(handle)
    return handle
  }

  /** The work once no other process is in its way. */
  const soon = <T>(work: () => T): Promise<T> => new Promise((resolve, reject) => {
    whenFree(options.busyMs, work, (error, result) => { if (error === undefined) resolve(result as T); else reject(toSqliteError(error)) })
  })

  async function withHandle<T>(file: string, work: (handle: Handle) => Promise<T>): Promise<T> {
    const handle = await soon(() => take(file))
    try {
      return await work(handle)
    } finally {
      idle.push(handle)
    }
  }

  class Database {
    uuid?: string
    private handle: Handle | undefined
    private begun = false
    private closed = false

    constructor(readonly filename: string, _mode: number, opened: (error: null) => void) {
      // Sequelize stores the instance only after the constructor has returned; the file is opened by the first statement
      queueMicrotask(() => opened(null))
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
      this.begun = false
      this.closed = true
      callback?.(null)
    }

    private opened(): Handle {
      if (this.closed) throw new Error('the connection is closed')
      return take(this.filename)
    }

    private attempt(sql: string, parameters: Parameters, how: 'all' | 'run', callback: Callback): void {
      whenFree(options.busyMs, () => this.execute(sql, parameters, how), (error, result = NOTHING) => {
        callback.call(result, error === undefined ? null : toSqliteError(error), result.rows)
      })
    }

    private execute(sql: string, parameters: Parameters, how: 'all' | 'run'): Result {
      const handle = this.handle ??= this.opened()
      if (this.begun && !handle.db.isTransaction) {
        // a full disk or a failing one ends a transaction from inside; what followed would be committed piece by piece
        if (sql.startsWith('ROLLBACK')) return NOTHING
        throw new Error(ROLLED_BACK)
      }
      const result = resultOf(handle, sql, parameters, how)
      this.begun = handle.db.isTransaction
      return result
    }
  }

  return {
    Database,
    OPEN_READWRITE: 2,
    OPEN_CREATE: 4,
    /** Rows of a SELECT outside of any transaction. Sequelize's own way to them costs many times what they do. */
    async read(file: string, sql: string, values: readonly unknown[]): Promise<object[]> {
      const { rows } = await withHandle(file, (handle) => soon(() => resultOf(handle, sql, values, 'all')))
      return rows as object[]
    },
    /** Runs the work in one `IMMEDIATE` transaction, and rolls back where it throws. */
    transaction: <T>(file: string, work: (transaction: OpenTransaction) => Promise<T>): Promise<T> => withHandle(file, async (handle) => {
      await soon(() => resultOf(handle, 'BEGIN IMMEDIATE', [], 'run'))
      const transaction = new OpenTransaction(handle)
      try {
        const result = await work(transaction)
        transaction.finished = true
        transaction.mustGoOn()
        await soon(() => resultOf(handle, 'COMMIT', [], 'run'))
        return result
      } finally {
        transaction.finished = true
        if (handle.db.isTransaction) handle.db.exec('ROLLBACK')
      }
    }),
    /** Closes every real connection. */
    end(): void {
      ended = true
      for (const handle of open) handle.db.close()
      open.clear()
      idle.length = 0
    },
  }
}

const NOTHING: Result = { lastID: 0, changes: 0 }
const ROLLED_BACK = 'SQLite has rolled this transaction back, since the disk was full or failed: nothing of it was written'

/** A transaction that has begun, on a connection of its own. */
export class OpenTransaction {
  finished = false

  constructor(private readonly handle: Handle) {}

  /** A statement at once, by itself: no lock can be in its way here. */
  now(sql: string, values: readonly unknown[], how: 'all' | 'run'): Result {
    this.mustGoOn()
    try {
      return resultOf(this.handle, sql, values, how)
    } catch (error) {
      throw toSqliteError(error)
    }
  }

  /** A writing statement for each of these rows of values; says of each how many rows it met. */
  each(sql: string, rows: readonly (readonly unknown[])[]): number[] {
    if (rows.length === 0) return []
    this.mustGoOn()
    const statement = this.handle.prepare(sql)
    try {
      return rows.map((values) => Number(statement.run(values.map(input)).changes))
    } catch (error) {
      throw toSqliteError(error)
    }
  }

  /** A full disk or a failing one ends a transaction from inside; what followed would be committed piece by piece. */
  mustGoOn(): void {
    if (!this.handle.db.isTransaction) throw new Error(ROLLED_BACK)
  }
}

function resultOf(handle: Handle, sql: string, parameters: Parameters | readonly unknown[], how: 'all' | 'run'): Result {
  const statement = handle.prepare(sql)
  const values = inputs(parameters as Parameters)
  if (how === 'all') return { ...NOTHING, rows: statement.all(values) }
  const { lastInsertRowid, changes } = statement.run(values)
  return { lastID: Number(lastInsertRowid), changes: Number(changes) }
}

/** Does the work, again and again from a timer while somebody else holds a lock; `done` is called once. */
function whenFree<T>(busyMs: number, work: () => T, done: (error?: unknown, result?: T) => void): void {
  const startedAt = performance.now()
  const attempt = (tries: number): void => {
    let result: T
    try {
      result = work()
    } catch (error) {
      if (!isBusy(error) || performance.now() - startedAt >= busyMs) return done(error)
      setTimeout(() => attempt(tries + 1), Math.min(2 ** tries, 25) * (0.5 + Math.random()))
      return
    }
    done(undefined, result)
  }
  attempt(0)
}

const MAX_STATEMENTS = 300
/** The statements of a batch of a hundred orders are shorter, and come again with the next batch. */
const MAX_LENGTH = 20_000

/**
 * What was acknowledged survives a power cut. An index of a million digests, which are hit anywhere, is kept in memory (64 MiB), and what commits wrote
 * over and over goes to the file once every 16 MiB. A new file has pages of 8 kB: one of 4 kB holds a single message of 2 kB, so that a claim of fifty
 * wrote fifty.
 */
export const PRAGMAS = 'PRAGMA page_size = 8192; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 2000'

/** A real connection with its prepared statements, the longest unused going first. */
class Handle {
  private readonly statements = new Map<string, Prepared>()

  readonly db: NodeSqlite.DatabaseSync

  /** Throws where another process is just opening or recovering the file. */
  constructor(sqlite: Sqlite, file: string) {
    this.db = new sqlite.DatabaseSync(file, { timeout: 0 })
    try {
      this.db.exec(PRAGMAS)
    } catch (error) {
      this.db.close()
      throw error
    }
  }

  prepare(sql: string): Prepared {
    let statement = this.statements.get(sql)
    if (statement) this.statements.delete(sql)
    else {
      statement = new Prepared(this.db.prepare(withoutNul(sql)))
    }
    // a longer one holds values and will not come again
    if (sql.length <= MAX_LENGTH) this.statements.set(sql, statement)
    if (this.statements.size > MAX_STATEMENTS) this.statements.delete(this.statements.keys().next().value!)
    return statement
  }
}

/** Sequelize writes some values into the text of a statement, and SQLite stops reading there at a NUL; only values can hold one. */
const withoutNul = (sql: string): string => (sql.includes('\0') ? sql.replaceAll('\0', "'||char(0)||'") : sql)

/** By position, or all by name. */
function inputs(parameters: Parameters): Input[] {
  if (Array.isArray(parameters)) return parameters.map(input)
  const named: Record<string, Input> = {}
  for (const name in parameters) named[name] = input(parameters[name])
  // what node:sqlite takes in the first place
  return [named as unknown as Input]
}

function input(value: unknown): Input {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || value instanceof Uint8Array) return value
  throw new TypeError(`SQLite takes no ${typeof value}`)
}
