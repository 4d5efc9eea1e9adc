import { type Connector } from '../connectors/connector'
import * as config from '../store/config'
import * as secrets from '../store/secrets'
import { type Context } from './context'

export interface System {
  company: string
  name: string
  role: string
  mode: 'off' | 'shadow' | 'live'
  /** Calls in flight at most, from this process. */
  concurrency: number
  connector: Connector
}

/**
 * The connectors of every configured system, by company and name. A system that belongs to another environment never sends:
 * a restored copy of production must not reach production's systems.
 */
export async function systemsOf(context: Context): Promise<Map<string, System>> {
  const records = await config.systems(context.store)
  const systems = new Map<string, System>()
  for (const record of records) {
    const foreign = record.environment !== context.store.environment
    if (foreign && record.mode === 'live') context.log('warn', 'system-of-another-environment', { system: record.name, environment: record.environment, store: context.store.environment })
    const secret = await secrets.get(context.store, record.company, record.name)
    systems.set(`${record.company}/${record.name}`, {
      company: record.company, name: record.name, role: record.role, mode: foreign ? 'off' : record.mode, concurrency: record.concurrency ?? 4,
      connector: context.connect({ name: record.name, role: record.role, connector: record.connector, url: record.url, secret, timeout: record.timeout, settle: record.settle, options: record.options }),
    })
  }
  return systems
}
