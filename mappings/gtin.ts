import { hasCheckDigit } from './codes/gtin'

/** Lengths of GTIN-8, GTIN-12 (UPC), GTIN-13 (EAN) and GTIN-14 (GS1 General Specifications 3.3.2). */
const LENGTHS = [8, 12, 13, 14]

export type GtinCheck = { ok: true } | { ok: false; why: 'not-digits' | 'length' | 'check-digit'; candidates: string[] }

/**
 * Is the text a GTIN with a right check digit, and if not, why? Where it is only too short, as when a spreadsheet dropped
 * leading zeros, the candidates are the next longer numbers whose check digit is right.
 */
export function checkGtin(text: string): GtinCheck {
  if (!/^\d+$/.test(text)) return { ok: false, why: 'not-digits', candidates: [] }
  if (LENGTHS.includes(text.length)) return hasCheckDigit(text) ? { ok: true } : { ok: false, why: 'check-digit', candidates: [] }
  const longer = LENGTHS.find((length) => length > text.length)
  const padded = longer && text.length >= 6 ? text.padStart(longer, '0') : ''
  return { ok: false, why: 'length', candidates: padded && hasCheckDigit(padded) ? [padded] : [] }
}
