import * as paces from '../store/paces'
import { type Store } from '../store/store'
import { type Context, machineOf } from './context'
import { Gathering } from './gathering'

/** So many calls in so many ms at most, of all processes together. */
export interface Rate { calls: number; perMs: number }

/** A rate as a system's record has it: `10/s`, `100/min`, `5000/h`, or `{ calls, perSeconds }`. */
export type RateText = string | { calls: number; perSeconds: number }

const UNITS = new Map([['s', 1000], ['min', 60_000], ['h', 3_600_000]])

export function rateOf(written: RateText): Rate {
  if (typeof written !== 'string') return { calls: written.calls, perMs: written.perSeconds * 1000 }
  const [calls = '', unit = ''] = written.split('/')
  return { calls: Number(calls), perMs: UNITS.get(unit)! }
}

/** A call may leave so many ms after its turn, as timers and processors are late; one that is later takes another turn. */
const LATE_MS = 100
/** Turns are a little farther apart than the rate asks for, so that calls that leave late are never one too many in any span of it. */
const SPARE_MS = LATE_MS + 10

/** Milliseconds from one call to the next. */
export const everyMs = ({ calls, perMs }: Rate): number => (perMs + SPARE_MS) / calls

/** Messages that may be under way at once, over all workers: no more than get their turns in good time. */
export const mostUnderWay = (rate: Rate): number => Math.min(50, Math.max(1, Math.floor(IN_GOOD_TIME_MS / CALLS / everyMs(rate))))
/** How long a message may wait for its turns in all, while those that are under way and others who ask (who follow, who compare) have theirs. */
export const waitingMs = (rate: Rate): number => Math.ceil(CALLS * everyMs(rate) * (mostUnderWay(rate) + OTHERS))
/** Requests that a message takes: a look, what it names there, the call in its steps, reading back. */
const CALLS = 8
const OTHERS = 8
const IN_GOOD_TIME_MS = 10_000

/** Waits until the next call may leave. Throws where the signal comes first, or the turns cannot be counted. */
export type Pace = (signal?: AbortSignal) => Promise<void>

/** The turns that this process takes at one system, those that are asked for at the same time together: times, real clock in ms. */
type Turns = Gathering<void, number>

const known = new WeakMap<Store, Map<string, Turns>>()

/**
 * Lets calls to a system leave one after the other, as its rate allows, whichever process they are of: turns are counted in the store, so that neither a
 * worker more nor a Redis that lost all makes them come faster. The clocks of the machines must agree, as for leases.
 */
export function paceOf(context: Pick<Context, 'store' | 'machine'>, company: string, system: string, rate: Rate): Pace {
  const { nowMs, sleep } = machineOf(context)
  const everyUs = Math.ceil(everyMs(rate) * 1000)
  const turnsOf = known.get(context.store) ?? new Map<string, Turns>()
  known.set(context.store, turnsOf)
  const key = JSON.stringify([company, system, everyUs])
  const turns = turnsOf.get(key) ?? new Gathering(async (asked) => {
    const firstUs = await context.store.write((tx) => paces.take(tx, { company, system, count: asked.length, everyUs }, nowMs() * 1000))
    return asked.map((_, place) => (firstUs + place * everyUs) / 1000)
  })
  turnsOf.set(key, turns)
  return async (signal) => {
    for (;;) {
      const at = await turns.ask()
      await sleep(Math.max(0, Math.ceil(at - nowMs())), signal)
      if (signal?.aborted) throw new Error('its turn did not come in time')
      if (nowMs() <= at + LATE_MS) return
    }
  }
}
