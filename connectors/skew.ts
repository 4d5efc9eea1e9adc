/** How far a system's clock is ahead of ours, in ms, and when (our clock, ms) it was measured. */
export interface Skew { ms: number; at: number }

/** By address: connectors are made anew for every round, and the clock behind them is the same. */
const known = new Map<string, Skew>()

/**
 * Measures a system's clock by the `Date` of an answer, against the middle of the call. The header counts whole seconds, so nothing better than
 * a second comes of it, and an answer that took long says little.
 */
export function measureSkew(address: string, date: string | undefined, sentMs: number, heardMs: number): void {
  const theirs = Date.parse(date ?? '')
  if (Number.isNaN(theirs) || heardMs - sentMs > SLOW_MS) return
  known.set(address, { ms: theirs + HALF_A_SECOND - (sentMs + heardMs) / 2, at: heardMs })
}

/** As it was measured last by this process; undefined where no answer had a date yet. */
export const skewOf = (address: string): Skew | undefined => known.get(address)

/** What the system's clock shows now, in ms. */
export const nowBy = (skew: Skew | undefined): number | undefined => skew && Date.now() + skew.ms

const SLOW_MS = 2000
/** A second is written as it begins. */
const HALF_A_SECOND = 500
