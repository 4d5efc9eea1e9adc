import { secrets } from './models/engine'
import { put as putRow, selectOne } from './rows'
import { type Db, type Tx } from './store'

/** Keeps a system's secret (token, password, private key), encrypted; `at` is a UTC instant. */
export const put = (tx: Tx, company: string, system: string, secret: string, at: string): Promise<void> =>
  putRow(tx, secrets, { company, system, cipher: tx.keys.encrypt(secret, contextOf(company, system)), changed_at: at })

/** The secret in clear, or undefined where none is kept. Throws where it was kept with another key. */
export async function get(db: Db, company: string, system: string): Promise<string | undefined> {
  const row = await selectOne(db, secrets, { company, system })
  return row && db.keys.decrypt(row.cipher, contextOf(company, system))
}

/** Bound into the cipher text, so that one system's secret cannot be put in another's place. */
const contextOf = (company: string, system: string): string => JSON.stringify(['system', company, system])
