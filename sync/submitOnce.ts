import * as commandsDone from '../store/commandsDone'
import * as orders from '../store/orders'
import { type Context, instant } from './context'
import { submit, type Outcome, type Submission } from './submit'

/** Another process has carried out the same command between our look and our commit. */
class Done extends Error {}

/**
 * As {@link submit}, for a command that may come again with the same id (a run that is repeated, an event that is delivered twice): the
 * second one changes nothing and is answered with the order as it is now. A refused command is not carried out, and may come again.
 */
export async function submitOnce(context: Context, id: string, submission: Submission): Promise<Outcome & { repeated: boolean }> {
  const { company, order } = submission.subject
  const stream = `order/${order}`
  let done = await commandsDone.streamOf(context.store, company, id)
  if (done === undefined) {
    try {
      const outcome = await submit(context, submission, async (tx, made) => {
        if (made.outcome === 'accepted' && !(await commandsDone.note(tx, company, id, stream, instant(context)))) throw new Done()
      })
      return { ...outcome, repeated: false }
    } catch (error) {
      if (!(error instanceof Done)) throw error
      done = await commandsDone.streamOf(context.store, company, id)
    }
  }
  if (done !== stream) throw new Error(`the command ${id} was carried out on ${done}, not on ${stream}: give each command an id of its own`)
  return { outcome: 'accepted', order: (await orders.get(context.store, company, order))!, changed: false, repeated: true }
}
