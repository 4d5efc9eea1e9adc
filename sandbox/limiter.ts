/** Counts requests of the second that runs. */
export interface Limiter {
  /** Whether one more request fits into this second. */
  admits(perSecond: number): boolean
}

export function openLimiter(now: () => number = Date.now): Limiter {
  let second = 0
  let count = 0
  return {
    admits: (perSecond) => {
      const current = Math.floor(now() / 1000)
      if (current !== second) [second, count] = [current, 0]
      count += 1
      return count <= perSecond
    },
  }
}
