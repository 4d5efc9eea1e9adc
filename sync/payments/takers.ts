import { type Kind } from '../../connectors/connector'
import * as config from '../../store/config'
import { type Tx } from '../../store/store'
import { type Context } from '../context'
import { modeIn, type SystemBody } from '../systems'

/** The systems that are told of what the bank's statements say, by what they book of it. */
export async function takersOf({ store }: Context, tx: Tx, company: string, kind: Kind): Promise<string[]> {
  const systems = (await config.listSystems(tx, company)).map(({ name, body }) => ({ name, body: body as unknown as SystemBody }))
  return systems.filter(({ body }) => body.takes?.includes(kind) && modeIn(store.environment, body) !== 'off').map(({ name }) => name)
}
