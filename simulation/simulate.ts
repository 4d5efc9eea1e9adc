import { live } from './day'
import { broken } from './invariants'
import { type Place } from './place'
import { restore, withConfiguration } from './store'
import { type Flaws } from './systems/wire'
import { World } from './world'

export interface Simulated {
  seed: number
  /** What does not hold; empty where all does. */
  broken: string[]
  /** What happened, in order; empty unless it was asked for. */
  trace: string[]
}

/** Runs one seed. The same seed, number of orders and flaws give the same run, step by step. */
export async function simulate({ store, snapshot }: Place, seed: number, { orders = 50, traced = false, flaws = {} }: { orders?: number; traced?: boolean; flaws?: Flaws } = {}): Promise<Simulated> {
  await restore(store, snapshot)
  const world = new World(withConfiguration(store), seed, orders, flaws, traced)
  try {
    return { seed, broken: await world.time.run(live(world).then((night) => broken(world, night))), trace: world.trace }
  } catch (error) {
    return { seed, broken: [error instanceof Error ? error.stack ?? error.message : String(error)], trace: world.trace }
  }
}
