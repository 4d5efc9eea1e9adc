import * as outbox from '../store/outbox'
import { type Message } from '../store/records'
import { attemptAt } from './attempt'
import { claiming, type Claims } from './claiming'
import { Circuits } from './circuits'
import { type Context, machineOf } from './context'
import { mostUnderWay, waitingMs } from './pace'
import { type Attempt, leaseMs } from './send'
import { type Ended, Settling } from './settle'
import { type System, systemsOf } from './systems'

/** How many messages were claimed, and how their attempts ended. */
export interface Dispatched {
  claimed: number
  done: number
  refused: number
  postponed: number
  dead: number
}

/** For how long slots that never come free are filled with what lies behind, in ms, before what lies before it is looked for again. */
const CLAIM_MS = 1000

export interface SenderOptions {
  /** Only these systems. (Default: all) */
  systems?: readonly string[]
  /** May a slot whose call has ended take the next message? (Default: yes) */
  goesOn?: () => boolean
}

/**
 * Carries messages out, each system in slots of its own: as many as it takes calls at once. A call that ends makes room for the next message in the
 * commit that says how it ended, so that neither a slow call nor a slow system keeps any other waiting. Safe in any number of processes: a message has one
 * owner at a time, and a late answer of an old attempt is not accepted.
 */
export class Sender {
  private live: readonly System[] = []
  private circuits: Circuits | undefined
  private readonly underWay = new Map<string, number>()
  /** When was last claimed from the start, and how far was claimed since, by system. */
  private readonly reached = new Map<string, { sinceMs: number; position: number }>()
  private readonly claimsOf = new Map<string, Claims>()
  private readonly calls = new Set<Promise<void>>()
  private readonly settling: Settling
  private claimed = 0
  private failures: { error: unknown }[] = []

  constructor(private readonly context: Context, private readonly options: SenderOptions = {}) {
    this.settling = new Settling(context, (tx, ended) => this.next(tx, ended))
  }

  /** Reads anew which systems are live, how they are reached and which of them answer; answers with them. */
  async look(): Promise<readonly System[]> {
    const { systems } = this.options
    this.live = (await systemsOf(this.context)).filter((system) => system.mode === 'live' && (!systems || systems.includes(system.name)))
    this.circuits = await Circuits.now(this.context)
    return this.live
  }

  /**
   * Reads which systems are live and claims what is due to them into their free slots, `limit` messages at most a system, and begins to carry it out; answers
   * with how many. Where nothing is due nothing is claimed, and no transaction is begun. Throws the first failure, once all others are filled.
   */
  async fill(limit = Infinity): Promise<number> {
    const free = (await this.look()).filter((system) => system.concurrency > this.underWayIn(system))
    const due = await outbox.queuesWithDue(this.context.store, free.map(({ company, name }) => ({ company, system: name })), machineOf(this.context).nowMs())
    const ends = await Promise.allSettled(due.map((place) => this.fillOne(free[place]!, limit)))
    const failure = ends.find((end) => end.status === 'rejected')
    if (failure) throw failure.reason
    return ends.reduce((begun, end) => begun + (end.status === 'fulfilled' ? end.value : 0), 0)
  }

  private async fillOne(system: System, limit: number): Promise<number> {
    const room = Math.min(system.concurrency - this.underWayIn(system), limit, await this.circuits!.room(system))
    if (room <= 0) return 0
    // no more than go out at once: a message that only waits would use up its lease
    const lease = this.leaseOf(system)
    const messages = this.reaching(system, lease.nowMs, await outbox.claim(this.context.store, { ...lease, systems: [system.name], limit: room }))
    for (const message of messages) this.begin(system, message)
    return messages.length
  }

  /**
   * Carries out one message, where it is due and nothing holds it back; answers with how its attempt ended. Who asks for one that is done, under way elsewhere or
   * unknown, or of a system that is off or does not answer, gets undefined, and nothing was done.
   */
  async one(of: Pick<System, 'company' | 'name'>, id: string): Promise<Ended | undefined> {
    const system = this.live.find((one) => keyOf(one) === keyOf(of))
    if (!system || await this.circuits!.room(system) === 0) return undefined
    const message = await this.claims(system).ask(id)
    if (!message) return undefined
    return new Promise((told) => { this.begin(system, message, told) })
  }

  /** How many messages it makes sense to line up for a system: of one that does not answer only a probe now and then. */
  worth(system: System): number {
    return this.circuits!.worth(system)
  }

  /** Is any call under way? */
  get busy(): boolean {
    return this.calls.size > 0
  }

