/**
 * The kill points that a process that lived has told of, and how many there are. All with `KILL_POINTS=all`; else those at which the outside is another
 * than at the point before: whoever dies after a call that only read leaves what he left before it.
 */
export function pointsOf(lines: readonly string[]): { count: number; points: number[] } {
  const [, told = '0', differing = ''] = /^points (\d+) ([\d,]*)$/.exec(lines.at(-1) ?? '') ?? []
  const count = Number(told)
  return { count, points: process.env.KILL_POINTS === 'all' ? Array.from({ length: count }, (_, index) => index + 1) : differing.split(',').map(Number) }
}
