import { Fault } from '../connectors/fault'
import type * as config from '../store/config'
import * as secrets from '../store/secrets'
import * as webhookSecrets from '../store/webhookSecrets'
import { type Context, instant } from './context'
import { tellDeed } from './deeds'
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
      await tellDeed(context, tx, company, `secret/${name}`, { type: 'secretChanged', data: { system: name, before: kept === undefined ? 'none' : kept === secret ? 'the same' : 'another' } })
      await tokens?.keep(tx)
    })
  }
  return { system, fault }
}

/** Keeps what a system signs its webhooks with, encrypted; it cannot be tried before it sends one. */
export async function keepWebhookSecret(context: Context, { company, name }: Pick<config.SystemRecord, 'company' | 'name'>, secret: string): Promise<void> {
  // one that was kept with another key is another
  const kept = await webhookSecrets.get(context.store, company, name).catch(() => '')
  await context.store.write(async (tx) => {
    await webhookSecrets.put(tx, company, name, secret, instant(context))
    await tellDeed(context, tx, company, `secret/${name}`, { type: 'secretChanged', data: { system: name, webhook: true, before: kept === undefined ? 'none' : kept === secret ? 'the same' : 'another' } })
  })
}
