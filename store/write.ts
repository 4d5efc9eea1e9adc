import { AsyncLocalStorage } from 'node:async_hooks'
import { QueryTypes, type Transaction } from 'sequelize'
import { type Connection } from './connection'
import { type Keys } from './keys'
import { type Db, type Tx, type Value } from './store'

/** Reading outside of a transaction. */
export function reading(connection: Connection, keys: Keys): Db {
  return { dialect: connection.dialect, keys, sequelize: connection.sequelize, query: queryOf(connection) }
}

const writing = new AsyncLocalStorage<true>()

/** See `Store.write`. */
export async function write<T>(connection: Connection, keys: Keys, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (writing.getStore()) throw new Error('a write inside a write would wait for itself for ever: pass the transaction on instead')
  for (let tries = 1; ; tries++) {
    try {
      return await connection.exclusive(() => connection.sequelize.transaction((transaction) => writing.run(true, () => work(within(connection, keys, transaction)))))
    } catch (error) {
      if (tries >= MAX_TRIES || !connection.mayRepeat(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.min(5 * 2 ** tries, 500) * (0.5 + Math.random())))
    }
  }
}

/** Deadlocks come in crowds; with full jitter the last of forty got through at its eighth try. */
const MAX_TRIES = 20

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
