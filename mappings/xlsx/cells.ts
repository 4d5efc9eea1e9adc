/** Days of spreadsheets begin here: 1900-01-01 is day 1, and the day 60 that never was makes it two days before from March on. */
const EPOCH = Date.UTC(1899, 11, 30)
const DAY = 86_400_000
/** Days between the two ways of counting: since 1900 and, of old Macs, since 1904. */
const MAC = 1462

/** Number formats that ECMA-376 gives a meaning of their own, 18.8.30: those that show days. */
const DATE_FORMATS = new Set([14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58])

/** What a cell's number shows: a day, a number padded with zeros to so many digits, or just a number. */
export type Shown = { kind: 'date' } | { kind: 'padded'; digits: number } | { kind: 'number' }

/** What a number format (its id and, where it is no built-in one, its code) shows. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) return DATE_FORMATS.has(id) ? { kind: 'date' } : { kind: 'number' }
  // colours, conditions and quoted text are no part of it; only the first section counts
  const plain = (code.split(';')[0] ?? '').replace(/\[[^\]]*\]|"[^"]*"|\\.|_./g, '')
  if (/^0{2,}$/.test(plain)) return { kind: 'padded', digits: plain.length }
  return /[yd]/i.test(plain) && !/^general$/i.test(plain) ? { kind: 'date' } : { kind: 'number' }
}

/** The number of a cell as text: what it shows, without digits that are only an artefact of its binary form. Undefined where it is none. */
export function numberText(value: string, shown: Shown, since1904: boolean): string | undefined {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return undefined
  if (shown.kind === 'date') return dateText(number + (since1904 ? MAC : 0))
  const text = plain(number)
  return shown.kind === 'padded' && /^\d+$/.test(text) ? text.padStart(shown.digits, '0') : text
}

/** A spreadsheet keeps 15 digits; what stands behind them is noise. */
function plain(number: number): string {
  const text = String(Number(number.toPrecision(15)))
  if (!text.includes('e')) return text
  return Math.abs(number) >= 1 ? BigInt(number).toString() : number.toFixed(20).replace(/0+$/, '')
}

/** `YYYY-MM-DD`, with the time where the number has one; the number itself where it is no day from 1900 to 9999. */
function dateText(days: number): string {
  if (days < 1 || days >= 2_958_466) return plain(days)
  const at = new Date(EPOCH + Math.round((days < 60 ? days + 1 : days) * DAY / 1000) * 1000).toISOString()
  return at.slice(11, 19) === '00:00:00' ? at.slice(0, 10) : at.slice(0, at.slice(17, 19) === '00' ? 16 : 19)
}

/** `BC12` is column 54 (from 0). Undefined where the reference is none. */
export function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d*$/.exec(reference ?? '')?.[1]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}
