import { type Sequelize } from 'sequelize'
import { asSequelizes, type Ongoing } from '../connection'
import { isGone, WentAway } from './gone'

type Driver = Record<'query' | 'execute', (sql: string, values: readonly unknown[], done: (error: Error | null, result: unknown) => void) => void>

/** A transaction and the connection that it has to itself. */
export interface Begun extends Ongoing { connection: Driver; finished?: 'commit' | 'rollback' }

/** Lends a connection of the pool; one that broke meanwhile is not handed out again. */
export async function lent<T>(sequelize: Sequelize, work: (connection: Driver) => Promise<T>): Promise<T> {
  const pool = sequelize.connectionManager as unknown as { getConnection(options: object): Promise<Driver>; releaseConnection(connection: Driver): void }
  const connection = await pool.getConnection({ type: 'write' })
  try {
    return await work(connection)
  } finally {
    pool.releaseConnection(connection)
  }
}

/** By the driver itself: Sequelize's own way to a transaction costs more than the transaction. */
export async function transacted<T>(sequelize: Sequelize, work: (transaction: Ongoing) => Promise<T>): Promise<T> {
  let keeping = false
  try {
    return await lent(sequelize, async (connection) => {
      const transaction: Begun = { connection }
      await run(sequelize, transaction, 'query', 'START TRANSACTION', [])
      return inside(sequelize, transaction, work, () => { keeping = true })
    })
  } catch (error) {
    // whether a COMMIT without an answer was carried out, only the rows say
    throw !keeping && isGone(error) ? new WentAway(error) : error
  }
}

async function inside<T>(sequelize: Sequelize, transaction: Begun, work: (transaction: Ongoing) => Promise<T>, keeping: () => void): Promise<T> {
  try {
    const result = await work(transaction)
    transaction.finished = 'commit'
    keeping()
    await run(sequelize, transaction, 'query', 'COMMIT', [])
    return result
  } catch (error) {
    transaction.finished = 'rollback'
    // a connection that broke has rolled back, and the first error is the one to see
    await run(sequelize, transaction, 'query', 'ROLLBACK', []).catch(() => undefined)
    throw error
  }
}

/** A statement by the driver itself, sent as text or prepared. Errors are Sequelize's. */
export async function run(sequelize: Sequelize, { connection }: Pick<Begun, 'connection'>, by: 'query' | 'execute', sql: string, values: readonly unknown[]): Promise<unknown> {
  try {
    return await new Promise((resolve, reject) => connection[by](sql, values, (error, result) => (error ? reject(error) : resolve(result))))
  } catch (error) {
    throw asSequelizes(sequelize, error)
  }
}
