import { type Connector, type SystemConfig } from '../connectors/connector'
import { type Store } from '../store/store'
import { type Log } from './log'
import { machine, type Machine } from './machine'
import { type Trace } from './trace'

/** Business time. Leases, time-outs and back-off run on the {@link Machine}'s own clock instead. */
export interface Clock {
  now(): Date
}

export const systemClock: Clock = { now: () => new Date() }

/** What every function of `sync/` works with. Handed in, never imported, so that tests and the simulated day bring their own. */
export interface Context {
  store: Store
  clock: Clock
  /** (Default: the real one) */
  machine?: Machine
  log: Log
  /** (Default: nothing is traced) */
  trace?: Trace
  /** Who acts: an actor's id. */
  actor: string
  /** Of this process: the owner of leases. */
  owner: string
  /** Makes the connector of a configured system; the registry of `connectors/` by default. */
  connect: (system: SystemConfig) => Connector
}

export const machineOf = (context: Pick<Context, 'machine'>): Machine => context.machine ?? machine

/** The instant of business time as the store keeps it. */
export const instant = (context: Pick<Context, 'clock'>): string => context.clock.now().toISOString()
