import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { type ICredentialDataDecryptedObject } from 'n8n-workflow'
import { type Access } from '../jobs/access'

/** What the credential Order Store says, as a store is opened by it. Throws where it cannot be used in this n8n. */
export function accessOf(credential: ICredentialDataDecryptedObject, env: NodeJS.ProcessEnv = process.env): Access {
  const said = (name: string): string => (typeof credential[name] === 'string' ? credential[name].trim() : '')
  const own = join(env.N8N_USER_FOLDER ?? homedir(), '.n8n')
  const shared = { key: said('secretKey'), actor: said('actor') || 'system', environment: said('environment') || undefined }
  if (shared.key === '') throw new Error('The credential Order Store has no key: give it a long text of your own, and keep a copy of it')
  if (said('database') === 'mariadb' && !/^(mysql|mariadb):\/\/./.test(said('url'))) throw new Error('The credential Order Store has no URL of a MariaDB: it is written mysql://user:password@host:3306/database')
  if (said('database') === 'mariadb') return { ...shared, url: said('url'), keys: join(own, 'order-to-cash', 'keys'), keysIn: 'store' }
  if (env.EXECUTIONS_MODE === 'queue') {
    throw new Error('This n8n runs in queue mode, and the credential Order Store names an SQLite file: every worker would have a file of its own, or break the one that they share. Choose MariaDB in the credential')
  }
  return { ...shared, url: `sqlite:${resolve(own, said('file') || 'order-to-cash/order-to-cash.db')}` }
}
