import { AsyncLocalStorage } from 'node:async_hooks'
import { type Answer, type Connection, type Ongoing } from './connection'
import { type Keys } from './keys'
import { positional } from './positional'
import { type Db, type Tx, type Value } from './store'

/** Reading outside of a transaction. */
export function reading(connection: Connection, keys: Keys): Db {
  return { dialect: connection.dialect, keys, sequelize: connection.sequelize, query: <Row extends object>(sql: string, params: readonly Value[] = []) => connection.read(sql, params) as Promise<Row[]> }
}

/** The transaction that the caller is in, if any. It ends before what was started in it and not awaited. */
const writing = new AsyncLocalStorage<{ on?: Connection }>()

/** See `Store.write`. */
export async function write<T>(connection: Connection, keys: Keys, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (writing.getStore()?.on === connection) throw new Error('a write inside a write would wait for itself for ever: pass the transaction on instead')
  for (let tries = 1; ; tries++) {
    try {
      return await connection.exclusive(() => connection.transaction((transaction) => marked(connection, () => work(within(connection, keys, transaction)))))
    } catch (error) {
      if (tries >= connection.triesFor(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.min(5 * 2 ** tries, 500) * (0.5 + Math.random())))
    }
  }
}

async function marked<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  const mark: { on?: Connection } = { on: connection }
  try {
    return await writing.run(mark, work)
  } finally {
    mark.on = undefined
  }
}

/** By the driver itself: Sequelize's own way to a statement costs several times what the statement does. */
function within(connection: Connection, keys: Keys, transaction: Ongoing): Tx {
  const run = (sql: string, params: readonly Value[], how: 'read' | 'write'): Promise<Answer> => {
    const { text, values } = positional(sql, params)
    return connection.statement(ongoing(transaction), text, values, how)
  }
  return {
    dialect: connection.dialect, keys, sequelize: connection.sequelize,
    query: async <Row extends object>(sql: string, params: readonly Value[] = []) => (await run(sql, params, 'read')).rows as Row[],
    execute: (sql, params = []) => run(sql, params, 'write'),
    insertRows: async (table, columns, rows, ending) => { if (rows.length > 0) await connection.insertRows(ongoing(transaction), { table, columns, ending }, rows) },
    insertNew: async (table, columns, rows) => connection.insertNew(ongoing(transaction), { table, columns }, rows),
    updateRows: async (table, key, columns, rows) => ({ changes: rows.length === 0 ? 0 : await connection.updateRows(ongoing(transaction), { table, key, columns }, rows) }),
  }
}

/** What was started in a transaction and not awaited must not be written outside of it. */
function ongoing(transaction: Ongoing): Ongoing {
  if (transaction.finished) throw new Error('the transaction has ended: await what is done in it')
  return transaction
}
