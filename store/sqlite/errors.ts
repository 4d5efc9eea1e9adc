/** What node:sqlite throws: `errcode` is SQLite's extended result code. */
interface NodeSqliteError extends Error { errcode: number }

/** SQLite's result codes (https://sqlite.org/rescode.html) by the names that Sequelize knows them by. */
const NAMES = new Map<number, string>([
  [5, 'SQLITE_BUSY'], [6, 'SQLITE_LOCKED'], [8, 'SQLITE_READONLY'], [10, 'SQLITE_IOERR'], [11, 'SQLITE_CORRUPT'], [13, 'SQLITE_FULL'],
  [14, 'SQLITE_CANTOPEN'], [15, 'SQLITE_PROTOCOL'], [19, 'SQLITE_CONSTRAINT'], [26, 'SQLITE_NOTADB'],
  [787, 'SQLITE_CONSTRAINT_FOREIGNKEY'], [1299, 'SQLITE_CONSTRAINT_NOTNULL'], [1555, 'SQLITE_CONSTRAINT_PRIMARYKEY'], [2067, 'SQLITE_CONSTRAINT_UNIQUE'],
])

/** An error of SQLite with its symbolic code, as the sqlite3 package would give it. */
export class SqliteError extends Error {
  override readonly name = 'SqliteError'
  constructor(readonly code: string, message: string, cause: unknown) {
    super(`${code}: ${message}`, { cause })
  }
}

/** Somebody else holds the lock just now (BUSY) or the WAL index is being recovered (PROTOCOL): worth another try. */
export function isBusy(error: unknown): boolean {
  return isNodeSqliteError(error) && ['SQLITE_BUSY', 'SQLITE_PROTOCOL'].includes(nameOf(error.errcode))
}

/** The same error in the words that Sequelize reads; an error of another kind stays as it is. */
export function toSqliteError(error: unknown): Error {
  if (isNodeSqliteError(error)) return new SqliteError(nameOf(error.errcode), error.message, error)
  return error instanceof Error ? error : new Error(String(error))
}

function isNodeSqliteError(error: unknown): error is NodeSqliteError {
  return typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number'
}

/** The extended code's own name, else that of its primary code (the low byte). */
const nameOf = (errcode: number): string => NAMES.get(errcode) ?? NAMES.get(errcode & 0xff) ?? 'SQLITE_ERROR'
