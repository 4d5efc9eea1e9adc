export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How many a second, by the time that the work took. */
export async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return count / (performance.now() - started) * 1000
}

/** One line of the result: our rate against another's, round by round, so that both met the same disk. */
export interface Comparison {
  store: string
  what: string
  against: string
  ours: number[]
  theirs: number[]
  /** The ratio that must be reached. (Default: none, for those who want to know) */
  goal?: number
}

export const ratio = ({ ours, theirs }: Pick<Comparison, 'ours' | 'theirs'>): number => median(ours.map((our, round) => our / theirs[round]!))

/** Prints the table; false where a goal was missed. */
export function report(comparisons: readonly Comparison[]): boolean {
  const rows = comparisons.map((one) => [
    one.store, one.what, one.against, perSecond(one.ours), perSecond(one.theirs), ratio(one).toFixed(2), one.goal?.toFixed(2) ?? '', one.goal === undefined ? '' : isMet(one) ? 'met' : 'MISSED',
  ])
  table([['store', 'what', 'against', 'ours/s', 'theirs/s', 'ratio', 'goal', ''], ...rows])
  return comparisons.every(isMet)
}

const isMet = (one: Comparison): boolean => one.goal === undefined || ratio(one) >= one.goal

const perSecond = (rates: readonly number[]): string => String(Math.round(median(rates)))

/** Prints rows in columns; the first is the heading. */
export function table(rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  for (const row of rows) console.log(row.map((cell, column) => (/^[\d.]+$/.test(cell) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  '))
}
