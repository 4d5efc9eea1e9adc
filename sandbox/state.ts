import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A system's own data in one SQLite file: what was committed survives SIGKILL and power loss. */
export interface State {
  readonly db: DatabaseSync
  /** Runs synchronous work in one `BEGIN IMMEDIATE` transaction; an error rolls it back. */
  write<T>(work: () => T): T
  close(): void
}

const TABLES = `
CREATE TABLE IF NOT EXISTS records (
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  external_id TEXT NOT NULL DEFAULT '',
  reference TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL,
  version INTEGER NOT NULL,
  changed_at TEXT NOT NULL,
  hidden INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL,
  PRIMARY KEY (type, id)
) STRICT;
CREATE INDEX IF NOT EXISTS records_by_external_id ON records (type, external_id, id);
CREATE INDEX IF NOT EXISTS records_by_status ON records (type, status);
CREATE INDEX IF NOT EXISTS records_by_change ON records (type, changed_at, id);
CREATE TABLE IF NOT EXISTS counters (range TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS planted (name TEXT PRIMARY KEY, what TEXT NOT NULL, outcome TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS idempotency (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, at TEXT NOT NULL
) STRICT;
`

/** Opens or makes the file, with indexes of the system's own; several processes may hold it open at once. `:memory:` keeps nothing. */
export function openState(file: string, indexes = ''): State {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file, { timeout: 5000 })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;')
  const state: State = {
    db,
    write: (work) => inTransaction(db, work),
    close: () => { if (db.isOpen) db.close() },
  }
  state.write(() => db.exec(TABLES + indexes))
  return state
}

function inTransaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    db.exec('ROLLBACK')
    throw error
  }
}
