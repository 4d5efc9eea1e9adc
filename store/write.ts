import { AsyncLocalStorage } from 'node:async_hooks'
import { QueryTypes, type Transaction } from 'sequelize'
import { type Connection } from './connection'
import { type Keys } from './keys'
import { type Db, type Tx, type Value } from './store'

/** Reading outside of a transaction. */
export function reading(connection: Connection, keys: Keys): Db {
  return { dialect: connection.dialect, keys, sequelize: connection.sequelize, query: queryOf(connection) }
}

/** The transaction that the caller is in, if any. It ends before what was started in it and not awaited. */
const writing = new AsyncLocalStorage<{ on?: Connection }>()

/** See `Store.write`. */
export async function write<T>(connection: Connection, keys: Keys, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (writing.getStore()?.on === connection) throw new Error('a write inside a write would wait for itself for ever: pass the transaction on instead')
  for (let tries = 1; ; tries++) {
    try {
      return await connection.exclusive(() => connection.sequelize.transaction((transaction) => marked(connection, () => work(within(connection, keys, transaction)))))
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

function within(connection: Connection, keys: Keys, transaction: Transaction): Tx {
  return {
    dialect: connection.dialect, keys, sequelize: connection.sequelize, transaction, query: queryOf(connection, transaction),
    async execute(sql, params = []) {
      const [, changes] = await connection.sequelize.query(sql, { type: QueryTypes.UPDATE, bind: [...params], transaction })
      return { changes }
    },
  }
}

function queryOf(connection: Connection, transaction?: Transaction): Db['query'] {
  return <Row extends object>(sql: string, params: readonly Value[] = []) => connection.sequelize.query<Row>(sql, { type: QueryTypes.SELECT, bind: [...params], transaction })
}
