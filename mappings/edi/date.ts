/** What a text is as a date: in our form, a period with its end; or why it is none. */
export type DateRead =
  | { value: string; assumed?: 'format' | 'century'; until?: string }
  | { fault: 'unreadable' }
  | { fault: 'ambiguous'; candidates: string[] }

const UNREADABLE: DateRead = { fault: 'unreadable' }
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
/** Two-digit years up to this are of this century (X12 and EDIFACT say nothing; documents older than 1970 are none of ours). */
const PIVOT = 69

/** The day after a `YYYY-MM-DD`. */
export const dayAfter = (date: string): string => new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/**
 * An X12 date (DT, 373: `CCYYMMDD`, before 004010 `YYMMDD`) with a time (TM, 337: `HHMM[SS[DD]]`) and time code (623) where the
 * document has them: `2024-03-09`, `2024-03-09T14:30`, `2024-03-09T14:30-05:00`.
 */
export function x12Date(date: string, time = '', zone = ''): DateRead {
  if (date.length === 8 && time === '') return recent.get(date) ?? remember(date, dayOf(calendarDay(date)))
  const day = date.length === 8 ? calendarDay(date) : date.length === 6 ? calendarDay(century(date) + date) : undefined
  if (!day) return UNREADABLE
  const clock = time === '' ? '' : clockTime(time)
  if (clock === undefined) return UNREADABLE
  const value = day + clock + (clock === '' ? '' : (ZONES.get(zone) ?? ''))
  return date.length === 6 ? { value, assumed: 'century' } : { value }
}

const dayOf = (day: string | undefined): DateRead => (day === undefined ? UNREADABLE : { value: day })

/** Time codes (X12 623) that are an offset and not a place with a summer time. */
const ZONES = new Map([['UT', 'Z'], ['GM', 'Z'], ['ES', '-05:00'], ['ED', '-04:00'], ['CS', '-06:00'], ['CD', '-05:00'], ['MS', '-07:00'], ['MD', '-06:00'],
  ['PS', '-08:00'], ['PD', '-07:00'], ['AS', '-09:00'], ['AD', '-08:00'], ['HS', '-10:00'], ['NS', '-03:30'], ['ND', '-02:30'], ['TS', '-04:00'], ['TD', '-03:00']])

/**
 * An EDIFACT date (2380) in the form its qualifier (2379) names. Without a qualifier it is read where only one reading is a date
 * of this trade; else the candidates are given.
 */
export function edifactDate(text: string, format: string, order?: 'YMD' | 'DMY' | 'MDY'): DateRead {
  if (format === '') return unqualified(text, order)
  // nearly all of them
  if ((format === '102' && text.length === 8) || (format === '203' && text.length === 12)) {
    const found = recent.get(text)
    if (found) return found
    const day = calendarDay(text)
    const clock = text.length === 8 ? '' : clockTime(text.slice(8))
    return remember(text, day === undefined || clock === undefined ? UNREADABLE : { value: day + clock })
  }
  const half = PERIODS.get(format)
  if (half !== undefined) return period(text, half)
  const pattern = FORMATS.get(format)
  if (!pattern) return UNREADABLE
  if (text.length === pattern.length) return byPattern(text, pattern)
  // a time behind the day, or a day without its time: digits in the order of the year's beginning can be nothing else
  const other = pattern.startsWith('CCCC') && /^\d+$/.test(text) ? FULL.get(text.length) : undefined
  const read = other === undefined ? UNREADABLE : byPattern(text, other)
  return 'value' in read ? { ...read, assumed: 'format' } : UNREADABLE
}

/** What days and minutes that begin with the century were read as: a document has few, again and again. */
const recent = new Map<string, DateRead>()

function remember(text: string, read: DateRead): DateRead {
  if (recent.size >= 10_000) recent.clear()
  // a copy of its own: the text of a document would hold all of it
  recent.set(Buffer.from(text, 'latin1').toString('latin1'), read)
  return read
}

/** Forms that begin with the century, by their length. */
const FULL = new Map([[8, 'CCCCMMDD'], [12, 'CCCCMMDDHHmm'], [14, 'CCCCMMDDHHmmSS']])

/** Forms of date (EDIFACT 2379): C century year, Y year, M month, D day, H hour, m minute, S second, Z zone code. */
const FORMATS = new Map([
  ['2', 'DDMMYY'], ['3', 'MMDDYY'], ['4', 'DDMMCCCC'], ['101', 'YYMMDD'], ['102', 'CCCCMMDD'], ['201', 'YYMMDDHHmm'], ['202', 'YYMMDDHHmmSS'],
  ['203', 'CCCCMMDDHHmm'], ['204', 'CCCCMMDDHHmmSS'], ['205', 'CCCCMMDDHHmmZZZZZ'], ['301', 'YYMMDDHHmmZZZ'], ['303', 'CCCCMMDDHHmmZZZ'], ['304', 'CCCCMMDDHHmmSSZZZ'],
])
/** Forms of a period, and that of its two dates. */
const PERIODS = new Map([['718', 'CCCCMMDD'], ['719', 'CCCCMMDDHHmm']])

