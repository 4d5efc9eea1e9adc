import { type Period } from './facts'

const DAY_MS = 86_400_000
/** Calendar days from one date to another. */
export const days = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00.000Z`) - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS)

/** `2026-03-02`, `2026-W10` or `2026-03`. The week of a date is that of its Thursday. */
export function periodOf(date: string, period: Period): string {
  if (period !== 'week') return period === 'day' ? date : date.slice(0, 7)
  const at = Date.parse(`${date}T00:00:00.000Z`)
  const thursday = new Date(at + (4 - (new Date(at).getUTCDay() || 7)) * DAY_MS)
  const week = Math.ceil((days(`${thursday.getUTCFullYear()}-01-01`, thursday.toISOString().slice(0, 10)) + 1) / 7)
  return `${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`
}
