const formats = new Map<string, Intl.DateTimeFormat>()
/** The date of the minute that was last asked for, by zone: whoever judges orders asks again and again. */
const latest = new Map<string, { minute: number; date: string }>()

/** The calendar date (`YYYY-MM-DD`) of an instant in a zone (IANA name). Throws a RangeError on an unknown zone. */
export function dateIn(zone: string, at: Date): string {
  const minute = Math.floor(at.getTime() / 60_000)
  const known = latest.get(zone)
  if (known?.minute === minute) return known.date
  const date = dateAt(zone, at)
  latest.set(zone, { minute, date })
  return date
}

function dateAt(zone: string, at: Date): string {
  let format = formats.get(zone)
  // to make one takes a hundred times as long as to use it
  if (!format) formats.set(zone, format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }))
  const parts = format.formatToParts(at)
  const part = (type: string): string => parts.find((p) => p.type === type)!.value
  return `${part('year')}-${part('month')}-${part('day')}`
}

/** The local time of an instant in a zone, `YYYY-MM-DDTHH:MM`. Throws a RangeError on an unknown zone. */
export function timeIn(zone: string, at: Date): string {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
  return `${dateIn(zone, at)}T${clock}`
}
