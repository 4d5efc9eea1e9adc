import { Fault } from '../connectors/fault'
import type * as config from '../store/config'
import * as secrets from '../store/secrets'
import { type Context, instant } from './context'
import { type System, systemOf } from './systems'
import { TriedTokens } from './tokens'

/** `fault`: why the system could not be asked; absent where it took the secret. */
export interface Connected { system: System; fault?: Fault }

/**
 * Tries a secret (none for a system without a login) with its system, and keeps it, encrypted. Throws where the system refuses the login, and leaves what was kept
 * before: a slip of the hand ends no connection that works. Where the system cannot be asked now, the secret is kept untried.
 */
export async function connectSystem(context: Context, record: config.SystemRecord, secret: string | undefined, signal?: AbortSignal): Promise<Connected> {
  const { company, name } = record
  // where none is kept, or the same, there are no other tokens to lose: those that it is given are kept at once
  const kept = await secrets.get(context.store, company, name)
  const tokens = secret === undefined || kept === undefined || secret === kept ? undefined : new TriedTokens(context.machine)
  const system = await systemOf(context, record, { secret, tokens })
  const fault = await system.connector.check({ signal }).then(() => undefined, (error: unknown) => {
    if (error instanceof Fault && error.kind !== 'login') return error
    throw error
  })
  if (secret !== undefined) {
    await context.store.write(async (tx) => {
      await secrets.put(tx, company, name, secret, instant(context))
      await tokens?.keep(tx)
    })
  }
  return { system, fault }
}
