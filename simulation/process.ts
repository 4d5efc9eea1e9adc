import { type Machine } from '../sync/machine'
import { type Chance } from './chance'
import { type Time } from './time'

/** What may befall a process, as shares of its steps. */
export interface Fate {
  crash: number
  /** Stopped (SIGSTOP) for longer than a lease lasts, and woken. */
  pause: number
  /** The database fails it: before a commit, or after one that it does not hear of. */
  database: number
}

export const UNHARMED: Fate = { crash: 0, pause: 0, database: 0 }

/**
 * A process that can die between any two of its steps: what it had in mind never goes on, and what it has committed stands. A step is a
 * transaction's begin or end, or a call's.
 */
export class Process {
  dead = false
  /** Numbers its steps, so that a crash can be told. */
  steps = 0
  readonly machine: Machine
  private stoppedUntil = 0
  private readonly deathbed: (() => void)[] = []

  constructor(readonly name: string, private readonly time: Time, private readonly chance: Chance, private readonly fate: () => Fate, private readonly told: (what: string) => void) {
    this.machine = time.machine(() => chance.next(), (ms, signal) => this.sleep(ms, signal))
  }

  /** Where it may die or be stopped. Never returns to a dead one. */
  async step(what: string): Promise<void> {
    this.steps++
    const { crash, pause } = this.fate()
    if (!this.dead && this.chance.happens(crash)) this.die(what)
    if (!this.dead && this.chance.happens(pause)) this.stop(what)
    await this.going()
  }

  /** Does the database fail it here? */
  failsHere(): boolean {
    return this.chance.happens(this.fate().database)
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await this.time.sleep(ms, signal)
    await this.going()
  }

  get isGoing(): boolean {
    return !this.dead && this.time.at >= this.stoppedUntil
  }

  /** Waits while it is stopped; for ever where it is dead. */
  async going(): Promise<void> {
    while (!this.dead && this.time.at < this.stoppedUntil) await this.time.sleep(this.stoppedUntil - this.time.at)
    if (this.dead) await never()
  }

  onDeath(work: () => void): void {
    this.deathbed.push(work)
  }

  die(what: string): void {
    this.told(`dies at step ${this.steps}, ${what}`)
    this.dead = true
    for (const work of this.deathbed.splice(0)) work()
  }

  private stop(what: string): void {
    const ms = this.chance.between(500, 12_000)
    this.told(`is stopped for ${ms} ms at step ${this.steps}, ${what}`)
    this.stoppedUntil = this.time.at + ms
  }
}

/** What a dead process waits for. */
export const never = (): Promise<never> => new Promise(() => undefined)
