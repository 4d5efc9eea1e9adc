import { type EdiProfile } from '../../mappings/edi/profile'
import { dateIn } from '../zone'

const HOUR = 3_600_000

/**
 * The instant after so many hours of a partner's calendar: hours of days that he is closed on, in his zone, do not count. Answers in UTC, to the hour
 * where a closed day lies between.
 */
export function dueAt(from: Date, hours: number, zone: string, calendar: EdiProfile['calendar']): string {
  let at = from.getTime()
  // a calendar of closed days only would never end
  for (let left = hours, most = 24 * 366; left > 0 && most > 0; most--) {
    const step = Math.min(1, left)
    if (!isClosed(new Date(at), zone, calendar)) left -= step
    at += step * HOUR
  }
  while (isClosed(new Date(at), zone, calendar) && at < from.getTime() + 366 * 24 * HOUR) at += HOUR
  return new Date(at).toISOString()
}

function isClosed(at: Date, zone: string, calendar: EdiProfile['calendar']): boolean {
  const date = dateIn(zone, at)
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7
  return (calendar?.closedWeekdays?.includes(weekday) ?? false) || (calendar?.closed?.includes(date) ?? false)
}
