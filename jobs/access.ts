import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import { connectorOf } from '../connectors/registry'
import { openStore, type StoreOptions } from '../store/open'
import { businessClock } from '../sync/clock'
import { type Context } from '../sync/context'
import { jsonLog } from '../sync/log'

/** All that opens a store and acts in it; handed from one process to another, never written down. */
export interface Access extends Pick<StoreOptions, 'key' | 'keysIn' | 'environment' | 'keys'> {
  url: string
  /** Who acts. */
  actor: string
}

/** Opens the store and makes the context that everything of `sync/` works with; `close` it in the end. Log entries from warnings up go to standard error. */
export async function contextOf({ url, actor, ...options }: Access): Promise<{ context: Context; close(): Promise<void> }> {
  const store = await openStore(url, options)
  const context: Context = { store, clock: await businessClock(store), log: jsonLog('warn'), actor, owner: `${hostname()}/${process.pid}/${randomBytes(4).toString('hex')}`, connect: connectorOf }
  return { context, close: () => store.close() }
}
