import { type Kind, type Remote } from '../../connectors/connector'
import { type Context } from '../context'
import { type System } from '../systems'
import { compareHeld } from './difference'
import { merge, type Visitor } from './merge'
import { Ours } from './ours'
import { type Scratch, Spool } from './spool'
import { listTheirs } from './theirs'

/** What does not agree at first sight; whether it is a difference shows a fresh look. */
export type Suspicion =
  | { type: 'pair'; ourId: string; theirId: string }
  | { type: 'oursOnly'; ourId: string; theirId: string }
  | { type: 'theirsOnly'; remote: Remote }
  | { type: 'double'; remote: Remote; theirIds: string[] }

export interface Joined {
  ours: number
  theirs: number
  agreed: number
  /** Rows there first: one of them may be what seems to be missing. */
  suspicions: AsyncIterable<Suspicion>
}

/** Walks through all that a system has of a kind and all that we say it has, in constant memory. Throws a Fault where it cannot be listed. */
export async function join(context: Context, system: System, kind: Kind, scratch: Scratch): Promise<Joined> {
  const listed = await listTheirs(system, kind, scratch)
  const ours = new Ours(context.store, system.company, system.name, kind)
  const there = new Spool<Suspicion>(scratch)
  const here = new Spool<Suspicion>(scratch)
  let agreed = 0
  /** What is met of the key just now. */
  let suspicion: Suspicion | undefined
  let remote: Remote | undefined
  let theirIds: string[] = []
  const visit: Visitor = {
    both() {
      remote = listed.rows.remote()
      theirIds = [remote.theirId]
      const { link, order } = ours.held
      const agrees = order !== undefined && link.theirId === remote.theirId && compareHeld(system, link, order, remote).length === 0
      suspicion = agrees ? undefined : { type: 'pair', ourId: link.ourId, theirId: link.theirId }
    },
    onlyLeft() {
      theirIds = []
      suspicion = { type: 'oursOnly', ourId: ours.held.link.ourId, theirId: ours.held.link.theirId }
    },
    onlyRight() {
      remote = listed.rows.remote()
      theirIds = [remote.theirId]
      suspicion = { type: 'theirsOnly', remote }
    },
    again() {
      // a listing may show a row twice while others come and go; two records are a double
      const { theirId } = listed.rows.remote()
      if (!theirIds.includes(theirId)) theirIds.push(theirId)
    },
    settled() {
      if (theirIds.length > 1 && remote) return there.add({ type: 'double', remote, theirIds })
      if (suspicion === undefined) agreed++
      else return (suspicion.type === 'theirsOnly' ? there : here).add(suspicion)
    },
  }
  try {
    await merge(ours, listed.rows, visit)
  } finally {
    await listed.rows.close()
  }
  async function* suspicions(): AsyncGenerator<Suspicion> {
    for await (const unnamed of listed.unnamed) yield { type: 'theirsOnly', remote: unnamed }
    yield* there
    yield* here
  }
  return { ours: ours.count, theirs: listed.count, agreed, suspicions: suspicions() }
}
