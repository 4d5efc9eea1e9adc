import { isCurrency } from '../../orders/money'
import { readDate } from '../date'
import { type Taken } from '../fields'
import { checkGtin } from '../gtin'
import { type DecimalMark, readNumber } from '../number'
import { type Profile } from '../profile'
import { read, type Reading, unread } from '../reading'
import { readUnit } from './unitWords'

/** Reads the text of a field by its kind; `mark` is the decimal mark that the column as a whole has shown. */
export function readValue(taken: Taken, profile: Profile | undefined, mark: DecimalMark | undefined): Reading {
  switch (taken.as) {
    case 'text': return read(taken.text)
    case 'decimal': return readNumber(taken.text, profile?.decimalMark ?? mark)
    case 'date': return readDate(taken.text, profile?.dateOrder)
    case 'unit': return readUnit(taken.text, profile)
    case 'currency': return readCurrency(taken.text, profile)
    case 'gtin': return readGtin(taken.text)
  }
}

function readCurrency(text: string, profile: Profile | undefined): Reading {
  const own = new Map(Object.entries(profile?.codes?.currency ?? {})).get(text)
  const code = own ?? (text === '€' ? 'EUR' : text.toUpperCase())
  return isCurrency(code) ? read(code) : unread('currency-unknown', `${text} is no currency code of three letters (ISO 4217); add it to codes.currency of the partner's profile.`)
}

function readGtin(text: string): Reading {
  if (/^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(text)) {
    return unread('number-scientific', `${text} is in scientific form, as a spreadsheet shows long numbers; digits of the GTIN are lost. Ask for the column as text.`)
  }
  const check = checkGtin(text)
  if (check.ok) return read(text)
  const perhaps = check.candidates.length ? ` Leading zeros may have been lost: ${check.candidates.join(' or ')}.` : ''
  switch (check.why) {
    case 'not-digits': return unread('gtin-unreadable', `${text} is no GTIN, which has digits only.`)
    case 'length': return unread('gtin-length', `${text} has ${text.length} digits; a GTIN has 8, 12, 13 or 14.${perhaps}`, check.candidates)
    case 'check-digit': return unread('gtin-check-digit', `The check digit of GTIN ${text} is wrong; a digit was changed or two were swapped.`)
  }
}
