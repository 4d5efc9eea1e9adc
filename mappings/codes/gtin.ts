/** Is the last digit the check digit of the ones before (GS1 General Specifications 7.9)? For GTIN-8, -12, -13, -14, GLN and SSCC. */
export function hasCheckDigit(digits: string): boolean {
  let sum = 0
  for (let i = digits.length - 2, weight = 3; i >= 0; i--, weight = 4 - weight) {
    const digit = digits.charCodeAt(i) - 48
    if (digit < 0 || digit > 9) return false
    sum += digit * weight
  }
  return digits.length > 1 && (10 - (sum % 10)) % 10 === digits.charCodeAt(digits.length - 1) - 48
}

/** A GTIN of 8, 12, 13 or 14 digits with a right check digit. */
export function isGtin(text: string): boolean {
  const { length } = text
  return (length === 8 || (length >= 12 && length <= 14)) && hasCheckDigit(text)
}

/** A GLN: 13 digits with a right check digit. */
export const isGln = (text: string): boolean => text.length === 13 && hasCheckDigit(text)

/** An SSCC: 18 digits with a right check digit, or 20 where its application identifier (00) stands before it, as on its label. */
export const isSscc = (text: string): boolean => (text.length === 18 || (text.length === 20 && text.startsWith('00'))) && hasCheckDigit(text)

/** The GTIN-13 of an ISBN-10 (ISO 2108 Annex A): `978` before it and a new check digit; undefined where the ISBN's own is wrong. */
export function isbn10ToGtin(isbn: string): string | undefined {
  if (!/^\d{9}[\dX]$/.test(isbn)) return undefined
  let sum = 0
  for (let i = 0; i < 10; i++) sum += (isbn[i] === 'X' ? 10 : Number(isbn[i])) * (10 - i)
  if (sum % 11 !== 0) return undefined
  const body = '978' + isbn.slice(0, 9)
  let weighted = 0
  for (let i = 0; i < 12; i++) weighted += Number(body[i]) * (i % 2 === 0 ? 1 : 3)
  return body + String((10 - (weighted % 10)) % 10)
}
