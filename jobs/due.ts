import { parse, type ParsedFields } from 'node-cron'

const DAY = 86_400_000
/** A 29th of February can be eight years away. */
const FARTHEST = 8 * 366

/**
 * The last instant at or before `now` that a cron expression (five fields, in the zone) names. A time that the clock leaps
 * over in spring is due when it would have been; one that comes twice in autumn is due the first time. Throws where the
 * expression cannot be read or never comes. Where every hour is named (`*`) the clock that is set back stops nothing: such a time is due again.
 */
export function lastDue(cron: string, zone: string, now: Date): Date {
  const fields = parse(cron)
  const hours = descending(fields.hour)
  const minutes = descending(fields.minute)
  const today = localDay(zone, now)
  const repeated = cron.trim().split(/\s+/)[1]!.startsWith('*') ? sinceTheClockWasSet(fields, cron, zone, now) : undefined
  if (repeated !== undefined) return new Date(repeated)
  for (let back = 0; back <= FARTHEST; back++) {
    const day = today - back * DAY
    if (!isDay(fields, new Date(day), cron)) continue
    for (const hour of hours) {
      for (const minute of minutes) {
        const due = instantOf(day + (hour * 60 + minute) * 60_000, zone)
        if (due <= now.getTime()) return new Date(due)
      }
    }
  }
  throw new RangeError(`the schedule "${cron}" never comes: correct its day and month`)
}

/** The last instant that is named, as the clock goes now; undefined where it was set since. */
function sinceTheClockWasSet(fields: ParsedFields, cron: string, zone: string, now: Date): number | undefined {
  const offset = offsetAt(zone, now.getTime())
  const local = now.getTime() + offset
  const today = localDay(zone, now)
  if (!isDay(fields, new Date(today), cron)) return undefined
  for (const hour of descending(fields.hour)) {
    for (const minute of descending(fields.minute)) {
      const due = today + (hour * 60 + minute) * 60_000
      if (due <= local) return offsetAt(zone, due - offset) === offset ? due - offset : undefined
    }
  }
  return undefined
}

const descending = (values: readonly number[]): number[] => [...values].sort((a, b) => b - a)

/** Where both days are limited, either may match, as crontab(5) has it. */
function isDay(fields: ParsedFields, day: Date, cron: string): boolean {
  if (!fields.month.includes(day.getUTCMonth() + 1)) return false
  const [, , monthDays = '*', , weekDays = '*'] = cron.trim().split(/\s+/)
  const byMonth = fields.dayOfMonth.some((one) => Number(one) === day.getUTCDate())
  const byWeek = fields.dayOfWeek.some((one) => Number(one) % 7 === day.getUTCDay())
  if (monthDays.startsWith('*')) return byWeek
  return weekDays.startsWith('*') ? byMonth : byMonth || byWeek
}

/** The instant of a local time, given as if it were UTC. */
function instantOf(local: number, zone: string): number {
  const before = local - offsetAt(zone, local - DAY)
  const after = local - offsetAt(zone, local + DAY)
  const shown = [before, after].filter((instant) => instant + offsetAt(zone, instant) === local)
  return shown.length === 0 ? before : Math.min(...shown)
}

const localDay = (zone: string, at: Date): number => Math.floor((at.getTime() + offsetAt(zone, at.getTime())) / DAY) * DAY

const formats = new Map<string, Intl.DateTimeFormat>()

/** How far the zone's clock is ahead of UTC at an instant, in ms. */
function offsetAt(zone: string, instant: number): number {
  let format = formats.get(zone)
  if (!format) formats.set(zone, format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }))
  const parts = new Map(format.formatToParts(instant).map((part) => [part.type, Number(part.value)]))
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(instant / 1000) * 1000
}
