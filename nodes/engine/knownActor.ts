import * as actors from '../../store/actors'
import { type Context } from '../../sync/context'

/** Throws where nobody of that name is in the store; the system itself always is. */
export async function knownActor(context: Pick<Context, 'store'>, actor: string): Promise<void> {
  if (actor === 'system' || await actors.get(context.store, actor)) return
  throw new Error(`There is no actor ${actor} in this store: name one of its configuration (${(await actors.list(context.store)).map(({ id }) => id).join(', ')})`)
}
