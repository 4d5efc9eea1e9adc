import { createConnection } from 'mysql2/promise'

/** What the store of a test lies on; MariaDB where there is one. */
export const STORES = ['sqlite', ...(process.env.MARIADB_URL ? ['mariadb'] : [])]

let databases = 0

/** The fields of a credential Order Store for a store of its own. */
export async function storeOn(database: string): Promise<Record<string, string>> {
  return { database, file: 'store/orders.db', url: database === 'mariadb' ? await freshDatabase() : '', secretKey: 'a key of the tests', actor: 'system', environment: 'sample', company: '' }
}

async function freshDatabase(): Promise<string> {
  const name = `n8n_${process.pid}_${Date.now()}_${++databases}`
  const connection = await createConnection(process.env.MARIADB_URL!)
  await connection.query(`CREATE DATABASE ${name}`)
  await connection.end()
  return `${process.env.MARIADB_URL}/${name}`
}
