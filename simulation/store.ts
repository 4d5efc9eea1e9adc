import { type Db, type Store, type Tx, type Value } from '../store/store'
import { never, type Process } from './process'

/** The database has failed, and nobody knows whether it has written. */
class DatabaseFailed extends Error {}

/** What is configured is the same all day, so it is read once; a write to it would not be seen, and is refused. */
const CONFIGURED = new Set(['companies', 'systems', 'secrets', 'actors', 'partners', 'partner_identifiers', 'config_records', 'subscriptions', 'settings'])
const READ_TABLE = /^SELECT [^()]+? FROM (\w+)/
const WRITTEN_TABLE = /^(?:UPDATE|DELETE FROM|INSERT INTO) (\w+)/

/** The store with what is configured kept in mind; a new one for each seed, since a run with all of it in mind from the start would go otherwise. */
export function withConfiguration(store: Store): Store {
  const kept = new Map<string, Map<string, Promise<object[]>> | null>()
  const keeping = <T extends object>(db: Db, sql: string, params: readonly Value[]): Promise<T[]> => {
    let answers = kept.get(sql)
    if (answers === undefined) kept.set(sql, answers = CONFIGURED.has(READ_TABLE.exec(sql)?.[1] ?? '') ? new Map() : null)
    if (answers === null) return db.query(sql, params)
    const name = params.join('\0')
    const answer = answers.get(name) ?? db.query(sql, params).then((rows) => rows.map((row) => Object.freeze(row)))
    answers.set(name, answer)
    return answer as Promise<T[]>
  }
  const refuse = (table: string | undefined): void => {
    if (CONFIGURED.has(table ?? '')) throw new Error(`${table} is written within a simulated day: take it out of what is read once`)
  }
  return {
    ...store,
    query: (sql, params = []) => keeping(store, sql, params),
    write: (work) => store.write((tx) => work({
      ...tx,
      query: (sql, params = []) => keeping(tx, sql, params),
      execute: (sql, params) => { refuse(WRITTEN_TABLE.exec(sql)?.[1]); return tx.execute(sql, params) },
      insertRows: (table, ...rest) => { refuse(table); return tx.insertRows(table, ...rest) },
      insertNew: (table, ...rest) => { refuse(table); return tx.insertNew(table, ...rest) },
      updateRows: (table, ...rest) => { refuse(table); return tx.updateRows(table, ...rest) },
    })),
  }
}

/** The store as one process has it: a step before each transaction and after it, and nothing of a transaction in which it dies. */
export function storeOf(process: Process, store: Store): Store {
  return {
    ...store,
    query: (sql, params) => (process.isGoing ? store.query(sql, params) : process.going().then(() => store.query(sql, params))),
    write: async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
      await process.step('before a transaction')
      let written: T
      try {
        written = await store.write(async (tx) => {
          const result = await work(tx)
          if (process.dead || process.failsHere()) throw new DatabaseFailed('the database went away before it had committed')
          return result
        })
      } catch (error) {
        if (process.dead) return never()
        throw error
      }
      await process.step('after a transaction')
      if (process.failsHere()) throw new DatabaseFailed('the database went away after it had committed')
      return written
    },
  }
}

/** What a store holds at one moment besides its configuration, to begin again from. */
export type Snapshot = ReadonlyMap<string, { columns: string[]; rows: Value[][] }>

export async function snapshotOf(store: Store): Promise<Snapshot> {
  const tables = await store.query<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
  return new Map(await Promise.all(tables.filter(({ name }) => !CONFIGURED.has(name)).map(async ({ name }) => {
    const rows = await store.query<Record<string, Value>>(`SELECT * FROM ${name}`)
    return [name, { columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) }] as const
  })))
}

/** Makes the store what it was. */
export async function restore(store: Store, snapshot: Snapshot): Promise<void> {
  await store.write(async (tx) => {
    for (const [table, { columns, rows }] of snapshot) {
      await tx.execute(`DELETE FROM ${table}`)
      await tx.insertRows(table, columns, rows)
    }
    await tx.execute('DELETE FROM sqlite_sequence')
  })
}