  /** Resolves when no call is under way any more. */
  async idle(): Promise<void> {
    while (this.calls.size > 0) await Promise.all(this.calls)
  }

  /** What came of it since this was last asked. Throws the first failure of what could not be written: its message is found again when its lease is over. */
  taken(): Dispatched {
    const { ended, failure } = this.settling.taken()
    const counts: Dispatched = { claimed: this.claimed, done: 0, refused: 0, postponed: 0, dead: 0 }
    const [failed] = [...this.failures, ...(failure ? [failure] : [])]
    this.claimed = 0
    this.failures = []
    if (failed) throw failed.error
    for (const { attempt } of ended) count(counts, attempt)
    return counts
  }

  private claims(system: System): Claims {
    const key = keyOf(system)
    const claims = this.claimsOf.get(key) ?? claiming((ids) => outbox.claimThese(this.context.store, { ...this.leaseOf(this.live.find((one) => keyOf(one) === key) ?? system), system: system.name, ids }))
    this.claimsOf.set(key, claims)
    return claims
  }

  private begin(system: System, message: Message, told?: (ended: Ended | undefined) => void): void {
    const key = keyOf(system)
    this.underWay.set(key, this.underWayIn(system) + 1)
    const call = this.carryOut(system, message, told).catch((error: unknown) => { this.failures.push({ error }) }).finally(() => {
      told?.(undefined)
      this.underWay.set(key, this.underWayIn(system) - 1)
      this.calls.delete(call)
    })
    this.calls.add(call)
  }

  /** One slot: a message, and what goes out in its place as long as there is something. */
  private async carryOut(system: System, first: Message, told?: (ended: Ended) => void): Promise<void> {
    for (let message: Message | undefined = first; message; ) {
      this.claimed++
      const known: System = this.live.find((one) => keyOf(one) === keyOf(system)) ?? system
      const attempt = await attemptAt(this.context, known.connector, message)
      const ended = { message, attempt }
      message = await this.settling.add(ended)
      told?.(ended)
      await this.circuits!.heard(known, attempt)
    }
  }

  private async next(tx: Parameters<typeof outbox.claimNext>[0], ended: readonly Message[]): Promise<Message[]> {
    if (this.options.goesOn && !this.options.goesOn()) return []
    const next: Message[] = []
    for (const system of this.live) {
      const limit = ended.filter((message) => message.company === system.company && message.system === system.name).length
      if (limit === 0 || !this.circuits!.answers(system)) continue
      next.push(...await this.nextOf(tx, system, limit))
    }
    return next
  }

  /** What comes next is looked for behind what was claimed before, and now and then from the start: for what was lost, of unknown outcome, tried before or passed over. */
  private async nextOf(tx: Parameters<typeof outbox.claimNext>[0], system: System, limit: number): Promise<Message[]> {
    const lease = this.leaseOf(system)
    const { sinceMs, position } = this.reached.get(keyOf(system)) ?? { sinceMs: -CLAIM_MS, position: 0 }
    if (lease.nowMs < sinceMs + CLAIM_MS) return this.reaching(system, sinceMs, await outbox.claimNext(tx, { ...lease, system: system.name, limit, after: position }), position)
    return this.reaching(system, lease.nowMs, await outbox.claimWithin(tx, { ...lease, systems: [system.name], limit }))
  }

  private reaching(system: System, sinceMs: number, claimed: Message[], before = 0): Message[] {
    this.reached.set(keyOf(system), { sinceMs, position: Math.max(before, ...claimed.map(({ position }) => position)) })
    return claimed
  }

  private leaseOf({ company, connector, rate }: System): Pick<outbox.Claim, 'owner' | 'nowMs' | 'leaseMs' | 'concurrencyPerSystem'> & { company: string } {
    return {
      company, owner: this.context.owner, nowMs: machineOf(this.context).nowMs(), leaseMs: () => leaseMs(connector) + (rate ? waitingMs(rate) : 0),
      ...(rate ? { concurrencyPerSystem: mostUnderWay(rate) } : {}),
    }
  }

  private underWayIn(system: System): number {
    return this.underWay.get(keyOf(system)) ?? 0
  }
}

const keyOf = ({ company, name }: Pick<System, 'company' | 'name'>): string => JSON.stringify([company, name])

function count(counts: Dispatched, attempt: Attempt): void {
  if (attempt.state === 'done') counts.done++
  else if (attempt.state === 'refused') counts.refused++
  else if (attempt.state === 'dead' || attempt.state === 'asking') counts.dead++
  else counts.postponed++
}
