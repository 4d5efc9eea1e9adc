import { type Kind, type Remote } from '../../connectors/connector'
import { type Context } from '../context'
import { type System } from '../systems'
import { compareHeld, needsSent } from './difference'
import { expected } from './expected'
import { isNews } from './heard'
import { merge, type Visitor } from './merge'
import { type Held, Ours } from './ours'
import { type Scratch, Spool } from './spool'
import { type Amounted, countPair, noSums, type Sums } from './sums'
import { listTheirs } from './theirs'

/** What does not agree at first sight; whether it is a difference shows a fresh look. `said` and `listed` are what both sides said of it. */
export type Suspicion =
  | { type: 'pair'; ourId: string; theirId: string; said: Amounted; listed: Amounted[] }
  | { type: 'oursOnly'; ourId: string; theirId: string; said: Amounted }
  | { type: 'theirsOnly'; remote: Remote; listed: Amounted[] }
  | { type: 'double'; remote: Remote; theirIds: string[]; said?: Amounted; listed: Amounted[] }

export interface Joined {
  ours: number
  theirs: number
  agreed: number
  /** Of those that agreed. */
  sums: Sums
  /** Rows there first: one of them may be what seems to be missing. */
  suspicions: AsyncIterable<Suspicion>
}

/** Walks through all that a system has of a kind and all that we say it has, in constant memory. Throws a Fault where it cannot be listed. */
export async function join(context: Context, system: System, kind: Kind, scratch: Scratch): Promise<Joined> {
  const listing = await listTheirs(system, kind, scratch)
  const ours = new Ours(context.store, system.company, system.name, kind)
  const there = new Spool<Suspicion>(scratch)
  const here = new Spool<Suspicion>(scratch)
  let agreed = 0
  /** What is met of the key just now. */
  let suspicion: Suspicion | undefined
  let remote: Remote | undefined
  let theirIds: string[] = []
  let said: Amounted | undefined
  let listed: Amounted[] = []
  /** What is cancelled on both sides comes to nothing. */
  let isCancelled = false
  const sums = noSums()
  const visit: Visitor = {
    both() {
      remote = listing.rows.remote()
      theirIds = [remote.theirId]
      const { link, order, told } = ours.held
      said = saidOf(ours.held)
      listed = [amountOf(remote)]
      isCancelled = order?.status === 'cancelled'
      // what went out in another unit than the order's is compared by a look, which reads what was sent
      const agrees = order !== undefined && link.theirId === remote.theirId && !needsSent(link, order, remote) && compareHeld(system, link, order, remote, told).length === 0 && !isNews(link, remote)
      suspicion = agrees ? undefined : { type: 'pair', ourId: link.ourId, theirId: link.theirId, said, listed }
    },
    onlyLeft() {
      theirIds = []
      said = saidOf(ours.held)
      suspicion = { type: 'oursOnly', ourId: ours.held.link.ourId, theirId: ours.held.link.theirId, said }
    },
    onlyRight() {
      remote = listing.rows.remote()
      theirIds = [remote.theirId]
      said = undefined
      listed = [amountOf(remote)]
      suspicion = { type: 'theirsOnly', remote, listed }
    },
    again() {
      // a listing may show a row twice while others come and go; two records are a double
      const further = listing.rows.remote()
      if (theirIds.includes(further.theirId)) return
      theirIds.push(further.theirId)
      listed.push(amountOf(further))
    },
    settled() {
      if (theirIds.length > 1 && remote) return there.add({ type: 'double', remote, theirIds, said, listed })
      if (suspicion !== undefined) return (suspicion.type === 'theirsOnly' ? there : here).add(suspicion)
      agreed++
      // our side is at the next one by now
      if (isCancelled) countPair(sums, {}, {})
      else countPair(sums, said!, listed[0]!)
    },
  }
  try {
    await merge(ours, listing.rows, visit)
  } finally {
    await listing.rows.close()
  }
  async function* suspicions(): AsyncGenerator<Suspicion> {
    for await (const unnamed of listing.unnamed) yield { type: 'theirsOnly', remote: unnamed, listed: [amountOf(unnamed)] }
    yield* there
    yield* here
  }
  return { ours: ours.count, theirs: listing.count, agreed, sums, suspicions: suspicions() }
}

const saidOf = ({ link, order, told }: Held): Amounted => amountOf(order ? expected(link, order, told) : link)
const amountOf = ({ amount, currency }: Amounted): Amounted => ({ amount, currency })
