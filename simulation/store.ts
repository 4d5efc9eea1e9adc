import { type Store, type Tx, type Value } from '../store/store'
import { never, type Process } from './process'

/** The database has failed, and nobody knows whether it has written. */
class DatabaseFailed extends Error {}

/** The store as one process has it: a step before each transaction and after it, and nothing of a transaction in which it dies. */
export function storeOf(process: Process, store: Store): Store {
  return {
    ...store,
    query: async (sql, params) => {
      await process.going()
      return store.query(sql, params)
    },
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

/** What a store holds at one moment, to begin again from. */
export type Snapshot = ReadonlyMap<string, { columns: string[]; rows: Value[][] }>

export async function snapshotOf(store: Store): Promise<Snapshot> {
  const tables = await store.query<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
  return new Map(await Promise.all(tables.map(async ({ name }) => {
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
