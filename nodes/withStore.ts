import { type FunctionsBase } from 'n8n-workflow'
import { type Context } from '../sync/context'
import { accessOf } from './access'
import { engine } from './engine'
import type * as Engine from './engine/index'

/** The store of the credential, open. */
export interface Open {
  context: Context
  company: string
  engine: typeof Engine
}

/** Does something in the store of the credential Order Store; `actor` acts, else whom the credential names. Throws where the actor is not known there. */
export async function withStore<T>(node: Pick<FunctionsBase, 'getCredentials'>, work: (open: Open) => Promise<T>, actor?: string): Promise<T> {
  const credential = await node.getCredentials('orderStoreApi')
  const access = accessOf(credential)
  const loaded = await engine()
  const acting = actor || access.actor
  return loaded.withAccess({ ...access, actor: acting }, async (context) => {
    const company = await loaded.companyOf(context, typeof credential.company === 'string' ? credential.company : undefined)
    await loaded.knownActor(context, acting)
    return work({ context, company, engine: loaded })
  })
}
