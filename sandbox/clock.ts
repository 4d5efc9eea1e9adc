/** A system's own clock, which may be wrong by some minutes. */
export interface Clock {
  now(): Date
  /** Now as it is stored and sorted: ISO 8601 in UTC with milliseconds. */
  stamp(): string
  /** Minutes that the clock is ahead (or behind, when negative). */
  skew: number
}

export function openClock(): Clock {
  const clock: Clock = {
    skew: 0,
    now: () => new Date(Date.now() + clock.skew * 60_000),
    stamp: () => clock.now().toISOString(),
  }
  return clock
}
