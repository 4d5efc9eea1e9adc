/** Counts requests by the second that they come in. */
export interface Limiter {
  /** Whether one more request fits into this second. */
  admits(perSecond: number | undefined): boolean
  /** How many came in each second of the last minutes, by seconds since 1970. */
  counted(): Record<string, number>
}

const KEPT = 600

export function openLimiter(now: () => number = Date.now): Limiter {
  const counts = new Map<number, number>()
  return {
    admits: (perSecond) => {
      const current = Math.floor(now() / 1000)
      const count = (counts.get(current) ?? 0) + 1
      counts.set(current, count)
      const [first] = counts.keys()
      if (counts.size > KEPT && first !== undefined) counts.delete(first)
      return perSecond === undefined || count <= perSecond
    },
    counted: () => Object.fromEntries(counts),
  }
}
