import { type Decimal } from '../../orders/decimal'

/** What a text is as a number: the decimal in our form, or why it is none. */
export type NumberRead =
  | { value: Decimal; mark?: '.' | ',' }
  | { fault: 'unreadable' }
  | { fault: 'ambiguous'; candidates: Decimal[] }

const PLAIN = /^[+-]?(?:\d+\.?\d*|\.\d+)$/
const COMMA = /^[+-]?(?:\d+,\d*|,\d+)$/

/**
 * An X12 decimal number (type R, X12.6 3.5.1): digits with an optional point and leading minus. Undefined where it is none.
 * An exponent or a thousands mark makes it unreadable: a quantity is never guessed.
 */
export function decimalNumber(text: string): Decimal | undefined {
  if (isShort(text)) return text
  return text.length <= 40 && PLAIN.test(text) ? canonical(text) : undefined
}

/** An X12 number with implied decimals (type Nn): `impliedNumber('41192', 2)` is `'411.92'`. A written point is taken as it is. */
export function impliedNumber(text: string, decimals: number): Decimal | undefined {
  if (text.includes('.')) return decimalNumber(text)
  const match = /^([+-]?)(\d{1,38})$/.exec(text)
  if (!match) return undefined
  const digits = match[2]!.padStart(decimals + 1, '0')
  return canonical(`${match[1]!}${digits.slice(0, digits.length - decimals)}.${digits.slice(digits.length - decimals)}`)
}

/**
 * An EDIFACT number (ISO 9735 10): point or comma is the decimal mark, a thousands mark is not allowed. Where the mark is not the
 * announced one and exactly three digits follow, it may be a thousands mark all the same: that is ambiguous, not 1000 times less.
 */
export function markedNumber(text: string, announced: '.' | ',' | undefined): NumberRead {
  if (isPlain(text, announced)) return { value: text }
  if (text.length > 40) return { fault: 'unreadable' }
  const mark = PLAIN.test(text) ? '.' : COMMA.test(text) ? ',' : undefined
  if (!mark) return { fault: 'unreadable' }
  const plain = mark === ',' ? text.replace(',', '.') : text
  const value = canonical(plain)
  if (!text.includes(mark) || announced === undefined && mark === '.' || announced === mark) return { value }
  if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(text)) return { fault: 'ambiguous', candidates: [value, canonical(plain.replace('.', ''))] }
  return announced === undefined ? { value } : { value, mark }
}

/** Is it a number as we write it, as nearly all are, and sure to be meant so? */
export const isPlain = (text: string, announced: '.' | ',' | undefined): boolean => isShort(text) && (announced !== ',' || !text.includes('.'))

/** Digits, with a point between them perhaps, in our form already: most numbers in documents are. */
function isShort(text: string): boolean {
  const { length } = text
  if (length === 0 || length > 15) return false
  let point = length
  for (let i = 0; i < length; i++) {
    const character = text.charCodeAt(i)
    if (character >= 48 && character <= 57) continue
    if (character !== 46 || point < length) return false
    point = i
  }
  // no leading zero but before the point, and none at the end behind it
  return point > 0 && (point === 1 || text.charCodeAt(0) !== 48) && (point === length || (point < length - 1 && text.charCodeAt(length - 1) !== 48))
}

/** One form for one value, as orders/decimal writes it: no plus, no leading or trailing zeros, no `-0`. */
function canonical(text: string): Decimal {
  let start = 0
  let end = text.length
  const negative = text[0] === '-'
  if (negative || text[0] === '+') start = 1
  while (start < end - 1 && text[start] === '0' && text[start + 1] !== '.') start++
  const point = text.indexOf('.')
  if (point >= 0) {
    while (text[end - 1] === '0') end--
    if (text[end - 1] === '.') end--
  }
  if (start === 0 && end === text.length && text[0] !== '.') return text
  let digits = text.slice(start, end)
  if (digits === '' || digits[0] === '.') digits = '0' + digits
  if (digits === '0') return '0'
  return negative ? '-' + digits : digits
}
