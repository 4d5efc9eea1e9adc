import * as outbox from '../../store/outbox'
import { type Context, machineOf } from '../../sync/context'
import { type Sender } from '../../sync/sender'
import { type System } from '../../sync/systems'
import { type Link } from './link'
import { SystemQueue } from './queue'

/** Messages of a system that one sweep says to be due, at most. */
const SWEPT = 1000
/** Not more often than so is a queue that ran empty filled again, in ms. */
const REFILL_MS = 250

const PREFIX = 'order-to-cash'

/** The queues of all live systems of one store, filled from its outbox. */
export class Queues {
  private readonly open = new Map<string, { queue: SystemQueue; filledAt: number }>()
  private systems: readonly System[] = []
  private closed = false

  constructor(private readonly context: Context, private readonly sender: Sender, private readonly link: Link, private readonly pollMs: number) {}

  /**
   * Looks which systems there are, and says of every message that is due and has no job that it is due: the outbox alone knows, and whatever a Redis has lost
   * is found here. One worker does it at a time, whichever comes first.
   */
  async sweep(): Promise<void> {
    this.systems = await this.sender.look()
    await this.adjust()
    if (await this.link.now.set(`${PREFIX}:${this.store}:sweep`, this.context.owner, 'PX', this.pollMs, 'NX') === null) return
    await Promise.all(this.systems.map((system) => this.fill(system)))
  }

  /** No message is begun any more; with `hard` nothing is waited for. */
  async close(hard = false): Promise<void> {
    this.closed = true
    await Promise.all([...this.open.values()].map(({ queue }) => queue.close(hard)))
  }

  private async adjust(): Promise<void> {
    const names = new Set(this.systems.map((system) => this.nameOf(system)))
    for (const [name, { queue }] of this.open) {
      const system = this.systems.find((one) => this.nameOf(one) === name)
      if (names.has(name) && system && queue.adopts(system)) continue
      this.open.delete(name)
      await queue.close(false)
    }
    for (const system of this.systems) {
      const name = this.nameOf(system)
      if (this.open.has(name) || this.closed) continue
      const { company, concurrency, rate } = system
      const queue = new SystemQueue(this.link, this.context.log, {
        name, prefix: PREFIX, concurrency, rate, work: (message) => this.sender.one({ company, name: system.name }, message), drained: () => { this.refill(name) },
      })
      this.open.set(name, { queue, filledAt: 0 })
    }
  }

  private async fill(system: System): Promise<void> {
    const entry = this.open.get(this.nameOf(system))
    const limit = Math.min(SWEPT, this.sender.worth(system))
    if (!entry || this.closed || limit === 0) return
    const now = machineOf(this.context).nowMs()
    entry.filledAt = now
    if (await entry.queue.isFull()) return
    const due = await outbox.dueNow(this.context.store, { company: system.company, system: system.name }, limit, now)
    if (due.length > 0) await entry.queue.add(due)
  }

  /** A backlog is longer than one sweep. */
  private refill(name: string): void {
    const system = this.systems.find((one) => this.nameOf(one) === name)
    const entry = this.open.get(name)
    if (!system || !entry || entry.filledAt + REFILL_MS > machineOf(this.context).nowMs()) return
    this.fill(system).catch((error: unknown) => { this.context.log('debug', 'redis', { queue: name, text: error instanceof Error ? error.message : String(error) }) })
  }

  /** Several stores may share a Redis: the keys that seal them tell them apart. */
  private get store(): string {
    return this.context.store.keys.fingerprint.slice(0, 16)
  }

  /** A colon parts the names of keys in Redis. */
  private nameOf({ company, name }: System): string {
    return `${this.store}.${encodeURIComponent(company)}.${encodeURIComponent(name)}`
  }
}
