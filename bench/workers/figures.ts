/** What so many workers delivered. */
export interface Point {
  by: string
  workers: number
  /** Orders a second. */
  perSecond: number
  /** The most that latency and limits allow them. */
  possible: number
  /** Calls to one system in the second that had most of them. */
  most: number
}

export function table(points: readonly Point[], limit: number): string {
  const rows = points.map(({ by, workers, perSecond, possible, most }) =>
    [by, String(workers), perSecond.toFixed(1), possible.toFixed(1), `${Math.round(perSecond / possible * 100)} %`, `${Math.round(perSecond / limit * 100)} %`, String(most)])
  return [['shared by', 'workers', 'orders/s', 'possible', 'of it', 'of the systems\' limit', 'most calls in a second'], ['---', '---', '---', '---', '---', '---', '---'], ...rows]
    .map((row) => `| ${row.join(' | ')} |`).join('\n')
}

const WIDTH = 60

/** A bar each, against the limit of the systems. */
export function curve(points: readonly Point[], limit: number): string {
  const widest = Math.max(limit, ...points.map(({ perSecond }) => perSecond))
  const columns = (value: number): number => Math.round(value / widest * WIDTH)
  const line = (workers: string, value: number, mark: string): string => `  ${workers.padStart(2)} ${mark.repeat(columns(value)).padEnd(WIDTH)} ${value.toFixed(1)}`
  return [...Map.groupBy(points, ({ by }) => by)].map(([by, own]) =>
    [`orders a second, shared by ${by}`, ...own.map(({ workers, perSecond }) => line(String(workers), perSecond, '#')), line('', limit, '.') + ' the systems take'].join('\n')).join('\n\n')
}
