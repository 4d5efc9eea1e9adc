import { type Period } from '../../orders/reports/facts'

const DAY_MS = 86_400_000

/** The day, ISO week (Monday to Sunday) or calendar month that was over before a date: its first and last date. */
export function lastBefore(date: string, period: Period): { from: string; to: string } {
  const at = new Date(`${date}T00:00:00.000Z`)
  switch (period) {
    case 'day': return { from: dateOf(at.getTime() - DAY_MS), to: dateOf(at.getTime() - DAY_MS) }
    case 'week': {
      const monday = at.getTime() - ((at.getUTCDay() || 7) - 1) * DAY_MS
      return { from: dateOf(monday - 7 * DAY_MS), to: dateOf(monday - DAY_MS) }
    }
    case 'month': {
      const first = Date.UTC(at.getUTCFullYear(), at.getUTCMonth(), 1)
      return { from: dateOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - 1, 1)), to: dateOf(first - DAY_MS) }
    }
  }
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10)