/** A period's two dates in a row; a hyphen or slash between them is none of the form and cannot be anything else. */
function period(text: string, pattern: string): DateRead {
  const { length } = pattern
  const marked = /^\d+[-/]\d+$/.test(text)
  const from = byPattern(text.slice(0, length), pattern)
  const until = byPattern(text.slice(marked ? length + 1 : length), pattern)
  if (text.length !== 2 * length + (marked ? 1 : 0) || !('value' in from) || !('value' in until)) return UNREADABLE
  return { value: from.value, until: until.value, ...(marked ? { assumed: 'format' } : {}) }
}

function byPattern(text: string, pattern: string): DateRead {
  if (text.length !== pattern.length) return UNREADABLE
  const take = (letter: string): string => {
    let found = ''
    for (let i = 0; i < pattern.length; i++) if (pattern[i] === letter) found += text[i]!
    return found
  }
  const short = take('Y')
  const year = short === '' ? take('C') : century(short) + short
  const whole = year + take('M') + take('D')
  const day = whole.length === 8 ? calendarDay(whole) : undefined
  if (!day) return UNREADABLE
  const time = take('H') + take('m') + take('S')
  const clock = time === '' ? '' : clockTime(time)
  if (clock === undefined) return UNREADABLE
  const zone = zoneOf(take('Z'))
  return short === '' ? { value: day + clock + zone } : { value: day + clock + zone, assumed: 'century' }
}

/** `+0100`, `+01`, `UTC`; a zone by name is none that a date can bear. */
function zoneOf(text: string): string {
  if (text === 'UTC' || text === 'GMT') return 'Z'
  return /^[+-]\d{2}(?:\d{2})?$/.test(text) ? `${text.slice(0, 3)}:${text.slice(3) || '00'}` : ''
}

function unqualified(text: string, order: 'YMD' | 'DMY' | 'MDY' | undefined): DateRead {
  const forms = text.length === 8 ? { YMD: 'CCCCMMDD', DMY: 'DDMMCCCC', MDY: 'MMDDCCCC' }
    : text.length === 6 ? { YMD: 'YYMMDD', DMY: 'DDMMYY', MDY: 'MMDDYY' }
      : text.length === 12 ? { YMD: 'CCCCMMDDHHmm', DMY: '', MDY: '' } : undefined
  if (!forms) return UNREADABLE
  const candidates = new Set<string>()
  for (const [name, form] of Object.entries(forms)) {
    const read = form === '' || (order && order !== name) ? UNREADABLE : byPattern(text, form)
    if ('value' in read && read.value >= '1970' && read.value < '2100') candidates.add(read.value)
  }
  const [only] = candidates
  if (candidates.size > 1) return { fault: 'ambiguous', candidates: [...candidates] }
  return only === undefined ? UNREADABLE : { value: only, assumed: 'format' }
}

const century = (date: string): string => (Number(date.slice(0, 2)) <= PIVOT ? '20' : '19')

/** `CCYYMMDD`, with whatever behind it, to `CCYY-MM-DD`, where there is such a day. */
function calendarDay(text: string): string | undefined {
  if (text.length < 8) return undefined
  const century = twoDigits(text, 0)
  const years = twoDigits(text, 2)
  const year = century * 100 + years
  const month = twoDigits(text, 4)
  const day = twoDigits(text, 6)
  if (century < 0 || years < 0) return undefined
  if (year === 0 || month < 1 || month > 12 || day < 1 || day > DAYS[month - 1]!) return undefined
  if (month === 2 && day === 29 && (year % 4 !== 0 || (year % 100 === 0 && year % 400 !== 0))) return undefined
  return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`
}

/** `HHMM[SS[D[D]]]` to `THH:MM[:SS]`; undefined where there is no such time. */
function clockTime(text: string): string | undefined {
  const { length } = text
  if (length !== 4 && (length < 6 || length > 8)) return undefined
  const hour = twoDigits(text, 0)
  const minute = twoDigits(text, 2)
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return undefined
  if (length === 4) return `T${text.slice(0, 2)}:${text.slice(2, 4)}`
  const second = twoDigits(text, 4)
  return second < 0 || second > 59 || !/^\d*$/.test(text.slice(6)) ? undefined : `T${text.slice(0, 2)}:${text.slice(2, 4)}:${text.slice(4, 6)}`
}

/** The number of two digits; -1 where they are none. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}
