import { type Clock } from '../../sync/context'

/** Monday of the first simulated business day. */
export const FIRST_DAY = '2026-03-02'

/**
 * Business time of the simulated day: it stands where the day's step has put it and moves on by real milliseconds, so that
 * later is later. Leases, time-outs and back-off do not use it.
 */
export class DayClock implements Clock {
  private base: number
  private since = Date.now()

  constructor(readonly day: string) {
    this.base = Date.parse(`${day}T05:00:00.000Z`)
  }

  /** Sets the clock to `HH:MM` UTC of the day; never backwards. */
  set(time: string): void {
    this.base = Math.max(this.now().getTime(), Date.parse(`${this.day}T${time}:00.000Z`))
    this.since = Date.now()
  }

  now(): Date {
    return new Date(this.base + Date.now() - this.since)
  }
}

/** The day after (`YYYY-MM-DD`). */
export const nextDay = (day: string): string => new Date(Date.parse(`${day}T00:00:00.000Z`) + 86_400_000).toISOString().slice(0, 10)
