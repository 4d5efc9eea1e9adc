import { type Problem } from '../orders/problem'

/** Problems kept of one code in a message or file; more of them say nothing new, and a hostile file could fill the memory. */
export const KEPT = 100

/** At most 100 problems of each code, in their order, and one more for each code that has others beside them. */
export function fewer(problems: readonly Problem[]): Problem[] {
  const counts = new Map<string, number>()
  const kept = problems.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1
    counts.set(code, count)
    return count <= KEPT
  })
  return [...kept, ...leftOut(counts)]
}

/** What is said of the problems that were only counted, by the count of each code. */
export const leftOut = (counts: ReadonlyMap<string, number>): Problem[] => [...counts].filter(([, count]) => count > KEPT).map(([code, count]) => ({
  code: 'problems-left-out', severity: 'note', message: `${count - KEPT} further problems of the kind ${code} were found and are not listed.`,
}))
