import { read, type Reading, unread } from './reading'

export type DateOrder = 'YMD' | 'DMY' | 'MDY'

const TIME = String.raw`(?:[T ]+(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(Z|[+-]\d{2}:\d{2})?)?`
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})日?${TIME}$`)
const COMPACT = new RegExp(String.raw`^(\d{4})(\d{2})(\d{2})${TIME}$`)
const THREE = new RegExp(String.raw`^(\d{1,2})([-/. ])\s?(\d{1,2})\2\s?(\d{4}|\d{2})${TIME}$`)
const NAMED = /^(\d{1,2})[.\- ]*([\p{L}]{3,12})[.,\- ]*(\d{4})$/u
const NAMED_FIRST = /^([\p{L}]{3,12})[. ]+(\d{1,2}),? +(\d{4})$/u

/** Month names by their first letters, without accents: English, German, French. */
const MONTHS: readonly (readonly string[])[] = [['jan'], ['feb', 'fev'], ['mar', 'mae', 'mrz'], ['apr', 'avr'], ['may', 'mai'], ['jun', 'juin'],
  ['jul', 'juil'], ['aug', 'aou'], ['sep'], ['oct', 'okt'], ['nov'], ['dec', 'dez']]

/**
 * Reads a date as partners write it into `YYYY-MM-DD` (with `Thh:mm…` where it has a time). `03/04/05` means several dates:
 * without `order` it is `date-ambiguous` with all of them as candidates. Dots are day first, as everywhere they are used.
 */
export function readDate(text: string, order?: DateOrder): Reading {
  const plain = text.trim()
  const first = YEAR_FIRST.exec(plain) ?? COMPACT.exec(plain)
  if (first) return one(text, [iso(first[1]!, first[2]!, first[3]!, first[4], first[5])])
  const three = THREE.exec(plain)
  if (three) return one(text, candidates(three, order))
  const named = NAMED.exec(plain)
  if (named) return one(text, [iso(named[3]!, month(named[2]!), named[1]!)])
  const namedFirst = NAMED_FIRST.exec(plain)
  if (namedFirst) return one(text, [iso(namedFirst[3]!, month(namedFirst[1]!), namedFirst[2]!)])
  if (/^[34]\d{4}$/.test(plain)) {
    const day = excelDay(Number(plain))
    return unread('date-excel-serial', `${text} looks like a spreadsheet's day number (${day}); ask for the date as YYYY-MM-DD.`, [day])
  }
  return unread('date-unreadable', `${text} is no date that can be read; expected YYYY-MM-DD.`)
}

function candidates(match: RegExpExecArray, order: DateOrder | undefined): (string | undefined)[] {
  const [, a = '', separator, b = '', c = '', time, zone] = match
  const readings: Record<DateOrder, string | undefined> = {
    DMY: iso(c, b, a, time, zone),
    MDY: iso(c, a, b, time, zone),
    YMD: c.length === 2 ? iso(a, b, c, time, zone) : undefined,
  }
  if (order) return [readings[order]]
  return separator === '.' ? [readings.DMY] : [readings.DMY, readings.MDY, readings.YMD]
}

function one(text: string, found: (string | undefined)[]): Reading {
  const dates = [...new Set(found.filter((date) => date !== undefined))]
  if (dates.length === 1) return read(dates[0]!)
  return dates.length === 0
    ? unread('date-unreadable', `${text} is no day of the calendar.`)
    : unread('date-ambiguous', `${text} may be ${dates.join(' or ')}; give the order of day, month and year in the partner's profile.`, dates)
}

/** Undefined where there is no such day. Two digits are of this century. */
function iso(year: string, month: string, day: string, time?: string, zone?: string): string | undefined {
  if (year === '' || month === '') return undefined
  const y = year.length === 4 ? year : `20${year.padStart(2, '0')}`
  const date = `${y}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const there = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(there.getTime()) || there.toISOString().slice(0, 10) !== date) return undefined
  return time ? `${date}T${time.padStart(time.split(':')[0]!.length === 1 ? time.length + 1 : time.length, '0')}${zone ?? ''}` : date
}

function month(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const at = MONTHS.findIndex((words) => words.some((word) => plain.startsWith(word)))
  return at < 0 ? '' : String(at + 1)
}

/** Day 1 is 1900-01-01; the day 60 that never was makes it 1899-12-30 + n from March 1900 on. */
const excelDay = (n: number): string => new Date(Date.UTC(1899, 11, 30) + n * 86_400_000).toISOString().slice(0, 10)
