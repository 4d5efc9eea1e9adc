import { decimal, isDecimal } from '../orders/decimal'
import { read, type Reading, unread } from './reading'

export type DecimalMark = '.' | ','

/** One to three digits and groups of three, or digits alone; then the decimals. */
const FORMS: Record<DecimalMark, RegExp> = {
  '.': /^[+-]?(?:[1-9]\d{0,2}(?:([,' ])\d{3})(?:\1\d{3})*|\d*)(?:\.\d*)?$/,
  ',': /^[+-]?(?:[1-9]\d{0,2}(?:([.' ])\d{3})(?:\1\d{3})*|\d*)(?:,\d*)?$/,
}
const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i

/**
 * Reads a number as people and spreadsheets write it (`1.234,56`, `1,234.56`, `1 234,5`, `12-`) into a decimal string.
 * Without a mark, a text that means two numbers (`1.234`) is `number-ambiguous` with both as candidates.
 */
export function readNumber(text: string, mark?: DecimalMark): Reading {
  const plain = tidy(text)
  if (SCIENTIFIC.test(plain)) return unread('number-scientific', `${text} is in scientific form, as a spreadsheet shows long numbers; digits may be lost. Ask for the plain number.`)
  if (mark) {
    const value = under(plain, mark)
    return value === undefined ? unread('number-unreadable', `${text} is no number with ${mark} as decimal mark.`) : read(value)
  }
  const values = [...new Set([under(plain, '.'), under(plain, ',')].filter((value) => value !== undefined))]
  if (values.length === 1) return read(values[0]!)
  return values.length === 0
    ? unread('number-unreadable', `${text} is no number.`)
    : unread('number-ambiguous', `${text} may be ${values.join(' or ')}, and no other value of the column shows which; give the decimal mark in the partner's profile.`, values)
}

/** The decimal mark that a text proves by its form; undefined where it has none or may be either. */
export function markOf(text: string): DecimalMark | undefined {
  if (!/[.,]/.test(text)) return undefined
  const plain = tidy(text)
  const point = under(plain, '.')
  const comma = under(plain, ',')
  if (point === comma || (point !== undefined && comma !== undefined)) return undefined
  return point === undefined ? ',' : '.'
}

/** Spaces of every kind and typographic apostrophes become plain ones; a minus behind the number comes before it. */
function tidy(text: string): string {
  const plain = text.trim().replace(/[\u00a0\u2007\u2009\u202f]/g, ' ').replace(/[’´`]/g, "'").replace(/^−/, '-')
  return /^\d.*-$/.test(plain) ? `-${plain.slice(0, -1).trimEnd()}` : plain
}

function under(plain: string, mark: DecimalMark): string | undefined {
  if (plain.length > 60 || !/\d/.test(plain) || !FORMS[mark].test(plain)) return undefined
  const [whole = '', fraction] = plain.split(mark)
  const text = whole.replace(/[.,' ]/g, '') + (fraction ? `.${fraction}` : '')
  return isDecimal(text) ? decimal(text) : undefined
}
